/** A plain decimal within the limits, or null: `1e9`, `0x1`, blanks and infinities are not coordinates. */
export function parseDecimal(text: string | undefined, minimum: number, maximum: number): number | null {
  if (text === undefined || !/^-?\d{1,12}(\.\d{1,12})?$/.test(text)) return null;
  const value = Number(text);
  return value >= minimum && value <= maximum ? value : null;
}
