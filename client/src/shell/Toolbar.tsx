import { useApp } from '../app/context.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { LanguageButton } from './LanguageButton.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { useShare } from './use-share.ts';

/** What is used often stands in the bar, on wide screens; everything else is one button away. */
export function Toolbar({ wide }: { wide: boolean }) {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const share = useShare();
  return (
    <nav class="toolbar" aria-label={t('tool.label')}>
      {wide && (
        <>
          <LanguageButton />
          <IconButton icon="share" label={t('tool.share')} onClick={share} />
          <IconButton
            icon="help"
            label={t('tool.help')}
            onClick={() => {
              ui.dialog.value = 'help';
            }}
          />
          <IconButton
            icon="info"
            label={t('tool.about')}
            onClick={() => {
              ui.dialog.value = 'about';
            }}
          />
        </>
      )}
      <MoreMenu wide={wide} />
    </nav>
  );
}
