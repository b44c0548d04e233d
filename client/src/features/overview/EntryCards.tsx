import { useApp } from '../../app/context.ts';
import { findAddress, planAddress } from '../../state/pages.ts';
import { Icon } from '../../ui/Icon.tsx';

/** The three ways on from the start page. */
export function EntryCards() {
  const {
    base,
    config,
    catalogue,
    store,
    ui,
    i18n: { t },
  } = useApp();
  const { hasCases = true } = config.state.value.value ?? {};
  const cases = catalogue.state.value.value?.layers.find(({ id }) => id === 'cases')?.count;
  const openCases = (): void => {
    store.panelOpen.value = true;
    store.tab.value = 'cases';
    if (ui.sheet.peek() === 'peek') ui.sheet.value = 'half';
  };
  return (
    <nav class="entries" aria-label={t('overview.entries')}>
      <a class="entry" href={findAddress(base, store)}>
        <Icon name="nearby" />
        {t('overview.find')}
      </a>
      {hasCases && (
        <button type="button" class="entry" onClick={openCases}>
          <Icon name="cases" />
          {cases === undefined ? t('overview.cases') : t('overview.casesCount', { n: cases })}
        </button>
      )}
      <a class="entry" href={planAddress(base, store)}>
        <Icon name="plan" />
        {t('overview.plan')}
      </a>
    </nav>
  );
}
