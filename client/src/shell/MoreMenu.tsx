import { useApp } from '../app/context.ts';
import { planAddress } from '../state/pages.ts';
import { Appearance } from './Appearance.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { LanguageButton } from './LanguageButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { useShare } from './use-share.ts';

/** Appearance and base map, the planners' page, and on phones the tools the bar has no room for. */
export function MoreMenu({ wide }: { wide: boolean }) {
  const {
    store,
    ui,
    i18n: { t },
  } = useApp();
  const share = useShare();
  return (
    <Menu id="more-menu" label={t('tool.menu')}>
      {(run) => (
        <>
          {!wide && <LanguageButton />}
          <Appearance />
          <div class="menu-actions">
            <a class="button" href={planAddress(store)}>
              <Icon name="plan" />
              {t('tool.plan')}
            </a>
            {!wide && (
              <>
                <IconButton icon="share" label={t('tool.share')} onClick={run(share)}>
                  {t('tool.share')}
                </IconButton>
                <IconButton
                  icon="help"
                  label={t('tool.help')}
                  onClick={run(() => {
                    ui.dialog.value = 'help';
                  })}
                >
                  {t('tool.help')}
                </IconButton>
                <IconButton
                  icon="info"
                  label={t('tool.about')}
                  onClick={run(() => {
                    ui.dialog.value = 'about';
                  })}
                >
                  {t('tool.about')}
                </IconButton>
              </>
            )}
            <IconButton icon="print" label={t('tool.print')} onClick={run(() => window.print())}>
              {t('tool.print')}
            </IconButton>
          </div>
        </>
      )}
    </Menu>
  );
}
