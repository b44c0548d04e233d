import { beforeAll, describe, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import type { BaseWorld } from './base.ts';
import { createBaseWorld } from './create-base.ts';
import { createRng } from './rng.ts';
import { areaM2, polygonsOf, ringAreaM2 } from '../../../../tiles/tile/spheroid.ts';

type Edge = readonly [from: string, to: string];

let world: BaseWorld;
beforeAll(async () => {
  world = await createBaseWorld();
});

const edgesOf = (geometry: GeoJSONGeometry): Edge[] =>
  polygonsOf(geometry)
    .flat()
    .flatMap((ring) => ring.slice(1).map((to, i): Edge => [String(ring[i]), String(to)]));

const text = ([from, to]: Edge): string => `${from}>${to}`;
const reverse = ([from, to]: Edge): string => `${to}>${from}`;

/** Edges of a set of areas that no other area of the set has the other way round: the outline of them all. */
function outline(geometries: readonly GeoJSONGeometry[]): Edge[] {
  const edges = geometries.flatMap(edgesOf);
  const all = new Set(edges.map(text));
  return edges.filter((edge) => !all.has(reverse(edge)));
}

function insideRing(ring: readonly (readonly number[])[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [x0, y0] = ring[i - 1] as [number, number];
    const [x1, y1] = ring[i] as [number, number];
    if (y0 > lat !== y1 > lat && x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0) < lon) inside = !inside;
  }
  return inside;
}

const holds = (geometry: GeoJSONGeometry, lon: number, lat: number): boolean =>
  polygonsOf(geometry).some((rings) => rings.filter((ring) => insideRing(ring, lon, lat)).length % 2 === 1);

describe('names and codes', () => {
  it('holds the 10 districts, 141 subdistricts and 2,120 communities, each code once and inside its parent', () => {
    expect(world.districts.map(({ code }) => code)).toEqual([
      '370202',
      '370203',
      '370211',
      '370212',
      '370213',
      '370214',
      '370215',
      '370281',
      '370283',
      '370285',
    ]);
    const subdistricts = new Set(world.subdistricts.map(({ code }) => code));
    expect(subdistricts.size).toBe(141);
    expect(new Set(world.communities.map(({ code }) => code)).size).toBe(2120);
    expect(world.subdistricts.every(({ code, district }) => /^\d{9}$/.test(code) && code.startsWith(district))).toBe(
      true,
    );
    expect(world.communities.every(({ code }) => /^\d{12}$/.test(code) && subdistricts.has(code.slice(0, 9)))).toBe(
      true,
    );
  });

  it('names everything in Chinese and in English', () => {
    for (const { name, code } of [...world.districts, ...world.subdistricts, ...world.communities]) {
      expect(name.zh, code).toMatch(/^[\p{Script=Han}\d〇、()（）]+$/u);
      expect(name.en, code).toMatch(/^[A-Z0-9][\w' \-()ü]+$/u);
    }
  });

  it('knows the towns of the documented cases', () => {
    const names = new Set(world.subdistricts.map(({ name }) => name.zh));
    for (const name of ['蓼兰镇', '崔家集镇', '移风店镇', '夏庄街道']) expect(names).toContain(name);
  });
});

describe('coverage', () => {
  it('winds rings as RFC 7946 asks and closes them', () => {
    for (const { geometry, code } of [
      ...world.districts,
      ...world.subdistricts,
      { geometry: world.sea, code: 'sea' },
    ]) {
      for (const rings of polygonsOf(geometry)) {
        rings.forEach((ring, i) => {
          expect(ring[0], code).toEqual(ring.at(-1));
          expect(Math.sign(ringAreaM2(ring)), code).toBe(i === 0 ? 1 : -1);
        });
      }
    }
  });

  it('gives no side of a border to two areas', () => {
    const edges = [...world.subdistricts.map(({ geometry }) => geometry), world.sea].flatMap(edgesOf).map(text);
    expect(new Set(edges).size).toBe(edges.length);
  });

  it('lets the subdistricts of a district cover it exactly', () => {
    for (const { code, geometry } of world.districts) {
      const subdistricts = world.subdistricts
        .filter(({ district }) => district === code)
        .map((subdistrict) => subdistrict.geometry);
      expect(new Set(outline(subdistricts).map(text)), code).toEqual(new Set(edgesOf(geometry).map(text)));
      expect(
        subdistricts.reduce((sum, subdistrict) => sum + areaM2(subdistrict), 0) / areaM2(geometry),
        code,
      ).toBeCloseTo(1, 9);
    }
  });

  it('has no ring that touches itself', () => {
    for (const geometry of [...world.districts, ...world.subdistricts].map((area) => area.geometry).concat(world.sea)) {
      for (const ring of polygonsOf(geometry).flat()) {
        const inner = ring.slice(1).map(String);
        expect(new Set(inner).size).toBe(inner.length);
      }
    }
  });

  it('leaves no sliver between districts, or between a district and the sea', () => {
    const open = outline([...world.districts.map(({ geometry }) => geometry), world.sea]);
    const next = new Map(open.map(([from, to]) => [from, to]));
    const districtEdges = new Set(world.districts.flatMap(({ geometry }) => edgesOf(geometry).map(text)));
    for (const start of [...next.keys()]) {
      const ring: string[] = [];
      let touchesDistrict = false;
      for (let at = start; next.has(at); ) {
        const to = next.get(at) as string;
        touchesDistrict ||= districtEdges.has(text([at, to]));
        next.delete(at);
        ring.push(at);
        at = to;
      }
      const points = [...ring, ring[0] ?? start].map((point) => point.split(',').map(Number));
      if (touchesDistrict) expect(Math.abs(ringAreaM2(points))).toBeGreaterThan(1e8);
    }
  });

  it('puts a point into one subdistrict at most, and never into a subdistrict and the sea', () => {
    const rng = createRng('coverage');
    for (let i = 0; i < 1500; i += 1) {
      const lon = 119.4 + rng.next() * 1.8,
        lat = 35.5 + rng.next() * 1.7;
      const subdistricts = world.subdistricts
        .filter(
          ({ bbox: [w, s, e, n], geometry }) =>
            lon >= w && lon <= e && lat >= s && lat <= n && holds(geometry, lon, lat),
        )
        .map(({ code }) => code);
      expect(subdistricts.length + (holds(world.sea, lon, lat) ? 1 : 0)).toBeLessThanOrEqual(1);
      expect(world.subdistrictAt({ lon, lat })).toBe(subdistricts[0] ?? null);
      expect(world.districtAt({ lon, lat })).toBe(subdistricts[0]?.slice(0, 6) ?? null);
    }
  });

  it('counts Jiaozhou Bay as sea and the districts’ shores as coast', () => {
    for (const [lon, lat] of [
      [120.25, 36.13],
      [120.2, 36.1],
      [120.29, 36.18],
      [120.6, 36],
    ] as const) {
      expect(holds(world.sea, lon, lat)).toBe(true);
      expect(world.districtAt({ lon, lat })).toBeNull();
    }
    expect(world.coast.map(({ district }) => district)).toEqual([
      '370202',
      '370203',
      '370211',
      '370212',
      '370213',
      '370214',
      '370215',
      '370281',
    ]);
  });
});

describe('areas on the spheroid', () => {
  // 市北 and 崂山 as the documented cases state them; the others as published by the city, rounded.
  it.each([
    ['370203', 65.4],
    ['370211', 2128],
    ['370212', 395.8],
    ['370281', 1324],
    ['370283', 3176],
    ['370285', 1568],
  ])('district %s is within 7 %% of %s km²', (code, published) => {
    const district = world.districts.find((area) => area.code === code);
    expect(Math.abs((district?.areaKm2 ?? 0) / published - 1)).toBeLessThan(0.07);
  });

  it('adds up to the city’s 11,293 km² within 1 %', () => {
    expect(Math.abs(world.districts.reduce((sum, { areaKm2 }) => sum + areaKm2, 0) / 11_293 - 1)).toBeLessThan(0.01);
  });
});
