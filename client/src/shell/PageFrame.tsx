import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context.ts';
import { ConnectionBar } from './Connection.tsx';
import { Notices } from './Notices.tsx';
import { Panel } from './Panel.tsx';
import { Sheet } from './Sheet.tsx';

interface Props {
  /** CSS class of the page, beside `app`. */
  class?: string;
  wide: boolean;
  topBar: ComponentChildren;
  /** Between bar and map, on phones. */
  above?: ComponentChildren;
  map: ComponentChildren;
  panel: ComponentChildren;
  /** A card over the map of wide screens; on phones `panel` makes room for it. */
  card?: ComponentChildren;
  /** Below the map of wide screens, over it on phones. */
  dock?: ComponentChildren;
  dialogs: ComponentChildren;
}

/** A page with a map: a bar on top; beside the map a panel on wide screens, over it a sheet on phones. */
export function PageFrame({ class: own = '', wide, topBar, above, map, panel, card, dock, dialogs }: Props) {
  const {
    store,
    ui,
    i18n: { t },
  } = useApp();
  return (
    <div class={`app ${own}`} data-panel={wide && !store.panelOpen.value ? 'closed' : 'open'}>
      <a class="skip-link" href="#map" onClick={focusOn('.maplibregl-canvas')}>
        {t('skip.map')}
      </a>
      <a class="skip-link" href="#panel" onClick={focusOn('#panel [role="tab"][aria-selected="true"]')}>
        {t('skip.panel')}
      </a>
      {topBar}
      <div class="entries-above">{above}</div>
      <main class="stage">
        {wide && <Panel>{panel}</Panel>}
        {map}
        {card}
        {!wide && <Sheet>{panel}</Sheet>}
        {dock}
        <ConnectionBar />
        <Notices />
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">
        {ui.announcement}
      </div>
      {dialogs}
    </div>
  );
}

function focusOn(selector: string) {
  return (event: Event): void => {
    event.preventDefault();
    document.querySelector<HTMLElement>(selector)?.focus();
  };
}
