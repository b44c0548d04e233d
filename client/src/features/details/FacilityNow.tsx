import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { localMoment, openState, parseHours, REASONS } from '../../../../tiles/hours/index.ts';
import { sharedSpacesNow, sharedText, stateClass, stateText, type OpenState } from '../../../../tiles/hours/index.ts';
import type { Item, LayerInfo } from '../../../../tiles/api/wire.ts';
import type { App } from '../../app/types.ts';
import { useApp } from '../../app/context.ts';

const MINUTE_MS = 60_000;

/** Whether a facility is open now, and how many of its shared spaces are free at this hour. */
export function FacilityNow({ layer, item }: { layer: LayerInfo; item: Item }) {
  const { config, store, i18n } = useApp();
  const now = useSignal(new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = new Date();
    }, MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const settings = config.state.value.value;
  const { facility } = layer;
  if (facility === undefined || settings === null || !isForPublic(layer, item)) return null;
  const at = localMoment(now.value, settings.timeZone);
  const lang = store.language.value;
  const text = facility.hours === undefined ? null : item.properties[facility.hours];
  const state: OpenState | null =
    facility.hours === undefined
      ? null
      : typeof text === 'string' && text !== ''
        ? openState(parseHours(text), at, settings.holidays)
        : { state: 'unknown', reason: 'no-hours' };
  const shared =
    facility.shared !== undefined && typeof item.properties[facility.shared.spaces] === 'number'
      ? sharedSpacesNow(item.properties, at, settings.holidays, facility.shared)
      : null;
  return (
    <>
      {state !== null && (
        <p class="facility-state" data-testid="facility-state">
          <span class={`state-chip state-${stateClass(state)}`}>{stateText(state, at, lang)}</span>{' '}
          {state.state === 'unknown' && <span class="quiet">{REASONS[state.reason][lang]}</span>}
        </p>
      )}
      {shared !== null && (
        <p class="facility-state">
          {i18n.t('details.shared')} · {sharedText(shared, lang)}
        </p>
      )}
    </>
  );
}

/** Address of the facility's own page; null for what is none for the public. */
export function facilityAddress({ base, store }: App, layer: LayerInfo, item: Item): string | null {
  if (layer.facility === undefined || !isForPublic(layer, item)) return null;
  const path = [layer.id, item.id].map(encodeURIComponent).join('/');
  return `${base}/facilities/${path}?lang=${store.language.value}`;
}

function isForPublic({ facility }: LayerInfo, { properties }: Item): boolean {
  const only = facility?.only;
  return only === undefined || only.values.includes(String(properties[only.attribute]));
}
