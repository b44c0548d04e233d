import { render, type ComponentChildren } from 'preact';
import { AppContext } from '../app/context.ts';
import type { App } from '../app/types.ts';
import { RecoveriesContext } from '../data/remote.ts';
import { UiTextsContext } from '../ui/texts.ts';

/** Renders a page in place of what its document shows until the script has loaded. */
export function mount(app: App, page: ComponentChildren): void {
  const root = document.getElementById('app');
  if (root === null) throw new Error('The document has no element with the id "app"');
  root.textContent = '';
  render(
    <AppContext.Provider value={app}>
      <RecoveriesContext.Provider value={app.connection.recoveries}>
        <UiTextsContext.Provider value={app.i18n}>{page}</UiTextsContext.Provider>
      </RecoveriesContext.Provider>
    </AppContext.Provider>,
    root,
  );
}
