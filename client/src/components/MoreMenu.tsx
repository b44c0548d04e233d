import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { THEME_CHOICES } from '../state/types.ts';
import { IconButton } from './IconButton.tsx';
import { LanguageButton } from './LanguageButton.tsx';
import { RadioGroup } from './RadioGroup.tsx';
import { useShare } from './use-share.ts';

/** A disclosure: appearance and base map, and on phones the tools the bar has no room for. */
export function MoreMenu({ wide }: { wide: boolean }) {
  const { store, config, ui, i18n: { t, text } } = useApp();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const share = useShare();
  const basemaps = config.state.value.value?.basemaps ?? [];

  useEffect(() => {
    if (!open) return undefined;
    const onPointer = (event: Event): void => {
      if (!(event.target instanceof Node) || root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const run = (action: () => void) => () => {
    setOpen(false);
    action();
  };

  return (
    <div class="menu" ref={root} onKeyDown={close}>
      <IconButton icon="menu" label={t('tool.menu')} aria-expanded={open} aria-controls="more-menu" onClick={() => setOpen(!open)} />
      <div id="more-menu" class="menu-body" hidden={!open}>
        {!wide && <LanguageButton />}
        <RadioGroup legend={t('tool.theme')} name="theme" value={store.theme.value}
          options={THEME_CHOICES.map((choice) => ({ value: choice, label: t(`theme.${choice}`) }))}
          onChange={(choice) => { store.theme.value = choice; }} />
        <RadioGroup legend={t('basemap.label')} name="basemap" value={store.basemap.value}
          options={[{ value: 'offline', label: t('basemap.offline') }, ...basemaps.map(({ id, title }) => ({ value: id, label: text(title) }))]}
          onChange={(id) => { store.basemap.value = id; }} />
        <div class="menu-actions">
          {!wide && <>
            <IconButton icon="share" label={t('tool.share')} onClick={run(share)}>{t('tool.share')}</IconButton>
            <IconButton icon="help" label={t('tool.help')} onClick={run(() => { ui.dialog.value = 'help'; })}>{t('tool.help')}</IconButton>
            <IconButton icon="info" label={t('tool.about')} onClick={run(() => { ui.dialog.value = 'about'; })}>{t('tool.about')}</IconButton>
          </>}
          <IconButton icon="print" label={t('tool.print')} onClick={run(() => window.print())}>{t('tool.print')}</IconButton>
        </div>
      </div>
    </div>
  );
}
