import type { CaseRecord, Figure } from '../../../../tiles/cases/case.ts';
import { useApp } from '../../app/context.ts';
import { EntityCheck } from './EntityCheck.tsx';
import { formatFigure } from './figures.ts';

/** Every figure with its value as the source words it, what the map holds of it, and the line it was read from. */
export function CaseFigures({ record }: { record: CaseRecord }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <section>
      <h3 id="case-figures">{t('case.figures')}</h3>
      <table class="figures" aria-labelledby="case-figures">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('case.figure')}</th>
            <th scope="col">{t('case.period')}</th>
            <th scope="col">{t('case.value')}</th>
          </tr>
        </thead>
        <tbody>
          {record.figures.map((figure) => (
            <FigureRow key={figure.id} figure={figure} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FigureRow({ figure }: { figure: Figure }) {
  const { i18n } = useApp();
  const { t, text } = i18n;
  const name = text(figure.name);
  return (
    <tr data-figure={figure.id}>
      <th scope="row">
        {name}
        <details class="source-line">
          <summary aria-label={t('case.sourceOf', { name })}>{t('case.source')}</summary>
          <blockquote lang="zh-CN">“{figure.source.quote}”</blockquote>
          <p class="quiet">{t('case.sourceLine', { line: String(figure.source.line) })}</p>
        </details>
      </th>
      <td class="quiet figure-period">{figure.period.split('/').join(' – ')}</td>
      <td class="figure-value">
        {formatFigure(figure, i18n)}
        {figure.entity !== undefined && <EntityCheck figure={figure} link={figure.entity} />}
      </td>
    </tr>
  );
}
