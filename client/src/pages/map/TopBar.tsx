import { useApp } from '../../app/context.ts';
import { SearchBox } from '../../features/search/SearchBox.tsx';
import { Toolbar } from '../../shell/Toolbar.tsx';

export function TopBar({ wide }: { wide: boolean }) {
  const {
    config,
    i18n: { t, text },
  } = useApp();
  const city = config.state.value.value?.city;
  return (
    <header class="topbar">
      <h1 class="brand">
        <span class="brand-seal" aria-hidden="true">
          {'城图'}
        </span>
        <span class="brand-name">{city === undefined ? t('app.name') : t('app.title', { city: text(city) })}</span>
      </h1>
      <SearchBox />
      <Toolbar wide={wide} />
    </header>
  );
}
