import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context.ts';
import { IconButton } from '../ui/IconButton.tsx';

/** The panel at the left of wide screens. Collapsed, it leaves its handle. */
export function Panel({ children }: { children: ComponentChildren }) {
  const {
    store,
    i18n: { t },
  } = useApp();
  const open = store.panelOpen.value;
  return (
    <aside id="panel" class="panel" aria-label={t('tab.label')}>
      {open && children}
      <IconButton
        class="panel-handle"
        icon={open ? 'back' : 'chevron'}
        label={t(open ? 'panel.collapse' : 'panel.expand')}
        aria-expanded={open}
        onClick={() => {
          store.panelOpen.value = !open;
        }}
      />
    </aside>
  );
}
