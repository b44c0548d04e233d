import { useEffect, useState } from 'preact/hooks';
import { useQuery } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { boxAround } from '../../format/geometry.ts';
import { flagsOf, isFacility } from '../../format/nearby.ts';
import { locate } from '../../app/locate.ts';
import { RADII_M } from '../../state/codecs/nearby.ts';
import { roundView } from '../../map/view.ts';
import type { NearbyQuery } from '../../state/types.ts';
import { FlagsField } from '../../ui/FlagsField.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { NearbyResults } from './NearbyResults.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';

type Wish = Pick<NearbyQuery, 'layer' | 'radiusM' | 'flags'>;
const FIRST_RADIUS_M = 1000;

/** Finds the nearest facility that meets the reader's conditions, before and after a starting point is chosen. */
export default function NearbyTab() {
  const app = useApp();
  const {
    api,
    store,
    catalogue,
    ui,
    map,
    live,
    actions,
    i18n: { t, text, distance },
  } = app;
  const { layers = [], themes = [] } = catalogue.state.value.value ?? {};
  const facilities = layers.filter((each) => isFacility(each, themes));
  const query = store.nearby.value;
  const [draft, setDraft] = useState<Wish>({ layer: '', radiusM: FIRST_RADIUS_M, flags: [] });
  const wish: Wish = query ?? draft;
  const layer =
    facilities.find(({ id }) => id === wish.layer) ?? facilities.find(({ id }) => id === 'toilets') ?? facilities[0];

  const key = query === null ? null : JSON.stringify(query);
  const answer = useQuery(key, async (signal) => api.nearby(query ?? NOWHERE, signal), {
    forget: true,
    version: live.versions.value[query?.layer ?? ''] ?? 0,
  });
  useEffect(() => {
    ui.nearbyHits.value = answer.value;
  }, [answer.value]);
  useEffect(
    () => () => {
      ui.nearbyHits.value = null;
      ui.picking.value = null;
    },
    [],
  );

  if (layer === undefined) return <p class="empty">{t('nearby.noLayers')}</p>;

  const change = (part: Partial<Wish>): void => {
    const next = { ...wish, layer: layer.id, ...part };
    setDraft(next);
    if (query === null) return;
    actions.setNearby({ ...query, ...next });
    if (part.radiusM !== undefined) actions.fit(boxAround(query, part.radiusM));
  };
  const startAt = ({ lon, lat }: { lon: number; lat: number }): void => {
    const point = roundView({ lon, lat, zoom: 0, bearing: 0, pitch: 0 });
    actions.showLayers([layer.id], true);
    actions.setNearby({ ...wish, layer: layer.id, lon: point.lon, lat: point.lat });
    actions.fit(boxAround(point, wish.radiusM));
  };
  const startAtCentre = (): void => {
    const centre = map.peek()?.getCenter();
    if (centre !== undefined) startAt({ lon: centre.lng, lat: centre.lat });
  };
  const startAtOwn = async (): Promise<void> => {
    const own = await locate(app);
    if (own !== null) startAt(own);
  };
  const pick = (): void => {
    ui.picking.value = startAt;
    if (ui.sheet.peek() === 'full') ui.sheet.value = 'half';
    map.peek()?.getCanvas().focus();
  };

  return (
    <div class="nearby">
      <h2 class="tab-heading">{t('nearby.title')}</h2>
      <SelectField
        title={t('nearby.layer')}
        value={layer.id}
        options={facilities.map((each) => ({ value: each.id, label: text(each.title) }))}
        onChange={(id) => change({ layer: id, flags: [] })}
      />
      <FlagsField
        title={t('nearby.needs')}
        flags={flagsOf(layer).map(({ attribute, title }) => ({
          id: attribute,
          title,
          wanted: wish.flags.includes(attribute) ? 'with' : undefined,
        }))}
        onChange={(flag, on) =>
          change({ flags: on ? [...wish.flags, flag] : wish.flags.filter((each) => each !== flag) })
        }
      />
      <RadioGroup
        legend={t('nearby.radius')}
        name="radius"
        value={String(wish.radiusM)}
        options={RADII_M.map((metres) => ({ value: String(metres), label: distance(metres) }))}
        onChange={(metres) => change({ radiusM: Number(metres) })}
      />
      <div class="filter-field" role="group" aria-labelledby="nearby-from">
        <span id="nearby-from">{t('nearby.from')}</span>
        <div class="nearby-starts">
          <IconButton class="button-primary" icon="target" label={t('nearby.centre')} onClick={startAtCentre}>
            {t('nearby.centre')}
          </IconButton>
          <IconButton class="button-outline" icon="locate" label={t('nearby.own')} onClick={() => void startAtOwn()}>
            {t('nearby.own')}
          </IconButton>
          <IconButton
            class="button-outline"
            icon="nearby"
            label={t('nearby.pick')}
            aria-pressed={ui.picking.value !== null}
            onClick={pick}
          >
            {t('nearby.pick')}
          </IconButton>
        </div>
      </div>
      {query === null ? (
        <p class="empty">{t('nearby.start')}</p>
      ) : (
        <NearbyResults query={query} answer={answer} layer={layer} />
      )}
    </div>
  );
}

/** Never requested: without a query the key is null. */
const NOWHERE: NearbyQuery = { layer: '', lon: 0, lat: 0, radiusM: 1, flags: [] };
