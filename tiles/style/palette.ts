/** Colours of the base map and of everything that is not a layer's own colour. */

export const STYLE_THEMES = ['light', 'dark'] as const;
export type StyleTheme = (typeof STYLE_THEMES)[number];

export interface RoadColors {
  readonly casing: string;
  readonly trunk: string;
  readonly primary: string;
  readonly minor: string;
}

export interface Palette {
  /** Land beyond the city. */
  readonly outside: string;
  readonly land: string;
  readonly sea: string;
  readonly coast: string;
  readonly districtLine: string;
  readonly subdistrictLine: string;
  readonly road: RoadColors;
  readonly text: string;
  readonly quietText: string;
  readonly roadText: string;
  readonly halo: string;
  /** Rim of marks and casing of lines: sets them off from whatever lies below. */
  readonly rim: string;
  /** The selected feature. */
  readonly accent: string;
}

/** The base map keeps quiet: its colours leave saturation to the layers. In the dark it is drawn anew, not inverted. */
export const PALETTES: Readonly<Record<StyleTheme, Palette>> = {
  light: {
    outside: '#e9ebe7',
    land: '#f7f6f2',
    sea: '#cbdfea',
    coast: '#8fb3c6',
    districtLine: '#8a7fa6',
    subdistrictLine: '#bdb6cb',
    road: { casing: '#d5cfc2', trunk: '#ffdf9e', primary: '#fff1cd', minor: '#ffffff' },
    text: '#30343a',
    quietText: '#5b606b',
    roadText: '#6b6459',
    halo: '#ffffff',
    rim: '#ffffff',
    accent: '#d6006c',
  },
  dark: {
    outside: '#101418',
    land: '#1a1f25',
    sea: '#0b1c28',
    coast: '#33566b',
    districtLine: '#8d83ab',
    subdistrictLine: '#464452',
    road: { casing: '#12161a', trunk: '#5a5140', primary: '#444036', minor: '#2f353c' },
    text: '#e2e6ea',
    quietText: '#a5acb6',
    roadText: '#a49d8f',
    halo: '#12161a',
    rim: '#12161a',
    accent: '#ff5cad',
  },
};
