import { jsPDF } from 'jspdf';
import { describe, expect, it } from 'vitest';
import { inflatedStreams, pdfTexts } from '../../../../../scripts/testing/pdf-texts.ts';
import { emptyFont } from './empty-font.ts';
import { addTextLayer } from './pdf-text.ts';
import type { DrawnText } from './text-layer.ts';

const SCALE = 0.24;
const HEIGHT = 842;

function drawn(text: string, x: number, y: number, { size = 40, tight = 1 } = {}): DrawnText {
  const advances = [...text].map((char) => (char < '\u0080' ? size / 2 : size));
  return { text, x, y, size, advances, width: advances.reduce((sum, each) => sum + each, 0) * tight };
}

function pdfOf(...pages: readonly (readonly DrawnText[])[]): Buffer {
  const doc = new jsPDF({ unit: 'pt', format: [595, HEIGHT], compress: true, putOnlyUsedFonts: true });
  const write = addTextLayer(doc, SCALE, HEIGHT);
  pages.forEach((texts, k) => {
    if (k > 0) doc.addPage([595, HEIGHT]);
    write(texts);
  });
  return Buffer.from(doc.output('arraybuffer'));
}

describe('the text layer of a PDF', () => {
  it('has every text again where it was drawn, Chinese, English and characters beyond the first plane', () => {
    const [title, body] = [
      drawn('社区公园 15 分钟', 100, 200),
      drawn('Parks within 15 min 𠮷', 300, 1000, { tight: 0.9 }),
    ];
    expect(pdfTexts(pdfOf([title, body], [drawn('第二页', 0, 0)]))).toEqual([
      { text: title.text, x: 24, y: 794, size: 9.6, stretch: 100 },
      { text: body.text, x: 72, y: 602, size: 9.6, stretch: 90 },
      { text: '第二页', x: 0, y: 842, size: 9.6, stretch: 100 },
    ]);
  });

  it('is not painted, and its font has widths of its own', () => {
    const pdf = pdfOf([drawn('公园 a', 10, 10)]);
    expect(inflatedStreams(pdf).some((each) => each.includes('3 Tr'))).toBe(true);
    const text = pdf.toString('latin1');
    expect(text).toContain('/W [1 [1000 1000 500 500]]');
    expect(text).toContain('/Encoding /Identity-H');
    expect(text).not.toContain('/BaseFont /Helvetica');
  });

  it('leaves out texts without width, and pages without text', () => {
    expect(pdfTexts(pdfOf([drawn('', 1, 1)], []))).toEqual([]);
  });
});

describe('a font without shapes', () => {
  it('adds up as the format demands, and has a width for each glyph', () => {
    const font = emptyFont([1000, 500, 1000]);
    const view = new DataView(font.buffer);
    let sum = 0;
    for (let at = 0; at < font.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
    expect(sum).toBe(0xb1b0afba);
    const tables = new Map(
      Array.from({ length: view.getUint16(4) }, (_, k) => 12 + 16 * k).map((at) => [
        Buffer.from(font.subarray(at, at + 4)).toString('latin1'),
        font.subarray(view.getUint32(at + 8), view.getUint32(at + 8) + view.getUint32(at + 12)),
      ]),
    );
    expect([...tables.keys()]).toEqual(['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp']);
    expect([...tables].map(([, { length }]) => length)).toEqual([12, 54, 36, 12, 8, 6]);
    expect(Buffer.from(tables.get('hmtx') ?? []).toString('hex')).toBe('03e8000001f4000003e80000');
  });
});
