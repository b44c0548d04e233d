import { useApp } from '../app/context.ts';
import { useQuery } from '../api/remote.ts';
import { Failure } from '../components/Failure.tsx';
import { Skeleton } from '../components/Skeleton.tsx';

/** The documented cases by number. */
export default function CasesTab() {
  const { api, actions, i18n: { t, text } } = useApp();
  const { value, error, retry } = useQuery('cases', (signal) => api.cases(signal));
  if (error !== null) return <Failure error={error} retry={retry} />;
  if (value === null) return <Skeleton lines={8} label={t('case.loading')} />;
  return (
    <ol class="hit-list" aria-label={t('case.list')}>
      {value.cases.map((each) => (
        <li key={each.id} value={each.number}>
          <button type="button" class="hit" onClick={() => actions.openCase(each.id)}><span class="hit-name">{text(each.title)}</span></button>
        </li>
      ))}
    </ol>
  );
}
