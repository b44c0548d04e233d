/** Ends a search from deep inside; what it has found by then counts. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
