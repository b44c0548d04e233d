/** A link as a QR code. */
import encodeQr from 'qr';

/** The most bytes that a code of a size phones still read from a screen holds, at its weakest correction. */
const MOST_BYTES = 1000;

/** SVG paths would need markup in a text: rows of dark squares instead, with a quiet border of four. */
export interface QrCode {
  /** Squares along a side, border included. */
  readonly size: number;
  /** Path of the dark squares (SVG), one unit a square. */
  readonly path: string;
}

/** Null where the link is too long. */
export function qrCode(link: string): QrCode | null {
  if (new TextEncoder().encode(link).length > MOST_BYTES) return null;
  const squares = encodeQr(link, 'raw', { ecc: 'low', border: 4 });
  const path = squares
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])))
    .join('');
  return { size: squares.length, path };
}
