import { RadioGroup } from '../../components/RadioGroup.tsx';
import { useApp } from '../../app/context.ts';
import { usePlan } from '../context.ts';
import { groupFigures } from '../data/groups.ts';
import { formatMinutes, formatPeople, formatShare, placeName, sourceText } from '../format.ts';
import { InfoTip } from '../panel/InfoTip.tsx';
import { SelectedCard } from '../panel/SelectedCard.tsx';

const BYS = ['district', 'street'] as const;

/** The city by district or street. What is chosen here is chosen on the map, and the other way round. */
export default function ChartsTab() {
  const { i18n: { t } } = useApp();
  const session = usePlan();
  const { by } = session.state.value;
  return (
    <section class="plan-section" data-testid="charts">
      <h2>{t('plan.charts')}</h2>
      <RadioGroup legend={t('plan.standards.by')} name="plan-charts-by" value={by} options={BYS.map((each) => ({ value: each, label: t(`plan.by.${each}`) }))}
        onChange={(each) => session.update({ by: each })} />
      <SelectedCard />
      <ByArea />
    </section>
  );
}

function ByArea() {
  const app = useApp();
  const { i18n: { t } } = app;
  const session = usePlan();
  const [coverage, cells] = [session.active.coverage.value, session.cells.value];
  const { by } = session.state.value;
  if (coverage === null || cells === null) return null;
  const minutes = session.minutes.value;
  const rows = groupFigures(cells, coverage.cost, by, session.withinS.value).sort((a, b) => a.peopleWithin / a.people - b.peopleWithin / b.people);
  const selected = session.selected.value;
  return (
    <table class="data-table" data-testid="by-area">
      <caption>{t('plan.charts.byArea', { minutes })} <InfoTip about={t('plan.charts.byArea', { minutes })}>{`${t('plan.info.byArea', { minutes })} ${sourceText(app, session)}`}</InfoTip></caption>
      <thead>
        <tr><th scope="col">{t(`plan.by.${by}`)}</th><th scope="col" class="num">{t('plan.charts.people')}</th><th scope="col" class="num">{t('plan.charts.share')}</th><th scope="col" class="num">{t('plan.charts.mean')}</th></tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.index} aria-current={selected?.kind === 'group' && selected.by === by && selected.index === row.index}>
            <th scope="row"><button type="button" class="link" onClick={() => { session.selected.value = { kind: 'group', by, index: row.index }; }}>{placeName(app, row.key)}</button></th>
            <td class="num">{formatPeople(app, row.people)}</td>
            <td class="num">{formatShare(app, row.peopleWithin, row.people)}</td>
            <td class="num">{formatMinutes(app, row.meanCost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
