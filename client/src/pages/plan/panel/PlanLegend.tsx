import { useApp } from '../../../app/context.ts';
import { rampColors } from '../../../features/casedata/colors.ts';
import { usePlan } from '../context.ts';
import {
  costClasses,
  differenceClasses,
  differenceClassOf,
  peopleInClasses,
  type CostClass,
  type DifferenceClass,
} from '../data/classes.ts';
import { LIMIT_S } from '../data/share.ts';
import { formatPeople, formatShare, sourceText } from '../format.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';

/** What the colours mean, in words and people too: at most seven classes. */
export function PlanLegend() {
  const session = usePlan();
  const { display, comparison } = session.state.value;
  if (comparison === 'difference') return <Differences />;
  return display === 'heat' ? <Heat /> : <Costs />;
}

function Costs() {
  const app = useApp();
  const {
    theme,
    i18n: { t },
  } = app;
  const session = usePlan();
  const [coverage, cells] = [session.active.coverage.value, session.cells.value];
  const classes = costClasses(session.withinS.value, LIMIT_S, theme.value);
  if (coverage === null || cells === null) return null;
  const people = peopleInClasses(coverage.cost, cells.people, classes);
  const columns = session.state.value.display === 'columns';
  return (
    <figure class="legend plan-legend" data-testid="plan-legend">
      <figcaption>
        {t('plan.legend.cost')}
        {columns && ` · ${t('plan.legend.height')}`}{' '}
        <InfoTip about={t('plan.legend.cost')}>{`${t('plan.info.legend')} ${sourceText(app, session)}`}</InfoTip>
      </figcaption>
      <table class="data-table">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('plan.legend.class')}</th>
            <th scope="col">{t('plan.legend.people')}</th>
            <th scope="col">{t('plan.legend.share')}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((each, k) => (
            <tr key={k} data-kind={each.kind}>
              <th scope="row">
                <span class="plan-class">
                  <span class="dot dot-square" style={{ background: each.color }} />
                  {costLabel(app, classes, k)}
                </span>
              </th>
              <td class="num">{formatPeople(app, people[k] ?? 0)}</td>
              <td class="num">{formatShare(app, people[k] ?? 0, coverage.people.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="plan-marks quiet">{t('plan.legend.marks')}</p>
    </figure>
  );
}

function costLabel(
  { i18n: { t, number } }: ReturnType<typeof useApp>,
  classes: readonly CostClass[],
  k: number,
): string {
  const [each, before] = [classes[k], classes[k - 1]];
  const minutes = (seconds: number | undefined): string => number((seconds ?? 0) / 60, { maximumFractionDigits: 1 });
  if (each === undefined) return '';
  if (each.kind === 'none') return t('plan.legend.none', { n: minutes(before?.upTo) });
  const range = t('plan.legend.range', { from: minutes(before?.upTo), to: minutes(each.upTo) });
  return each.kind === 'within' ? range : t('plan.legend.beyond', { range });
}

function Differences() {
  const app = useApp();
  const {
    theme,
    i18n: { t },
  } = app;
  const session = usePlan();
  const [coverage, reference, cells] = [session.active.coverage.value, session.reference.value, session.cells.value];
  const classes = differenceClasses(theme.value);
  if (coverage === null || reference === null || cells === null) return null;
  const title = t('plan.legend.difference', {
    a: session.activeName.value,
    b: session.nameOf(session.state.value.other),
  });
  const people = new Float64Array(classes.length);
  for (let cell = 0; cell < cells.count; cell += 1) {
    const k = differenceClassOf(classes, reference.cost[cell] as number, coverage.cost[cell] as number);
    people[k] = (people[k] as number) + (cells.people[cell] as number);
  }
  return (
    <figure class="legend plan-legend" data-testid="plan-legend">
      <figcaption>
        {title} <InfoTip about={title}>{`${t('plan.info.difference')} ${sourceText(app, session)}`}</InfoTip>
      </figcaption>
      <table class="data-table">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('plan.legend.class')}</th>
            <th scope="col">{t('plan.legend.people')}</th>
            <th scope="col">{t('plan.legend.share')}</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((each, k) => (
            <tr key={k} data-kind={each.kind}>
              <th scope="row">
                <span class="plan-class">
                  <span class="dot dot-square" style={{ background: each.color }} />
                  {differenceLabel(app, each)}
                </span>
              </th>
              <td class="num">{formatPeople(app, people[k] ?? 0)}</td>
              <td class="num">{formatShare(app, people[k] ?? 0, coverage.people.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function differenceLabel(
  { i18n: { t, number } }: ReturnType<typeof useApp>,
  { from, to, kind }: DifferenceClass,
): string {
  const minutes = (seconds: number): string => number(Math.abs(seconds) / 60, { maximumFractionDigits: 1 });
  if (kind === 'same') return t('plan.legend.same', { n: minutes(to) });
  const [near, far] = kind === 'faster' ? [to, from] : [from, to];
  const range = Number.isFinite(far)
    ? t('plan.legend.range', { from: minutes(near), to: minutes(far) })
    : t('plan.legend.more', { n: minutes(near) });
  return t(`plan.legend.${kind}`, { range });
}

function Heat() {
  const {
    theme,
    i18n: { t },
  } = useApp();
  const session = usePlan();
  return (
    <figure class="legend" data-testid="plan-legend">
      <figcaption>{t('plan.legend.heat', { minutes: session.minutes.value })}</figcaption>
      <p class="ramp">
        <span>{t('plan.legend.few')}</span>
        <span
          class="ramp-bar"
          style={{ background: `linear-gradient(to right, ${rampColors(theme.value, 6).join(', ')})` }}
        />
        <span>{t('plan.legend.many')}</span>
      </p>
    </figure>
  );
}
