import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import { useApp } from '../../app/context.ts';
import { CaseMark } from './CaseMark.tsx';
import { districtName, themeName } from './names.ts';
import { ANY_CASE, fittingCases, groupCases, GROUPINGS, type CaseFilter, type Grouping } from './list.ts';

interface Props {
  cases: readonly CaseRecord[];
  filter: CaseFilter;
  grouping: Grouping;
  onFilter: (filter: CaseFilter) => void;
  onGrouping: (grouping: Grouping) => void;
}

export function CaseList({ cases, filter, grouping, onFilter, onGrouping }: Props) {
  const app = useApp();
  const {
    i18n: { t, text },
  } = app;
  const fitting = fittingCases(cases, filter);
  const set = (change: Partial<CaseFilter>): void => onFilter({ ...filter, ...change });
  const agencies = [...new Map(cases.map(({ agency }) => [agency.zh, agency])).values()];
  const option = (value: string, label: string) => (
    <option key={value} value={value}>
      {label}
    </option>
  );

  return (
    <div class="cases">
      <h2>{t('case.title')}</h2>
      <input
        type="search"
        class="field"
        aria-label={t('case.search')}
        placeholder={t('case.search')}
        value={filter.words}
        onInput={(event) => set({ words: event.currentTarget.value })}
      />
      <div class="case-filters">
        <label>
          <span class="visually-hidden">{t('case.theme')}</span>
          <select class="field" value={filter.theme} onChange={(event) => set({ theme: event.currentTarget.value })}>
            {option('', t('case.anyTheme'))}
            {[...new Set(cases.map(({ theme }) => theme))].map((theme) => option(theme, themeName(app, theme)))}
          </select>
        </label>
        <label>
          <span class="visually-hidden">{t('case.district')}</span>
          <select
            class="field"
            value={filter.district}
            onChange={(event) => set({ district: event.currentTarget.value })}
          >
            {option('', t('case.anyDistrict'))}
            {[...new Set(cases.map(({ district }) => district))]
              .sort()
              .map((code) => option(code, districtName(app, code)))}
          </select>
        </label>
        <label>
          <span class="visually-hidden">{t('case.agency')}</span>
          <select class="field" value={filter.agency} onChange={(event) => set({ agency: event.currentTarget.value })}>
            {option('', t('case.anyAgency'))}
            {agencies.map((agency) => option(agency.zh, text(agency)))}
          </select>
        </label>
        <label>
          <span class="visually-hidden">{t('case.group')}</span>
          <select
            class="field"
            value={grouping}
            onChange={(event) => onGrouping(GROUPINGS.find((each) => each === event.currentTarget.value) ?? grouping)}
          >
            {GROUPINGS.map((each) => option(each, t(`case.group.${each}`)))}
          </select>
        </label>
      </div>
      <p class="case-count quiet">
        <span role="status">{t('case.count', { n: fitting.length })}</span>
        {fitting.length < cases.length && (
          <button type="button" class="button button-quiet" onClick={() => onFilter(ANY_CASE)}>
            {t('case.clear')}
          </button>
        )}
      </p>
      {fitting.length === 0 && <p class="empty">{t('case.none')}</p>}
      {groupCases(fitting, grouping).map(({ key, cases: members }) => (
        <section key={key} aria-label={groupTitle(key)}>
          {key !== '' && (
            <h3 class="case-group">
              {groupTitle(key)} <span class="quiet">{members.length}</span>
            </h3>
          )}
          <ul class="case-entries" aria-label={key === '' ? t('case.list') : groupTitle(key)}>
            {members.map((each) => (
              <CaseEntry key={each.id} record={each} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );

  function groupTitle(key: string): string {
    if (key === '') return t('case.list');
    return grouping === 'theme' ? themeName(app, key) : districtName(app, key);
  }
}

function CaseEntry({ record }: { record: CaseRecord }) {
  const {
    actions,
    i18n: { text },
  } = useApp();
  return (
    <li>
      <button type="button" class="case-entry" data-case={record.id} onClick={() => actions.openCase(record.id)}>
        <CaseMark record={record} />
        <span class="case-entry-text">
          <span>{text(record.title)}</span>
          <span class="quiet">{text(record.agency)}</span>
        </span>
      </button>
    </li>
  );
}
