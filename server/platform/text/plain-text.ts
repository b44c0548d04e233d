/** A value that a file holds, as a text: nothing for null and undefined, lists and objects as JSON. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return value === null || value === undefined ? '' : (JSON.stringify(value) ?? '');
}
