/** Programs that the drill needs are not installed. */
export class MissingPrograms extends Error {
  override readonly name = 'MissingPrograms';
  /** Debian's names. */
  readonly packages: readonly string[];

  constructor(packages: readonly string[]) {
    super(packages.join(' '));
    this.packages = packages;
  }
}
