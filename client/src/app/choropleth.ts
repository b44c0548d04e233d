/** Which figure colours the subdistricts, and how the map draws it. */
import type { Overview, OverviewFigure } from '../../../tiles/api/overview.ts';
import type { ClientConfig } from '../../../tiles/api/wire.ts';
import { colorsOf, NO_VALUE } from '../../../tiles/style/figure-colors.ts';
import { PALETTES, type StyleTheme } from '../../../tiles/style/palette.ts';
import type { Choropleth } from '../map/choropleth.ts';

/** In the address: subdistricts are not coloured. */
export const NO_FIGURE = 'none';

/** The figure of an id; the usual one for null and for an id that the city does not have. */
export function figureOf(overview: Overview | null, id: string | null): OverviewFigure | null {
  if (overview === null || id === NO_FIGURE) return null;
  return overview.figures.find((figure) => figure.id === id) ?? overview.figures[0] ?? null;
}

export function choroplethOf(
  figure: OverviewFigure | null,
  config: ClientConfig | null,
  theme: StyleTheme,
): Choropleth | null {
  const layer = config?.roles.subdistrict;
  if (figure === null || layer === undefined) return null;
  return { layer, colors: colorsOf(figure, theme), none: NO_VALUE[theme], line: PALETTES[theme].land };
}
