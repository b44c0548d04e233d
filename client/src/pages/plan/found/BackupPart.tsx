import type { OverlapResult } from '../../../../../tiles/api/measure-results.ts';
import { useApp } from '../../../app/context.ts';
import { formatPeople, formatShare, placeName } from '../format.ts';
import { BarTable } from './BarTable.tsx';
import type { PartProps } from './part-props.ts';
import { BACKUP } from './requests.ts';
import { askedMinutes } from './words.ts';

const BAR = 'var(--sea)';

/** Who would still be served if their nearest facility were closed. */
export function BackupPart({ told }: PartProps) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const minutes = askedMinutes(told);
  const found = told.result.results.find((each): each is OverlapResult => each.kind === 'overlap');
  const backup = found?.backup;
  if (found === undefined || backup === undefined) return null;
  const once = backup.coveredPeople - backup.people;
  return (
    <>
      <p class="found-answer">
        <strong data-testid="backup-share">{formatShare(app, backup.peopleShare, 1)}</strong>{' '}
        {t('plan.found.backup.answer', { n: minutes, least: BACKUP })}
      </p>
      <p>{t('plan.found.backup.once', { people: formatPeople(app, once) })}</p>
      {found.groups !== undefined && (
        <BarTable
          caption={t('plan.found.backup.byDistrict')}
          head={[t('plan.column.districtName'), t('plan.charts.people'), t('plan.legend.share')]}
          rows={found.groups.map(({ key, people, backupPeople = 0 }) => ({
            key: key ?? '',
            name: placeName(app, key),
            color: BAR,
            share: people === 0 ? 0 : backupPeople / people,
            cells: [formatPeople(app, backupPeople), formatShare(app, backupPeople, people)],
          }))}
          testId="backup-districts"
        />
      )}
    </>
  );
}
