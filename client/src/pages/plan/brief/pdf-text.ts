/** Writes texts that are not painted into the pages of a PDF, through the parts of its library that plugins use. */
import type { jsPDF as Pdf } from 'jspdf';
import { TextLayer, type DrawnText } from './text-layer.ts';

/** The library's types leave these out. */
interface Internal {
  readonly events: { readonly subscribe: (topic: 'putFont', handle: (put: PutFont) => void) => unknown };
  readonly getFont: () => Font;
  readonly write: (operators: string) => void;
}

interface Font {
  readonly id: string;
  objectNumber?: number;
  isAlreadyPutted?: boolean;
}

/** Before a font is written: whoever writes it says so. */
interface PutFont {
  readonly font: Font;
  readonly out: (line: string) => void;
  readonly newObject: () => number;
  readonly putStream: (stream: { readonly data: string; readonly addLength1?: boolean }) => void;
}

/**
 * @param scale points of a pixel
 * @param height of a page, points
 * @returns writes the texts of a page onto the page that was added last
 */
export function addTextLayer(doc: Pdf, scale: number, height: number): (texts: readonly DrawnText[]) => void {
  const internal = doc.internal as unknown as Internal;
  const layer = new TextLayer();
  const { id } = internal.getFont();
  // The library writes only fonts that a text was set in: this one is the sign of the layer's font for no character.
  doc.text('\0\0', 0, 0, { renderingMode: 'invisible' });
  internal.events.subscribe('putFont', (put) => {
    if (put.font.id === id) putFont(put, layer);
  });
  return (texts) => internal.write(layer.operators(texts, id, scale, height));
}

function putFont({ font, out, newObject, putStream }: PutFont, layer: TextLayer): void {
  const { name, file, widths, toUnicode, descriptor } = layer.font();
  const put = (write: () => void): string => {
    const number = newObject();
    write();
    out('endobj');
    return `${String(number)} 0 R`;
  };
  const data = Array.from(file, (byte) => String.fromCharCode(byte)).join('');
  const fileAt = put(() => putStream({ data, addLength1: true }));
  const unicodeAt = put(() => putStream({ data: toUnicode }));
  const descriptorAt = put(() => out(`<< /Type /FontDescriptor ${descriptor} /FontFile2 ${fileAt} >>`));
  const system = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>';
  const glyphsAt = put(() =>
    out(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} ${system} /CIDToGIDMap /Identity ` +
        `/FontDescriptor ${descriptorAt} /DW 1000 /W [1 [${widths.join(' ')}]] >>`,
    ),
  );
  font.objectNumber = newObject();
  out(
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H ` +
      `/DescendantFonts [${glyphsAt}] /ToUnicode ${unicodeAt} >>`,
  );
  out('endobj');
  font.isAlreadyPutted = true;
}
