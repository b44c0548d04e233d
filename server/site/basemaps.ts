import type { ClientConfig } from '../../tiles/api/wire.ts';
import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { SITE } from './messages.ts';

const TIANDITU_HOSTS = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => `https://t${String(n)}.tianditu.gov.cn`);
/** The last zoom of Tianditu's tiles in the square Web Mercator matrix set. */
const TIANDITU_MAXZOOM = 18;
const TIANDITU_ATTRIBUTION = '© 国家地理信息公共服务平台 天地图';
const OWN_MAXZOOM = 19;

type Basemaps = ClientConfig['basemaps'];

/**
 * Raster base maps that the settings and the city's file name. The offline one is made of vectors and needs no setting.
 */
export function basemapsOf({ tiandituKey, basemap }: Config, { basemaps }: Pick<City, 'basemaps'> = {}): Basemaps {
  return [
    ...(tiandituKey === undefined
      ? []
      : [
          tianditu('tianditu-vector', 'vec', 'cva', tiandituKey),
          tianditu('tianditu-image', 'img', 'cia', tiandituKey),
        ]),
    ...(basemap
      ? [
          {
            id: 'own',
            title: SITE['own-basemap'],
            tiles: [basemap.url],
            attribution: basemap.attribution,
            maxzoom: OWN_MAXZOOM,
          },
        ]
      : []),
    ...(basemaps ?? []).map(({ maxzoom = OWN_MAXZOOM, ...given }) => ({ ...given, maxzoom })),
  ];
}

/** Origins that the page must be allowed to fetch base maps from. */
export function basemapOrigins(config: Config, city: Pick<City, 'basemaps'> = {}): string[] {
  const templates = basemapsOf(config, city).flatMap(({ tiles, labels }) => [...tiles, ...(labels ?? [])]);
  return [...new Set(templates.map((template) => new URL(template).origin))];
}

/** A base and its labels, drawn over it: Tianditu keeps them apart. */
function tianditu(
  id: 'tianditu-vector' | 'tianditu-image',
  base: string,
  labels: string,
  key: string,
): ClientConfig['basemaps'][number] {
  const templates = (layer: string): string[] =>
    TIANDITU_HOSTS.map(
      (host) =>
        `${host}/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default` +
        `&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
    );
  return {
    id,
    title: SITE[id],
    tiles: templates(base),
    labels: templates(labels),
    attribution: TIANDITU_ATTRIBUTION,
    maxzoom: TIANDITU_MAXZOOM,
  };
}
