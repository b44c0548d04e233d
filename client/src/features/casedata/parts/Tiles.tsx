import { useApp } from '../../../app/context.ts';
import { useAnalysis } from '../context.ts';
import { dimensionTitle, formatMeasured } from '../../../format/measure.ts';
import { measureRows } from '../data/groups.ts';

/** Figures of the records: in view, in all, how many in view are closed, and the mean of the layer's first figure. */
export function Tiles() {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const {
    session,
    layer,
    data,
    evaluation: { inView, selected },
  } = useAnalysis();
  const parts = session.parts.value;
  const { isClosed } = parts;
  const rate = measureRows(data, inView, { kind: 'closed' }, parts).value ?? NaN;
  const hasRate = (layer.caseData.closedStates ?? []).length > 0;
  const closed = hasRate ? inView.reduce((sum, row) => sum + (isClosed(row) ? 1 : 0), 0) : 0;
  const [figure] = layer.caseData.figures;
  const values = figure === undefined ? undefined : data.figures.get(figure);
  const known =
    values === undefined ? 0 : inView.reduce((sum, row) => sum + (Number.isNaN(values[row] ?? NaN) ? 0 : 1), 0);

  return (
    <dl class="tiles" data-testid="analysis-tiles">
      <Tile name={t('analysis.tile.view')} value={t('analysis.records', { n: inView.length })} testId="tile-view" />
      <Tile
        name={t('analysis.tile.all')}
        value={t('analysis.records', { n: selected.length })}
        note={t('analysis.tile.of', { n: data.count })}
        testId="tile-all"
      />
      {hasRate && (
        <Tile
          name={t('analysis.tile.closed')}
          value={formatMeasured(app, layer, { kind: 'closed' }, rate, { unit: true })}
          note={t('analysis.tile.closedOf', { n: closed })}
          testId="tile-closed"
        />
      )}
      {figure !== undefined && (
        <Tile
          name={t('analysis.tile.mean', { figure: dimensionTitle(app, layer, figure) })}
          value={formatMeasured(
            app,
            layer,
            { kind: 'mean', attribute: figure },
            measureRows(data, inView, { kind: 'mean', attribute: figure }, parts).value ?? NaN,
            { unit: true },
          )}
          note={t('analysis.tile.known', { n: number(known) })}
          testId="tile-mean"
        />
      )}
    </dl>
  );
}

function Tile({ name, value, note, testId }: { name: string; value: string; note?: string; testId: string }) {
  return (
    <div class="tile" data-testid={testId}>
      <dt>{name}</dt>
      <dd class="tile-value">{value}</dd>
      {note !== undefined && <dd class="tile-note">{note}</dd>}
    </div>
  );
}
