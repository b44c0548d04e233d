import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context.ts';
import type { DialogId } from '../app/types.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Appearance } from './Appearance.tsx';
import { LOCALES } from '../../../tiles/i18n.ts';

interface Props {
  wide: boolean;
  share: () => void;
  /** The way to another page, in the bar itself. */
  link?: ComponentChildren;
  /** What this page has in its menu before and after the common tools. */
  menuStart?: ComponentChildren;
  menuEnd?: (run: (action: () => void) => () => void) => ComponentChildren;
}

/** What is used often stands in the bar on wide screens; everything else is in the menu. */
export function Toolbar({ wide, share, link, menuStart, menuEnd }: Props) {
  const {
    i18n: { t },
  } = useApp();
  const hasActions = !wide || menuStart !== undefined || menuEnd !== undefined;
  return (
    <nav class="toolbar" aria-label={t('tool.label')}>
      {link}
      {wide && (
        <>
          <LanguageButton />
          <Tools share={share} />
        </>
      )}
      <Menu id="page-menu" label={t('tool.menu')}>
        {(run) => (
          <>
            {!wide && <LanguageButton />}
            <Appearance />
            {hasActions && (
              <div class="menu-actions">
                {menuStart}
                {!wide && <Tools share={share} run={run} />}
                {menuEnd?.(run)}
              </div>
            )}
          </>
        )}
      </Menu>
    </nav>
  );
}

/** Bare icons in the bar; in a menu, which `run` closes, with their names. */
function Tools({ share, run }: { share: () => void; run?: (action: () => void) => () => void }) {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const open = (dialog: DialogId) => (): void => {
    ui.dialog.value = dialog;
  };
  const tools = [
    { icon: 'share', label: t('tool.share'), action: share },
    { icon: 'help', label: t('tool.help'), action: open('help') },
    { icon: 'info', label: t('tool.about'), action: open('about') },
  ] as const;
  return (
    <>
      {tools.map(({ icon, label, action }) => (
        <IconButton key={icon} icon={icon} label={label} onClick={run === undefined ? action : run(action)}>
          {run === undefined ? undefined : label}
        </IconButton>
      ))}
    </>
  );
}

/** Named in the language it leads to, for those who cannot read the other. */
function LanguageButton() {
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
