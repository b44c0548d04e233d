/** The state of the map that its address carries: whoever opens the address sees the same map. */
import type { Filters } from '../../../tiles/filter/filter.ts';
import type { AnalysisState } from './codecs/casedata.ts';

export type { Filters, FilterValue, LayerFilters } from '../../../tiles/filter/filter.ts';

/** Centre in degrees (WGS 84), zoom level, bearing in degrees clockwise from north, pitch in degrees. */
export interface View {
  readonly lon: number;
  readonly lat: number;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

export interface Selection {
  readonly layer: string;
  readonly id: string;
}

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Theme = Exclude<ThemeChoice, 'auto'>;

export const TABS = ['layers', 'cases', 'analysis', 'nearby'] as const;
export type Tab = (typeof TABS)[number];

export interface NearbyQuery {
  readonly layer: string;
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
  /** Boolean attributes that a hit must have. */
  readonly flags: readonly string[];
}

export interface MapState {
  /** `null`: the city's own start view. */
  readonly view: View | null;
  /** Ids in the order they were switched on; `null`: the catalogue's own start layers. */
  readonly layers: readonly string[] | null;
  readonly filters: Filters;
  /** By layer, the attribute that it is coloured by in place of the catalogue's first choice. */
  readonly colors: Readonly<Record<string, string>>;
  readonly selection: Selection | null;
  readonly language: Language;
  readonly theme: ThemeChoice;
  /** `offline` or the id of a configured base map. */
  readonly basemap: string;
  readonly tab: Tab;
  readonly panelOpen: boolean;
  readonly nearby: NearbyQuery | null;
  /** Id of the documented case whose card is open. */
  readonly case: string | null;
  readonly analysis: AnalysisState;
}
