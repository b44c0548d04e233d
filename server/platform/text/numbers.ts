const NUMBER = /^[-+]?(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/**
 * A decimal number as tables and addresses write it, else null: no hexadecimal, no separators of thousands, nothing
 * infinite.
 */
export function parseNumber(text: string): number | null {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : null;
}
