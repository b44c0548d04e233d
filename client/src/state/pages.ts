/** From one page of the service to another, in the same language, theme and place. */
import { CODECS, formatParams } from './address.ts';
import type { Param } from './codec.ts';
import type { Store } from './store.ts';

/** Parameters that both pages understand. */
export function sharedParams({
  view,
  basemap,
  theme,
  language,
}: Pick<Store, 'view' | 'basemap' | 'theme' | 'language'>): Param[] {
  return [
    ...CODECS.view.format(view.value),
    ...CODECS.basemap.format(basemap.value),
    ...CODECS.theme.format(theme.value),
    ...CODECS.language.format(language.value),
  ];
}

/** `base` is the path of the service, without a slash at its end. */
export function planAddress(base: string, store: Store): string {
  return `${base}/plan${formatParams(sharedParams(store))}`;
}

/** The public's page, which has no map of its own to begin with. */
export function findAddress(base: string, { language }: Pick<Store, 'language'>): string {
  return `${base}/find?lang=${language.value}`;
}

export function mapAddress(base: string, store: Store): string {
  return `${base}/${formatParams(sharedParams(store))}`;
}
