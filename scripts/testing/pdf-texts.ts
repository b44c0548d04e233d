/** Texts of a PDF as viewers read them: codes by the table of the font, places by the matrix before each text. */
import { inflateSync } from 'node:zlib';

export interface PdfText {
  readonly text: string;
  /** Points from the lower left. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Percent that the type is stretched by. */
  readonly stretch: number;
}

/** Texts page by page in the order of the file. Reads what the planners' page writes, not every PDF. */
export function pdfTexts(pdf: Buffer): PdfText[] {
  const streams = inflatedStreams(pdf);
  const cmap = streams.find((each) => each.includes('begincmap')) ?? '';
  const chars = new Map(
    [...cmap.matchAll(/^<(\w{4})> <(\w+)>$/gm)].map(([, code = '', hex = '']) => [
      code,
      Buffer.from(hex, 'hex').swap16().toString('utf16le'),
    ]),
  );
  return streams.flatMap((each) =>
    [...each.matchAll(/ ([\d.]+) Tf\n([\d.]+) Tz\n1 0 0 1 ([\d.]+) ([\d.]+) Tm\n<(\w+)> Tj/g)].map(
      ([, size, stretch, x, y, hex = '']) => ({
        text: (hex.match(/\w{4}/g) ?? []).map((code) => chars.get(code) ?? '?').join(''),
        x: Number(x),
        y: Number(y),
        size: Number(size),
        stretch: Number(stretch),
      }),
    ),
  );
}

/** Streams that are compressed by nothing but deflate, in the order of the file. */
export function inflatedStreams(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n/g)].map(({ index, 0: head }) =>
    inflateSync(pdf.subarray(index + head.length)).toString('latin1'),
  );
}
