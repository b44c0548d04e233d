/** The texts of a drawn sheet again as text that is not painted, so that a PDF can be searched and copied from. */
import { ASCENT, DESCENT, emptyFont, UNITS_PER_EM } from './empty-font.ts';

/** A text as it was drawn, in pixels of the sheet. */
export interface DrawnText {
  readonly text: string;
  /** Left end of the baseline. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  /** Width of each of its characters. */
  readonly advances: readonly number[];
}

/** What a PDF's font is made of. */
export interface LayerFont {
  readonly name: string;
  readonly file: Uint8Array;
  /** From the first character on, in thousandths. */
  readonly widths: readonly number[];
  /** A CMap from characters of the font to Unicode. */
  readonly toUnicode: string;
  readonly descriptor: string;
}

/** Characters of PDF's two-byte strings, less that of `.notdef`. */
const MOST_CHARACTERS = 0xffff;
const NAME = 'AAAAAA+ChengtuTextLayer';
/** PDF's mode of text that is neither filled nor outlined. */
const INVISIBLE = 3;

/** Collects the characters of all pages, since they share one font. */
export class TextLayer {
  readonly #codes = new Map<string, number>();
  readonly #widths: number[] = [];

  /**
   * Operators for the contents of a page.
   *
   * @param font name of the font among the page's resources
   * @param scale points of a pixel
   * @param height of the page, points
   */
  operators(texts: readonly DrawnText[], font: string, scale: number, height: number): string {
    const lines = texts.flatMap(({ text, x, y, width, size, advances }) => {
      const codes = [...text].map((char, k) => this.#code(char, (advances[k] ?? 0) / size));
      const own = (codes.reduce((sum, code) => sum + (this.#widths[code - 1] ?? 0), 0) / UNITS_PER_EM) * size;
      if (own === 0) return [];
      return [
        `/${font} ${fixed(size * scale)} Tf`,
        // Bold type and type set closer are as wide as they were drawn.
        `${fixed((width / own) * 100)} Tz`,
        `1 0 0 1 ${fixed(x * scale)} ${fixed(height - y * scale)} Tm`,
        `<${codes.map(hex16).join('')}> Tj`,
      ];
    });
    return lines.length === 0 ? '' : ['q', 'BT', `${String(INVISIBLE)} Tr`, ...lines, 'ET', 'Q'].join('\n');
  }

  /** The font of all texts until now. */
  font(): LayerFont {
    return {
      name: NAME,
      file: emptyFont([UNITS_PER_EM, ...this.#widths]),
      widths: this.#widths,
      toUnicode: toUnicode([...this.#codes]),
      descriptor: [
        `/FontName /${NAME}`,
        '/Flags 4',
        `/FontBBox [0 ${DESCENT} ${UNITS_PER_EM} ${ASCENT}]`,
        '/ItalicAngle 0',
        `/Ascent ${ASCENT}`,
        `/Descent ${DESCENT}`,
        `/CapHeight ${ASCENT}`,
        '/StemV 80',
      ].join(' '),
    };
  }

  #code(char: string, em: number): number {
    const known = this.#codes.get(char);
    if (known !== undefined) return known;
    if (this.#codes.size === MOST_CHARACTERS) return 0;
    this.#widths.push(Math.round(em * UNITS_PER_EM));
    this.#codes.set(char, this.#widths.length);
    return this.#widths.length;
  }
}

/** Most entries of a block of a CMap. */
const BLOCK = 100;

function toUnicode(codes: readonly (readonly [char: string, code: number])[]): string {
  const blocks = Array.from({ length: Math.ceil(codes.length / BLOCK) }, (_, k) =>
    codes.slice(k * BLOCK, (k + 1) * BLOCK),
  );
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
    ...blocks.flatMap((block) => [
      `${block.length} beginbfchar`,
      ...block.map(([char, code]) => `<${hex16(code)}> <${utf16(char)}>`),
      'endbfchar',
    ]),
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, k) => hex16(text.charCodeAt(k))).join('');
}

function hex16(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function fixed(value: number): string {
  return String(Number(value.toFixed(3)));
}
