/** What the checks have found: a line each, as it comes. */
export class Report {
  #isDifferent = false;

  get isDifferent(): boolean {
    return this.#isDifferent;
  }

  /** @param told what differs; nothing where all is the same */
  add(name: string, told: readonly string[]): void {
    this.#isDifferent ||= told.length > 0;
    console.log(`${told.length === 0 ? 'same     ' : 'DIFFERENT'}  ${name}`);
    for (const line of told.slice(0, 20)) console.log(`    ${line}`);
  }

  /** Adds what a check tells, or why it could not be made. */
  async check(name: string, run: () => readonly string[] | Promise<readonly string[]>): Promise<void> {
    try {
      this.add(name, await run());
    } catch (error) {
      this.add(name, [error instanceof Error ? error.message : String(error)]);
    }
  }
}
