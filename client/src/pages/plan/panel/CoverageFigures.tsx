import { useMemo } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import type { Cells } from '../data/cells.ts';
import { gainedAndLost } from '../data/coverage.ts';
import {
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
 * People and area within the time, and what the scenario changes of it, in the area that the sentence names: read off
 * the answer, for any minute at once.
 */
export function CoverageFigures() {
  const app = useApp();
  const {
    i18n: { t, number },
  } = app;
  const session = usePlan();
  const [coverage, reference, cells] = [session.active.coverage.value, session.reference.value, session.cells.value];
  const figures = session.figures.value;
  const { area } = session.state.value;
  // Before the cells are there, their sums are.
  const summary = coverage?.header.summary ?? session.summary.value;
  if (figures === null || summary === null) return null;
  const minutes = session.minutes.value;
  const { people, peopleWithin, areaM2, areaM2Within } = figures;
  const source = sourceText(app, session);
  const info = (key: 'plan.info.people' | 'plan.info.beyond' | 'plan.info.area'): string =>
    `${t(key, { minutes, mode: modeText(app, session) })} ${source}`;
  const removed = coverage?.removed.size ?? 0;
  const more = coverage === null ? 0 : summary.facilities - coverage.header.before.facilities;
  return (
    <dl class="tiles" data-testid="plan-figures" aria-busy={coverage === null || session.active.busy.value}>
      <Figure
        name={t('plan.figure.people')}
        value={formatShare(app, peopleWithin, people)}
        testId="figure-people"
        note={peopleOfText(app, peopleWithin, area === null ? summary : { people, unconnectedPeople: 0 })}
        info={info('plan.info.people')}
      />
      <Figure
        name={t('plan.figure.beyond')}
        value={formatPeople(app, people - peopleWithin)}
        testId="figure-beyond"
        note={formatShare(app, people - peopleWithin, people)}
        info={info('plan.info.beyond')}
      />
      <Figure
        name={t('plan.figure.area')}
        value={formatShare(app, areaM2Within, areaM2)}
        testId="figure-area"
        note={t('plan.figure.of', { part: formatArea(app, areaM2Within), whole: formatArea(app, areaM2) })}
        info={info('plan.info.area')}
      />
      <Figure
        name={area === null ? t('plan.figure.facilities') : t('plan.figure.facilitiesInCity')}
        value={t('plan.unit.facilities', { n: summary.facilities })}
        testId="figure-facilities"
        note={[
          ...(summary.unconnectedFacilities === 0
            ? []
            : [t('plan.figure.unconnected', { n: summary.unconnectedFacilities })]),
          ...(removed === 0 && more === 0
            ? []
            : [t('plan.figure.facilitiesChange', { n: number(more, { signDisplay: 'exceptZero' }) })]),
        ].join(' · ')}
        info={`${t('plan.info.facilities')} ${source}`}
      />
      {cells !== null && coverage !== null && reference !== null && reference.cost !== coverage.cost && (
        <Change
          before={reference.cost}
          after={coverage.cost}
          cells={cells}
          area={session.areaCells.value}
          source={source}
        />
      )}
    </dl>
  );
}

/** People newly covered and no longer covered. */
function Change({
  before,
  after,
  cells,
  area,
  source,
}: {
  before: Float32Array;
  after: Float32Array;
  cells: Cells;
  area: Uint8Array | null;
  source: string;
}) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const people = useMemo(
    () => (area === null ? cells.people : cells.people.map((each, cell) => (area[cell] === 1 ? each : 0))),
    [cells, area],
  );
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
