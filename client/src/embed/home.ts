/** Address of the service that a file came from, without a slash at its end: of `/sdk.js` and `/assets/…` alike. */
export function homeOf(file: string): string {
  return new URL('.', file).href.replace(/(?:assets\/)?$/, '').replace(/\/$/, '');
}
