/** A file that a city comes with, or that was generated, cannot be read. */
export class GivenFileError extends Error {
  override readonly name = 'GivenFileError';
  readonly path: string;
  readonly reason: string;
  /** Whether a start makes it again where it is missing. */
  readonly isGenerated: boolean;

  constructor(path: string, reason: string, isGenerated: boolean, cause?: unknown) {
    super(`${path} cannot be read: ${reason}`, { cause });
    this.path = path;
    this.reason = reason;
    this.isGenerated = isGenerated;
  }
}
