import { computed, effect, untracked } from '@preact/signals';
import { loadPart } from '../../app/load-part.ts';
import type { App } from '../../app/types.ts';
import type { AnalysisSession } from './session.ts';

const sessions = new WeakMap<App, Promise<AnalysisSession>>();

/** The page's one analysis. Its code comes with the first call. */
export function analysisOf(app: App): Promise<AnalysisSession> {
  let session = sessions.get(app);
  if (session === undefined) {
    session = import('./session.ts').then(({ createSession }) => createSession(app));
    sessions.set(app, session);
    session.catch(() => sessions.delete(app));
  }
  return session;
}

/**
 * Draws the case analysis on the map while its tab is open or it is pinned, even with the panel closed, so it lives
 * outside the panel. It loads deck.gl only then.
 */
export function bindAnalysis(app: App): void {
  const wanted = computed(
    () => app.map.value !== null && (app.store.tab.value === 'analysis' || app.store.analysis.value.pinned),
  );
  effect(() => {
    if (!wanted.value) return undefined;
    return untracked(() =>
      loadPart(
        app,
        'analysis.loadFailed',
        () => Promise.all([analysisOf(app), import('./map/bind-overlay.ts')]),
        ([session, { bindOverlay }]) => bindOverlay(app, session),
      ),
    );
  });
}
