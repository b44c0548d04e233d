/** The state of the map that its address carries: whoever opens the address sees the same map. */
import type { Filters } from '../../../tiles/filter/filter.ts';
import type { NearbyQuery, Selection } from '../data/api.ts';
import type { Language } from '../i18n/keys.ts';
import type { View } from '../map/view.ts';
import type { AnalysisState } from './codecs/casedata.ts';
import type { TableState } from './codecs/table.ts';

export type { Filters, FilterValue, LayerFilters } from '../../../tiles/filter/filter.ts';

export type { NearbyQuery, Selection } from '../data/api.ts';
export type { View } from '../map/view.ts';

export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Theme = Exclude<ThemeChoice, 'auto'>;

export const TABS = ['layers', 'cases', 'analysis', 'nearby'] as const;
export type Tab = (typeof TABS)[number];

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
  /** By layer, the share of its own opacity that it is drawn with, where that is not all; 0 hides it. */
  readonly opacities: Readonly<Record<string, number>>;
  /** Layers that the reader has put above one another, the topmost first. */
  readonly order: readonly string[];
  /** Id of the figure that colours the subdistricts, or `none`; `null`: the city's usual one. */
  readonly figure: string | null;
  /** Null while no table is open. */
  readonly table: TableState | null;
}
