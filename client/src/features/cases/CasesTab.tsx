import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { useQuery } from '../../data/remote.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import { CaseCard } from './CaseCard.tsx';
import { CaseList } from './CaseList.tsx';
import './cases.css';
import { useTour } from './tour.ts';
import { ANY_CASE, fittingCases, type CaseFilter, type Grouping } from './list.ts';

/** The documented cases: a list to choose from, and the card of the one that is open. */
export default function CasesTab() {
  const {
    api,
    store,
    actions,
    i18n: { t },
  } = useApp();
  const { value, error, retry } = useQuery('cases', (signal) => api.cases(signal));
  const [filter, setFilter] = useState<CaseFilter>(ANY_CASE);
  const [grouping, setGrouping] = useState<Grouping>('theme');
  const id = store.case.value;
  useFocusOfCard(id);

  if (error !== null) return <RequestFailure error={error} retry={retry} />;
  if (value === null) return <Skeleton lines={8} label={t('case.loading')} />;
  if (id === null) {
    return (
      <CaseList cases={value.cases} filter={filter} grouping={grouping} onFilter={setFilter} onGrouping={setGrouping} />
    );
  }
  const record = value.cases.find((each) => each.id === id);
  if (record === undefined) {
    return (
      <>
        <p class="empty" role="alert">
          {t('case.unknown')}
        </p>
        <button type="button" class="button button-outline" onClick={() => actions.openCase(null)}>
          {t('case.back')}
        </button>
      </>
    );
  }
  return <OpenCase cases={value.cases} record={record} filter={filter} />;
}

function OpenCase({ cases, record, filter }: { cases: readonly CaseRecord[]; record: CaseRecord; filter: CaseFilter }) {
  useTour(useApp(), record);
  // Previous and next walk the filtered list, or all cases where the filter excludes the open one.
  const fitting = fittingCases(cases, filter);
  const neighbours = fitting.includes(record) ? fitting : cases;
  const at = neighbours.indexOf(record);
  return (
    <CaseCard key={record.id} record={record} previous={neighbours[at - 1] ?? null} next={neighbours[at + 1] ?? null} />
  );
}

/** Opening a card takes the focus to its heading, going back gives it to the case's entry in the list. */
function useFocusOfCard(id: string | null): void {
  const before = useRef(id);
  useEffect(() => {
    const left = before.current;
    before.current = id;
    // A link that opens with a card moves nobody's focus.
    if (left === id) return;
    const target = id === null ? `[data-case="${CSS.escape(left ?? '')}"]` : '.case-card h2';
    document.querySelector<HTMLElement>(`.tab-body ${target}`)?.focus({ preventScroll: id !== null });
    if (id !== null) document.querySelector('.tab-body')?.scrollTo({ top: 0 });
  }, [id]);
}
