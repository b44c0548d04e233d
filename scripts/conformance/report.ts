/** What the checks have found: a line each, as it comes. */
const MOST_LINES = 40;
/** A line quotes what was sent, which may be megabytes. */
const MOST_LENGTH = 400;

export class Report {
  #isDifferent = false;

  get isDifferent(): boolean {
    return this.#isDifferent;
  }

  /** @param told what differs; nothing where all is the same */
  add(name: string, told: readonly string[]): void {
    this.#isDifferent ||= told.length > 0;
    console.log(`${told.length === 0 ? 'same     ' : 'DIFFERENT'}  ${name}`);
    for (const line of told.slice(0, MOST_LINES)) console.log(`    ${line.slice(0, MOST_LENGTH)}`);
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
