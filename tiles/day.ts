/** Calendar days as whole numbers since 1970-01-01 UTC: a day is the same one whatever the reader's time zone. */

export const DAY_MS = 86_400_000;

export function toDay(iso: string): number {
  return Math.floor(Date.parse(iso) / DAY_MS);
}

/** `2017-03-01`. */
export function toIso(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
