/** Words and numbers of the analysis, for panel, tip and announcements alike. */
import type { App } from '../../app/types.ts';
import { areaName, formatAttribute } from '../../format/attribute.ts';
import { nameOf } from '../../format/name.ts';
import type { Measure } from '../../state/codecs/casedata.ts';
import type { CaseLayer, Dataset } from './data/dataset.ts';
import { NO_DAY } from './data/dataset.ts';
import { rowsOf } from './data/groups.ts';
import { toIso } from './data/time.ts';
import type { AnalysisSession, Picked } from './session.ts';

export function dimensionTitle(app: App, layer: CaseLayer, id: string): string {
  const title = layer.attributes[id]?.title;
  return title === undefined ? id : app.i18n.text(title);
}

/** `高压、客运…` for a code, a name for an area, the value itself where it is a word already. */
export function valueLabel(app: App, layer: CaseLayer, id: string, value: string): string {
  const attribute = layer.attributes[id];
  if (attribute === undefined) return value;
  // Columns carry yes and no as words.
  const raw = attribute.type === 'boolean' ? value === 'true' : value;
  return formatAttribute(attribute, raw, app.catalogue.state.value.value?.areas ?? {}, app.i18n);
}

export function measureTitle(app: App, layer: CaseLayer, measure: Measure): string {
  const { t } = app.i18n;
  switch (measure.kind) {
    case 'count':
      return t('analysis.measure.count');
    case 'closed':
      return t('analysis.measure.closed');
    case 'sum':
      return t('analysis.measure.sum', { figure: dimensionTitle(app, layer, measure.attribute) });
    case 'mean':
      return t('analysis.measure.mean', { figure: dimensionTitle(app, layer, measure.attribute) });
  }
}

export function formatMeasured(
  app: App,
  layer: CaseLayer,
  measure: Measure,
  value: number,
  { unit }: { unit: boolean },
): string {
  const { t, text, number } = app.i18n;
  if (!Number.isFinite(value)) return '—';
  switch (measure.kind) {
    case 'count':
      return unit ? t('analysis.records', { n: value }) : number(value);
    case 'closed':
      return number(value / 100, { style: 'percent', maximumFractionDigits: 1 });
    case 'sum':
    case 'mean': {
      const shown = number(value, { maximumFractionDigits: measure.kind === 'mean' ? 1 : 0 });
      const symbol = layer.attributes[measure.attribute]?.unit;
      return unit && symbol !== undefined ? `${shown} ${text(symbol)}` : shown;
    }
  }
}

/** Measures that columns can show, in the order of the list to choose from. */
export function measuresOf(layer: CaseLayer): readonly Measure[] {
  const figures = layer.caseData.figures.flatMap((attribute): Measure[] => [
    { kind: 'sum', attribute },
    { kind: 'mean', attribute },
  ]);
  const closed: Measure[] = (layer.caseData.closedStates ?? []).length > 0 ? [{ kind: 'closed' }] : [];
  return [{ kind: 'count' }, ...closed, ...figures];
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
