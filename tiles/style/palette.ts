/** Colours of the base map and of everything that is not a layer's own colour. */

export const STYLE_THEMES = ['light', 'dark'] as const;
export type StyleTheme = (typeof STYLE_THEMES)[number];

export interface RoadColors {
  readonly casing: string;
  readonly trunk: string;
  readonly primary: string;
  readonly minor: string;
  readonly path: string;
}

/** What covers the land, by class of the base map's tiles. */
export interface CoverColors {
  readonly farmland: string;
  readonly grass: string;
  readonly forest: string;
  readonly park: string;
  readonly beach: string;
  readonly residential: string;
  readonly industrial: string;
}

/** Light and shadow of hills. */
export interface HillColors {
  readonly shadow: string;
  readonly light: string;
  /** 0 to 1. */
  readonly strength: number;
}

export interface Palette {
  /** Land beyond the city. */
  readonly outside: string;
  readonly land: string;
  readonly cover: CoverColors;
  readonly hills: HillColors;
  readonly building: string;
  readonly buildingLine: string;
  readonly sea: string;
  readonly coast: string;
  readonly rail: string;
  readonly districtLine: string;
  readonly subdistrictLine: string;
  readonly road: RoadColors;
  readonly text: string;
  readonly quietText: string;
  readonly roadText: string;
  readonly waterText: string;
  readonly greenText: string;
  readonly halo: string;
  /** Rim of marks and casing of lines: sets them off from whatever lies below. */
  readonly rim: string;
  /** Halo of clusters. */
  readonly clusterRim: string;
  /** The selected feature. */
  readonly accent: string;
}

/** Looks of the city's own base map: its colours, the same without colour, or those of the night in any theme. */
export const BASE_TONES = ['own', 'grey', 'dark'] as const;
export type BaseTone = (typeof BASE_TONES)[number];

/** Colours of the base map, and of nothing that the layers draw. */
export function basePalette(theme: StyleTheme, tone: BaseTone): Palette {
  if (tone === 'dark') return PALETTES.dark;
  return tone === 'grey' ? { ...withoutColor(PALETTES[theme]), sea: GREY_SEA[theme] } : PALETTES[theme];
}

/** Without its colour the sea would be as bright as a park. */
const GREY_SEA: Readonly<Record<StyleTheme, string>> = { light: '#cdcdcd', dark: '#121212' };

function withoutColor<T>(colors: T): T {
  if (typeof colors === 'string') return grey(colors) as T;
  if (typeof colors !== 'object' || colors === null) return colors;
  return Object.fromEntries(Object.entries(colors).map(([name, color]) => [name, withoutColor(color)])) as T;
}

/** As bright as the colour `#rrggbb` is to the eye (ITU-R BT.601). */
function grey(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const level = Math.round(0.299 * red + 0.587 * green + 0.114 * blue)
    .toString(16)
    .padStart(2, '0');
  return `#${level}${level}${level}`;
}

/** The base map keeps quiet: its colours leave saturation to the layers. In the dark it is drawn anew, not inverted. */
export const PALETTES: Readonly<Record<StyleTheme, Palette>> = {
  light: {
    outside: '#ecebe6',
    land: '#f7f5f0',
    cover: {
      farmland: '#f3f2e6',
      grass: '#ebf0e1',
      forest: '#dde8d1',
      park: '#d8e8cb',
      beach: '#f3ead2',
      residential: '#f0ebe4',
      industrial: '#ebe8e8',
    },
    hills: { shadow: '#8a7f6c', light: '#ffffff', strength: 0.4 },
    building: '#e6dfd5',
    buildingLine: '#d8cfc2',
    sea: '#cfe3ee',
    coast: '#93b7ca',
    rail: '#c4bfc3',
    districtLine: '#8a7fa6',
    subdistrictLine: '#bdb6cb',
    road: { casing: '#d5cfc2', trunk: '#ffdf9e', primary: '#fff1cd', minor: '#ffffff', path: '#d5cfc2' },
    text: '#30343a',
    quietText: '#5b606b',
    roadText: '#6b6459',
    waterText: '#42708a',
    greenText: '#557048',
    halo: '#ffffff',
    rim: '#ffffff',
    clusterRim: '#ffffff',
    accent: '#d6006c',
  },
  dark: {
    outside: '#14181c',
    land: '#1b2126',
    cover: {
      farmland: '#1e2526',
      grass: '#1f2a29',
      forest: '#1d2c27',
      park: '#1f322a',
      beach: '#2b2d2a',
      residential: '#22282e',
      industrial: '#25292e',
    },
    hills: { shadow: '#05080a', light: '#5a6b77', strength: 0.55 },
    building: '#2a3137',
    buildingLine: '#363e45',
    sea: '#14303c',
    coast: '#31576a',
    rail: '#4d545c',
    districtLine: '#8d83ab',
    subdistrictLine: '#464452',
    road: { casing: '#14181c', trunk: '#5a5140', primary: '#454237', minor: '#323b43', path: '#3a444c' },
    text: '#e2e6ea',
    quietText: '#a5acb6',
    roadText: '#a49d8f',
    waterText: '#7fa9bd',
    greenText: '#8fae85',
    halo: '#12161a',
    rim: '#12161a',
    clusterRim: '#12161a',
    accent: '#ff5cad',
  },
};
