/** Words and numbers of the analysis, for panel, tip and announcements alike. */
import type { App } from '../../app/types.ts';
import { areaName, formatAttribute } from '../../format/attribute.ts';
import { formatMeasured } from '../../format/measure.ts';
import { nameOf } from '../../format/name.ts';
import type { Measure } from '../../state/codecs/casedata.ts';
import type { CaseLayer, Dataset } from './data/dataset.ts';
import { NO_DAY } from './data/dataset.ts';
import { classRanges } from './data/classes.ts';
import { rowsOf } from './data/groups.ts';
import type { AmountLegend } from './legend.ts';
import { toIso } from '../../../../tiles/day.ts';
import type { AnalysisSession, Picked } from './session.ts';

/** `高压、客运…` for a code, a name for an area, the value itself where it is a word already. */
export function valueLabel(app: App, layer: CaseLayer, id: string, value: string): string {
  const attribute = layer.attributes[id];
  if (attribute === undefined) return value;
  // Columns carry yes and no as words.
  const raw = attribute.type === 'boolean' ? value === 'true' : value;
  return formatAttribute(attribute, raw, app.catalogue.state.value.value?.areas ?? {}, app.i18n);
}

/** Colour and words of each class. */
export function amountClasses(
  app: App,
  layer: CaseLayer,
  { limits, colors, isWhole, measure }: AmountLegend,
): readonly { readonly color: string; readonly label: string }[] {
  const { t } = app.i18n;
  const format = (value: number): string => formatMeasured(app, layer, measure, value, { unit: false });
  return classRanges(limits, isWhole).map(({ from, to }, index) => ({
    color: colors[index] ?? '',
    label:
      to === null
        ? t('analysis.legend.andMore', { from: format(from) })
        : from === to
          ? format(from)
          : t('analysis.legend.range', { from: format(from), to: format(to) }),
  }));
}

/** Measures that areas can show, in the order of the list to choose from. */
export function measuresOf(layer: CaseLayer, hasPeople: boolean): readonly Measure[] {
  const figures = layer.caseData.figures.flatMap((attribute): Measure[] => [
    { kind: 'sum', attribute },
    { kind: 'mean', attribute },
  ]);
  const closed: Measure[] = (layer.caseData.closedStates ?? []).length > 0 ? [{ kind: 'closed' }] : [];
  const rate: Measure[] = hasPeople ? [{ kind: 'rate' }] : [];
  return [{ kind: 'count' }, ...rate, ...closed, ...figures];
}

/** Name of an area: that of a subdistrict is known; a unit grid is called by its code. */
export function groupName(app: App, key: string): string {
  return areaName(key, app.catalogue.state.value.value?.areas ?? {}, app.i18n);
}

export function rowsOfPicked(session: AnalysisSession, picked: Picked): Uint32Array {
  if (picked.kind === 'row') return Uint32Array.of(picked.row);
  const groups = session.groups.value;
  const index = groups?.keys.indexOf(picked.key) ?? -1;
  return groups === null || index < 0 ? new Uint32Array() : rowsOf(groups, index);
}

export function pickedTitle(app: App, session: AnalysisSession, picked: Picked): string {
  const { t } = app.i18n;
  switch (picked.kind) {
    case 'row': {
      const [data, layer] = [session.data.value.value, session.layer.value];
      return data === null || layer === null ? '' : rowTitle(app, data, layer, picked.row);
    }
    case 'hexagon':
      return t('analysis.hexagon');
    case 'district':
    case 'subdistrict':
      return groupName(app, picked.key);
    case 'grid':
      return t('analysis.gridNamed', { code: picked.key });
  }
}

/** One line about what was pointed at. */
export function describePicked(app: App, session: AnalysisSession, picked: Picked): string {
  const { t, date } = app.i18n;
  const [data, layer] = [session.data.value.value, session.layer.value];
  if (data === null || layer === null) return '';
  const title = pickedTitle(app, session, picked);
  if (picked.kind === 'row') {
    const day = data.day[picked.row] ?? NO_DAY;
    const state = dimensionValue(data, layer.caseData.state, picked.row);
    return [
      title,
      ...(state === null ? [] : [valueLabel(app, layer, layer.caseData.state, state)]),
      ...(day === NO_DAY ? [] : [date(toIso(day))]),
    ].join(' · ');
  }
  return t('analysis.tip', { title, records: t('analysis.records', { n: rowsOfPicked(session, picked).length }) });
}

export function dimensionValue(data: Dataset, id: string, row: number): string | null {
  const dimension = data.dimensions.get(id);
  return dimension?.values[dimension.codes[row] ?? -1] ?? null;
}

function rowTitle(app: App, data: Dataset, layer: CaseLayer, row: number): string {
  const category = dimensionValue(data, layer.caseData.category, row);
  return category === null
    ? (nameOf(layer, {}, app.i18n.text) ?? data.ids[row] ?? '')
    : valueLabel(app, layer, layer.caseData.category, category);
}
