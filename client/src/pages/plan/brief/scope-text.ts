import type { App } from '../../../app/types.ts';
import { placeName } from '../format.ts';

/** That a study's file is about the whole city, where the page asks about a district; null where it asks about all. */
export function scopeText(app: App, area: string | null): string | null {
  return area === null ? null : app.i18n.t('plan.share.wholeCity', { area: placeName(app, area) });
}
