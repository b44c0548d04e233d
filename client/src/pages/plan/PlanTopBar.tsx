import { useApp } from '../../app/context.ts';
import { Appearance } from '../../shell/Appearance.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { LanguageButton } from '../../shell/LanguageButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { mapAddress } from '../../state/pages.ts';
import { usePlanShare } from './use-plan-share.ts';

export function PlanTopBar({ wide }: { wide: boolean }) {
  const {
    store,
    config,
    ui,
    i18n: { t, text },
  } = useApp();
  const city = config.state.value.value?.city;
  const share = usePlanShare();
  return (
    <header class="topbar">
      <h1 class="brand">
        <span class="brand-seal" aria-hidden="true">
          {'城图'}
        </span>
        <span class="brand-name">{city === undefined ? t('plan.title') : t('plan.heading', { city: text(city) })}</span>
      </h1>
      <nav class="toolbar" aria-label={t('tool.label')}>
        <a class="button button-outline" href={mapAddress(store)}>
          <Icon name="layers" />
          {t('plan.toMap')}
        </a>
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
        <Menu id="plan-menu" label={t('tool.menu')}>
          {(run) => (
            <>
              {!wide && <LanguageButton />}
              <Appearance />
              {!wide && (
                <div class="menu-actions">
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
                </div>
              )}
            </>
          )}
        </Menu>
      </nav>
    </header>
  );
}
