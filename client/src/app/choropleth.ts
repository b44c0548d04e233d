/** Areas that a figure colours: which figure, in which classes and colours. */
import type { Overview, OverviewFigure } from '../../../tiles/api/overview.ts';
import { classesOf, colorsOf, NO_VALUE, type FigureClass } from '../../../tiles/style/figure-colors.ts';
import { PALETTES } from '../../../tiles/style/palette.ts';
import { formatClass, formatFigure } from '../format/figure.ts';
import { areaTable } from './area-table.ts';
import type { App, Coloured, ColouredAreas } from './types.ts';

/** In the address: subdistricts are not coloured. */
export const NO_FIGURE = 'none';

/** The figure of an id; the usual one for null and for an id that the city does not have. */
export function figureOf(overview: Overview | null, id: string | null): OverviewFigure | null {
  if (overview === null || id === NO_FIGURE) return null;
  return overview.figures.find((figure) => figure.id === id) ?? overview.figures[0] ?? null;
}

/** Colours areas in place of the figure; null gives that up. Where nothing changes the map's style stays as it is. */
export function setColoured({ ui }: Pick<App, 'ui'>, key: keyof Coloured, areas: ColouredAreas | null): void {
  const { [key]: before = null, ...others } = ui.coloured.peek();
  if (areas !== before) ui.coloured.value = areas === null ? others : { ...others, [key]: areas };
}

export interface AreaValues extends Omit<ColouredAreas, 'choropleth' | 'classes'> {
  /** Layer of the areas. */
  readonly layer: string;
  readonly kind: OverviewFigure['kind'];
  /** By the id of an area; areas without a value are grey. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly label: (bounds: FigureClass) => string;
  readonly stays?: boolean;
}

export function colouredAreas(
  { layer, kind, values, label, stays = false, ...rest }: AreaValues,
  theme: App['theme']['value'],
): ColouredAreas {
  const classes = classesOf({ kind, values }, theme);
  return {
    ...rest,
    choropleth: {
      layer,
      colors: colorsOf({ kind, values }, theme),
      none: NO_VALUE[theme],
      line: PALETTES[theme].land,
      stays,
    },
    classes: classes.map((bounds) => ({ color: bounds.color, label: label(bounds) })),
  };
}

type Parts = Pick<App, 'figure' | 'config' | 'theme' | 'i18n' | 'layersById' | 'shown' | 'store'>;

/** By the figure of the start page; null where there is none, or no layer of subdistricts. */
export function colouredByFigure({
  figure,
  config,
  theme,
  i18n,
  layersById,
  shown,
  store,
}: Parts): ColouredAreas | null {
  const shownFigure = figure.value;
  const layer = config.state.value.value?.roles.subdistrict;
  if (shownFigure === null || layer === undefined) return null;
  const { kind, title, city, values, network, demand } = shownFigure;
  const areas = layersById.value.get(layer)?.count ?? 0;
  const known = Object.values(values).filter((value) => value !== null).length;
  const own = layersById.value.get(shownFigure.layer ?? '');
  const unit = kind === 'density' ? ` (${i18n.t('key.perKm2')})` : '';
  const note = `${i18n.text(title)} · ${i18n.t('overview.inCity', { value: formatFigure(kind, city, i18n) })}`;
  return colouredAreas(
    {
      layer,
      kind,
      values,
      title: i18n.text(title) + unit,
      label: (bounds) => formatClass(kind, bounds, i18n),
      without: known < areas ? i18n.t('overview.nobody') : null,
      tell: (id) => ({ value: formatFigure(kind, values[id] ?? null, i18n), note }),
      sources: [network, demand].flatMap((each) => (each === undefined ? [] : [i18n.text(each.title)])),
      openRows: areaTable({ shown, layersById, store }, 'subdistrict', own),
    },
    theme.value,
  );
}
