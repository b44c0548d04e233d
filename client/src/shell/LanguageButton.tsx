import { useApp } from '../app/context.ts';
import { LOCALES } from '../i18n/i18n.ts';

/** Named in the language it leads to, for those who cannot read the other. */
export function LanguageButton() {
  const {
    store,
    i18n: { t },
  } = useApp();
  const other = store.language.value === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      class="button language-button"
      lang={LOCALES[other]}
      onClick={() => {
        store.language.value = other;
      }}
    >
      {t('tool.language')}
    </button>
  );
}
