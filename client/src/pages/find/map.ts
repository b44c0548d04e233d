/** The map of the page: where one is, what was found, and the way there. It comes after the list. */
import { GeoJSONSource, LngLatBounds, Map as MapLibre, NavigationControl, type StyleSpecification } from 'maplibre-gl';
// The whole of it: this map has MapLibre's own controls.
import 'maplibre-gl/dist/maplibre-gl.css';
import { FIND_PAGE } from '../../../../tiles/find/messages.ts';
import type { FindView } from '../../../../tiles/find/page.ts';
import { rowOf } from '../../../../tiles/find/rows.ts';
import { fill } from '../../../../tiles/i18n.ts';
import { rebased } from '../../data/base.ts';

export interface ResultsMap {
  readonly base: string;
  readonly view: FindView;
  /** Called with `layer/id` of what was tapped. */
  readonly choose: (to: string) => void;
  /** Called with the addresses of all that the base map is drawn from, the latest last, whenever there are more. */
  readonly drawn: (addresses: readonly string[]) => void;
}

const SOURCES = ['way', 'found', 'here'] as const;
/** So many of the nearest are always in sight. */
const IN_SIGHT = 3;
/** At the foot are the credit and, on a phone, the edge of the list. */
const PADDING_PX = { top: 44, right: 44, bottom: 72, left: 44 } as const;
const COLORS = {
  light: { here: '#0b5d84', found: '#a63c2a', way: '#0b5d84', ring: '#ffffff', text: '#ffffff' },
  dark: { here: '#7cc4ec', found: '#f08d7c', way: '#7cc4ec', ring: '#10161a', text: '#10161a' },
} as const;

let shown: { readonly map: MapLibre; readonly ready: Promise<unknown> } | null = null;
let current: ResultsMap | null = null;
/** What the map has asked for, the latest last, and the style that names it. */
const asked = new Set<string>();
let styleAddress: string | null = null;

/** Draws what was found into the container, on the map that it has or gets. Rejects where there can be no map. */
export async function drawResults(container: HTMLElement, results: ResultsMap): Promise<void> {
  current = results;
  shown ??= await create(container, results);
  await shown.ready;
  if (current !== results) return;
  draw(shown.map, results);
}

async function create(container: HTMLElement, { base, view }: ResultsMap): Promise<NonNullable<typeof shown>> {
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light';
  const style = await baseStyle(base, { theme, view });
  const { place } = view.state;
  container.replaceChildren();
  const map = new MapLibre({
    container,
    style,
    center: place === null ? [0, 0] : [place.lon, place.lat],
    zoom: 15,
    maxZoom: 18,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: { compact: true },
    fadeDuration: 0,
    transformRequest: (url) => {
      asked.delete(url);
      asked.add(url);
      return { url };
    },
    locale: {
      'NavigationControl.ZoomIn': FIND_PAGE['zoom-in'][view.lang],
      'NavigationControl.ZoomOut': FIND_PAGE['zoom-out'][view.lang],
    },
  });
  // For the console and for tests, as on the other pages.
  Object.assign(window, { chengtu: { map } });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  if (view.reviewNumber !== null) {
    const note = document.createElement('p');
    note.className = 'map-review';
    note.textContent = fill(FIND_PAGE.review[view.lang], { number: view.reviewNumber });
    container.append(note);
  }
  map.getCanvas().setAttribute('aria-label', FIND_PAGE['map-label'][view.lang]);
  map.on('click', 'found', ({ features }) => {
    const to: unknown = features?.[0]?.properties['to'];
    if (typeof to === 'string') current?.choose(to);
  });
  map.on('resize', () => current !== null && fit(map, current.view));
  let told = 0;
  map.on('idle', () => {
    if (asked.size === told) return;
    told = asked.size;
    current?.drawn(styleAddress === null ? [] : [...asked, styleAddress]);
  });
  return {
    map,
    ready: new Promise((resolve) => {
      void map.once('style.load', () => {
        addLayers(map, theme);
        resolve(undefined);
      });
    }),
  };
}

/** The base map alone; an empty ground where the service cannot be reached. */
async function baseStyle(
  base: string,
  { theme, view }: { readonly theme: 'light' | 'dark'; readonly view: FindView },
): Promise<StyleSpecification> {
  const layer = view.answer?.rows[0]?.layer;
  const only = layer === undefined ? '' : `&layers=${encodeURIComponent(layer)}`;
  const address = `${location.origin}${base}/styles/${theme}.json?lang=${view.lang}${only}`;
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(String(response.status));
    styleAddress = address;
    const style = rebased((await response.json()) as StyleSpecification, location.origin + base);
    const layers = style.layers.filter(
      ({ metadata }) => typeof metadata === 'object' && metadata !== null && 'chengtu:base' in metadata,
    );
    const used = new Set(layers.flatMap((each) => ('source' in each ? [each.source] : [])));
    const sources = Object.fromEntries(Object.entries(style.sources).filter(([id]) => used.has(id)));
    return { ...style, layers, sources };
  } catch {
    const ground = theme === 'dark' ? '#1b2126' : '#f7f5f0';
    return {
      version: 8,
      sources: {},
      layers: [{ id: 'ground', type: 'background', paint: { 'background-color': ground } }],
    };
  }
}

function addLayers(map: MapLibre, theme: 'light' | 'dark'): void {
  const colors = COLORS[theme];
  for (const id of SOURCES) map.addSource(id, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  map.addLayer({
    id: 'way',
    type: 'line',
    source: 'way',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colors.way, 'line-width': 5, 'line-opacity': 0.85 },
  });
  map.addLayer({
    id: 'found',
    type: 'circle',
    source: 'found',
    paint: {
      'circle-radius': ['case', ['get', 'chosen'], 14, 11],
      'circle-color': colors.found,
      'circle-stroke-color': colors.ring,
      'circle-stroke-width': ['case', ['get', 'chosen'], 4, 2],
    },
  });
  map.addLayer({
    id: 'found-number',
    type: 'symbol',
    source: 'found',
    layout: { 'text-field': ['to-string', ['get', 'number']], 'text-size': 12, 'text-allow-overlap': true },
    paint: { 'text-color': colors.text },
  });
  map.addLayer({
    id: 'here',
    type: 'circle',
    source: 'here',
    paint: {
      'circle-radius': 8,
      'circle-color': colors.here,
      'circle-stroke-color': colors.ring,
      'circle-stroke-width': 3,
    },
  });
}

function draw(map: MapLibre, { view }: ResultsMap): void {
  const { state, answer, route } = view;
  const rows = answer?.rows ?? [];
  set(
    map,
    'way',
    route === null || rowOf({ rows }, state.to) === null
      ? []
      : [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'LineString', coordinates: route.line.coordinates.map((each) => [...each]) },
          },
        ],
  );
  set(
    map,
    'found',
    rows.map(({ layer, id, lon, lat }, i) => ({
      type: 'Feature',
      properties: { to: `${layer}/${id}`, number: i + 1, chosen: state.to === `${layer}/${id}` },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  );
  const { place } = state;
  set(
    map,
    'here',
    place === null
      ? []
      : [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [place.lon, place.lat] } }],
  );
  fit(map, view);
}

function set(map: MapLibre, id: (typeof SOURCES)[number], features: GeoJSON.Feature[]): void {
  const source = map.getSource(id);
  if (source instanceof GeoJSONSource) source.setData({ type: 'FeatureCollection', features });
}

/** One's own position and the first rows are always in sight; where one is chosen, it and the way to it. */
function fit(map: MapLibre, { state, answer, route }: FindView): void {
  const { place } = state;
  if (place === null) return;
  const bounds = new LngLatBounds([place.lon, place.lat], [place.lon, place.lat]);
  const chosen = answer === null ? null : rowOf(answer, state.to);
  for (const { lon, lat } of chosen === null ? (answer?.rows ?? []).slice(0, IN_SIGHT) : [chosen])
    bounds.extend([lon, lat]);
  if (chosen !== null) for (const [lon, lat] of route?.line.coordinates ?? []) bounds.extend([lon, lat]);
  map.fitBounds(bounds, { padding: { ...PADDING_PX }, maxZoom: 17, animate: false });
}
