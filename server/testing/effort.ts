/** How much of a long test is done. */

/** `npm run test:all` sets it: every test in full. */
const FULL = process.env['TEST_EFFORT'] === 'full';

export interface Effort<T> {
  /** With every `npm test`. */
  readonly daily: T;
  /** With `npm run test:all`, before a release. */
  readonly full: T;
}

/** How often a random test runs, how large its instances are, how many edits it makes. */
export function runs<T>({ daily, full }: Effort<T>): T {
  return FULL ? full : daily;
}

/** Whether this run is in full. */
export function isFull(): boolean {
  return FULL;
}
