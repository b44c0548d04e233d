/**
 * Links that open a map app with the way to a place, each with the place in the app's own datum: Amap and Tencent take
 * GCJ-02, Baidu BD-09, `geo:` WGS 84 (RFC 5870).
 */
import gcoord from 'gcoord';
import type { LonLat } from './query.ts';

export const APPS = ['amap', 'tencent', 'baidu', 'geo'] as const;
export type App = (typeof APPS)[number];

export interface HandOff {
  readonly app: App;
  readonly href: string;
}

interface Named extends LonLat {
  readonly name: string;
}

/** A decimetre. */
const DECIMALS = 6;
/** Who sends people there, as the apps want to be told. */
const SOURCE = 'chengtu';

/** From a place to another; both in WGS 84. */
export function handOffLinks(from: Named | null, to: Named): readonly HandOff[] {
  return APPS.map((app) => ({ app, href: LINKS[app](from, to) }));
}

type Datum = Parameters<typeof gcoord.transform>[2];

/** A place in a datum, with latitude and longitude between a comma in either order. */
function inDatum({ lon, lat }: LonLat, datum: Datum): { readonly lonLat: string; readonly latLon: string } {
  const [x, y] = gcoord.transform([lon, lat] as [number, number], gcoord.WGS84, datum);
  const [east, north] = [x.toFixed(DECIMALS), y.toFixed(DECIMALS)];
  return { lonLat: `${east},${north}`, latLon: `${north},${east}` };
}

function address(base: string, parameters: Readonly<Record<string, string | null>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${base}?${parts.join('&')}`;
}

/** Signs that part the values of these links. */
function plain(name: string): string {
  return name.replaceAll(/[,|:;()&?#]/g, ' ').trim();
}

const LINKS: Readonly<Record<App, (from: Named | null, to: Named) => string>> = {
  // https://lbs.amap.com/api/uri-api/guide/travel/route
  amap: (from, to) => {
    const place = (at: Named): string => `${inDatum(at, gcoord.GCJ02).lonLat},${plain(at.name)}`;
    return address('https://uri.amap.com/navigation', {
      from: from === null ? null : place(from),
      to: place(to),
      mode: 'walk',
      coordinate: 'gaode',
      callnative: '1',
      src: SOURCE,
    });
  },
  // https://lbs.qq.com/webApi/uriV1/uriGuide/uriWebRoute
  tencent: (from, to) =>
    address('https://apis.map.qq.com/uri/v1/routeplan', {
      type: 'walk',
      from: from === null ? null : plain(from.name),
      fromcoord: from === null ? null : inDatum(from, gcoord.GCJ02).latLon,
      to: plain(to.name),
      tocoord: inDatum(to, gcoord.GCJ02).latLon,
      referer: SOURCE,
    }),
  // https://lbsyun.baidu.com/faq/api?title=webapi/uri/web
  baidu: (from, to) => {
    const place = (at: Named): string => `latlng:${inDatum(at, gcoord.BD09).latLon}|name:${plain(at.name)}`;
    const { latLon } = inDatum(to, gcoord.BD09);
    // A way wants both of its ends; without one the place is marked.
    return from === null
      ? address('https://api.map.baidu.com/marker', {
          location: latLon,
          title: plain(to.name),
          content: plain(to.name),
          output: 'html',
          coord_type: 'bd09ll',
          src: SOURCE,
        })
      : address('https://api.map.baidu.com/direction', {
          origin: place(from),
          destination: place(to),
          mode: 'walking',
          coord_type: 'bd09ll',
          output: 'html',
          src: SOURCE,
        });
  },
  geo: (_from, { lon, lat, name }) => {
    const at = `${lat.toFixed(DECIMALS)},${lon.toFixed(DECIMALS)}`;
    return `geo:${at}?q=${at}(${encodeURIComponent(plain(name))})`;
  },
};
