import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { distanceM } from '../tile/spheroid.ts';
import { APPS, handOffLinks, type App } from './hand-off.ts';

/** Of a seed, so that every run has the same points: Park and Miller 1988. */
function* points(count: number): Generator<{ readonly lon: number; readonly lat: number }> {
  let seed = 20_261_130;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let n = 0; n < count; n += 1) yield { lon: 119.5 + next() * 1.55, lat: 35.55 + next() * 1.65 };
}

/** Where an app would put the end of a link, back in WGS 84 by gcoord's inverse. */
function endOf(app: App, href: string): { readonly lon: number; readonly lat: number } {
  const url = new URL(href);
  const pair = (text: string | null): readonly [number, number] => {
    const [a = NaN, b = NaN] = (text ?? '').split(',').map(Number);
    return [a, b];
  };
  switch (app) {
    case 'amap': {
      const [lon, lat] = gcoord.transform(
        [...pair(url.searchParams.get('to'))],
        gcoord.GCJ02,
        gcoord.WGS84,
      ) as number[];
      return { lon: lon as number, lat: lat as number };
    }
    case 'tencent': {
      const [lat, lon] = pair(url.searchParams.get('tocoord'));
      const [x, y] = gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84) as number[];
      return { lon: x as number, lat: y as number };
    }
    case 'baidu': {
      const [lat, lon] = pair(/^latlng:([^|]+)\|/.exec(url.searchParams.get('destination') ?? '')?.[1] ?? null);
      const [x, y] = gcoord.transform([lon, lat], gcoord.BD09, gcoord.WGS84) as number[];
      return { lon: x as number, lat: y as number };
    }
    case 'geo': {
      const [lat, lon] = pair(url.pathname);
      return { lon, lat };
    }
  }
}

const FROM = { lon: 120.38, lat: 36.06, name: '五四广场' };

describe('links to map apps', () => {
  it('lead to within a metre of the place, in the datum of each app, at 1,000 points', () => {
    const most = Object.fromEntries(APPS.map((app) => [app, 0])) as Record<App, number>;
    for (const point of points(1000))
      for (const { app, href } of handOffLinks(FROM, { ...point, name: '公厕' }))
        most[app] = Math.max(most[app], distanceM(endOf(app, href), point));
    for (const app of APPS) expect(most[app], app).toBeLessThanOrEqual(1);
  });

  it('are in another datum than WGS 84 where the app is: hundreds of metres away', () => {
    const links = new Map(handOffLinks(FROM, { ...FROM, name: '公厕' }).map(({ app, href }) => [app, href]));
    const [lon, lat] = (new URL(links.get('amap') ?? '').searchParams.get('to') ?? '').split(',').map(Number);
    const offM = distanceM({ lon: lon as number, lat: lat as number }, FROM);
    expect(offM).toBeGreaterThan(100);
    expect(offM).toBeLessThan(1000);
  });

  it('keep a name from changing what the link says', () => {
    for (const { app, href } of handOffLinks(null, { lon: 120, lat: 36, name: '甲,1|name:乙&mode=car#(丙)' })) {
      const url = new URL(href);
      expect(url.searchParams.get('mode') ?? 'walk', app).toBe('walk');
      expect(url.hash, app).toBe('');
    }
  });
});
