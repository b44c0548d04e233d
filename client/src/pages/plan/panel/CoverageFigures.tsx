import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { gainedAndLost, sumWithin } from '../data/coverage.ts';
import {
  facilitiesText,
  formatArea,
  formatPeople,
  formatPeopleChange,
  formatShare,
  modeText,
  peopleOfText,
  sourceText,
} from '../format.ts';
import { Figure } from '../../../ui/Figure.tsx';

/**
 * People and area within the time, and what the scenario changes of it: read off the answer, for any minute at once.
 */
export function CoverageFigures() {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const session = usePlan();
  const [coverage, reference, cells] = [session.active.coverage.value, session.reference.value, session.cells.value];
  if (coverage === null || cells === null) return null;
  const withinS = session.withinS.value;
  const minutes = session.minutes.value;
  const [people, areaM2] = [sumWithin(coverage.people, withinS), sumWithin(coverage.areaM2, withinS)];
  const source = sourceText(app, session);
  const info = (key: 'plan.info.people' | 'plan.info.beyond' | 'plan.info.area'): string =>
    `${t(key, { minutes, mode: modeText(app, session) })} ${source}`;
  const { removed, header } = coverage;
  return (
    <dl class="tiles" data-testid="plan-figures" aria-busy={session.active.busy.value}>
      <Figure
        name={t('plan.figure.people')}
        value={formatShare(app, people, coverage.people.total)}
        testId="figure-people"
        note={peopleOfText(app, people, header.summary)}
        info={info('plan.info.people')}
      />
      <Figure
        name={t('plan.figure.beyond')}
        value={formatPeople(app, coverage.people.total - people)}
        testId="figure-beyond"
        note={formatShare(app, coverage.people.total - people, coverage.people.total)}
        info={info('plan.info.beyond')}
      />
      <Figure
        name={t('plan.figure.area')}
        value={formatShare(app, areaM2, coverage.areaM2.total)}
        testId="figure-area"
        note={t('plan.figure.of', { part: formatArea(app, areaM2), whole: formatArea(app, coverage.areaM2.total) })}
        info={info('plan.info.area')}
      />
      <Figure
        name={t('plan.figure.facilities')}
        value={facilitiesText(app, header.summary)}
        testId="figure-facilities"
        note={
          removed.size === 0 && header.summary.facilities === header.before.facilities
            ? undefined
            : t('plan.figure.facilitiesChange', {
                n: number(header.summary.facilities - header.before.facilities, { signDisplay: 'exceptZero' }),
              })
        }
        info={`${t('plan.info.facilities')} ${source}`}
      />
      {reference !== null && reference.cost !== coverage.cost && (
        <Change before={reference.cost} after={coverage.cost} people={cells.people} source={source} />
      )}
    </dl>
  );
}

/** People newly covered and no longer covered. */
function Change({
  before,
  after,
  people,
  source,
}: {
  before: Float32Array;
  after: Float32Array;
  people: Float64Array;
  source: string;
}) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const { gained, lost } = gainedAndLost(before, after, people, session.withinS.value);
  const { comparison, other } = session.state.value;
  const against = session.nameOf(comparison === 'off' ? 'base' : other);
  const minutes = session.minutes.value;
  return (
    <>
      <Figure
        name={t('plan.figure.gained')}
        value={formatPeopleChange(app, gained)}
        testId="figure-gained"
        note={t('plan.figure.against', { name: against })}
        info={`${t('plan.info.gained', { minutes, name: against })} ${source}`}
      />
      <Figure
        name={t('plan.figure.lost')}
        value={formatPeopleChange(app, -lost)}
        testId="figure-lost"
        note={t('plan.figure.against', { name: against })}
        info={`${t('plan.info.lost', { minutes, name: against })} ${source}`}
      />
    </>
  );
}
