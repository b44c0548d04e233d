import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAnalysis } from '../context.ts';
import { NO_DAY } from '../data/dataset.ts';
import { measureRows } from '../data/groups.ts';
import { openRows } from '../rows.ts';
import { toIso } from '../../../../../tiles/day.ts';
import { dimensionValue, pickedTitle, rowsOfPicked, valueLabel } from '../describe.ts';
import { dimensionTitle, formatMeasured } from '../../../format/measure.ts';

const TOP = 4;

/** What the shape that was pointed at is made of. */
export function PickedCard() {
  const app = useApp();
  const {
    actions,
    i18n: { t, date },
  } = app;
  const { session, layer, data } = useAnalysis();
  const picked = session.picked.value;
  const { display } = session.state.value;
  if (picked === null) return display === 'heat' ? null : <p class="quiet">{t('analysis.pickHint')}</p>;
  const rows = rowsOfPicked(session, picked);
  const id = picked.kind === 'row' ? data.ids[picked.row] : undefined;

  return (
    <section class="picked" aria-label={t('analysis.picked')} data-testid="analysis-picked">
      <div class="picked-head">
        <h3>{pickedTitle(app, session, picked)}</h3>
        <IconButton
          icon="close"
          label={t('analysis.unpick')}
          onClick={() => {
            session.picked.value = null;
          }}
        />
      </div>
      <dl class="facts">
        {picked.kind === 'row' ? (
          <>
            {[...data.dimensions.keys()].map((dimension) => {
              const value = dimensionValue(data, dimension, picked.row);
              return value === null ? null : (
                <Fact
                  key={dimension}
                  name={dimensionTitle(app, layer, dimension)}
                  value={valueLabel(app, layer, dimension, value)}
                />
              );
            })}
            {data.day[picked.row] !== NO_DAY && (
              <Fact
                name={dimensionTitle(app, layer, layer.caseData.date)}
                value={date(toIso(data.day[picked.row] ?? 0))}
              />
            )}
          </>
        ) : (
          <>
            <Fact name={t('analysis.measure.count')} value={t('analysis.records', { n: rows.length })} />
            {(layer.caseData.closedStates ?? []).length > 0 && (
              <Fact
                name={t('analysis.measure.closed')}
                value={formatMeasured(
                  app,
                  layer,
                  { kind: 'closed' },
                  measureRows(data, rows, { kind: 'closed' }, session.parts.value).value ?? NaN,
                  { unit: true },
                )}
              />
            )}
            {layer.caseData.figures.map((attribute) => (
              <Fact
                key={attribute}
                name={t('analysis.measure.sum', { figure: dimensionTitle(app, layer, attribute) })}
                value={formatMeasured(
                  app,
                  layer,
                  { kind: 'sum', attribute },
                  measureRows(data, rows, { kind: 'sum', attribute }, session.parts.value).value ?? NaN,
                  { unit: true },
                )}
              />
            ))}
            {topValues(data.dimensions.get(layer.caseData.category), rows).map(([value, n]) => (
              <Fact
                key={value}
                name={valueLabel(app, layer, layer.caseData.category, value)}
                value={t('analysis.records', { n })}
              />
            ))}
          </>
        )}
      </dl>
      {picked.kind !== 'row' && rows.length > 0 && (
        <IconButton
          class="button-outline"
          icon="table"
          label={t('analysis.rows', { n: rows.length })}
          onClick={() => openRows(app, session, picked)}
        >
          {t('analysis.rows', { n: rows.length })}
        </IconButton>
      )}
      {id !== undefined && (
        <button type="button" class="button button-outline" onClick={() => actions.select({ layer: layer.id, id })}>
          {t('analysis.openDetails')}
        </button>
      )}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function topValues(
  dimension: { values: readonly string[]; codes: Int32Array } | undefined,
  rows: Uint32Array,
): readonly [string, number][] {
  if (dimension === undefined) return [];
  const counts = new Uint32Array(dimension.values.length);
  for (const row of rows) {
    const code = dimension.codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return dimension.values
    .map((value, code): [string, number] => [value, counts[code] ?? 0])
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOP);
}
