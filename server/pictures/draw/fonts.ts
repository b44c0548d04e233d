/** The fonts of the machine. */
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

/** Sans-serif families that systems come with, the preferred first. Characters that one lacks come from the next. */
const LATIN = ['Noto Sans', 'DejaVu Sans', 'Liberation Sans', 'Arial', 'Helvetica Neue', 'Segoe UI'];
const CHINESE = [
  'Noto Sans CJK SC',
  'Noto Sans SC',
  'Source Han Sans SC',
  'Source Han Sans CN',
  'WenQuanYi Micro Hei',
  'WenQuanYi Zen Hei',
  'PingFang SC',
  'Hiragino Sans GB',
  'Heiti SC',
  'Microsoft YaHei',
  'SimHei',
  'Droid Sans Fallback',
];

export interface Fonts {
  /** Families as a canvas takes them. */
  readonly families: string;
  /** Without one, Chinese characters are left out. */
  readonly hasChinese: boolean;
}

let found: Fonts | null = null;

/** Looks at the fonts of the machine once. */
export function fontsOf(): Fonts {
  found ??= findFonts(GlobalFonts.families.map(({ family }) => family));
  return found;
}

/** @param installed names of the families of the machine */
export function findFonts(installed: readonly string[]): Fonts {
  const present = [...LATIN, ...CHINESE].filter((family) => installed.includes(family));
  return {
    families: [
      ...(present.length > 0 ? present : installed.slice(0, 1)).map((family) => `"${family}"`),
      'sans-serif',
    ].join(),
    // Families of other names are known by what they are called in their countries.
    hasChinese: installed.some((family) => CHINESE.includes(family) || /CJK|[\u4e00-\u9fff]/u.test(family)),
  };
}

/** Measures and draws texts of one size. */
export function useFont(pen: SKRSContext2D, sizePx: number): void {
  pen.font = `${String(Math.round(sizePx * 100) / 100)}px ${fontsOf().families}`;
}
