import { bindHistory } from '../state/history.ts';
import { bindDocument } from './bind-document.ts';
import type { App } from './types.ts';

/** Keeps what lies outside the components of the map's page in step: the document and the address. */
export function bindPage(app: App, page: Window): void {
  bindHistory(app.store, page);
  bindDocument(app, page, { plain: 'app.name', ofCity: 'app.documentTitle' });
}
