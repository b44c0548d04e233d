import { describe, expect, it } from 'vitest';
import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';
import { createBaseWorld } from '../world/create-base.ts';
import { smoothAreas, type Line, type Rings } from './smooth.ts';

/** Two areas side by side on a shore in steps. */
const WEST: Rings = [
  [
    [120, 36],
    [120.01, 36],
    [120.01, 36.02],
    [120, 36.02],
    [120, 36],
  ],
];
const EAST: Rings = [
  [
    [120.01, 36],
    [120.02, 36],
    [120.02, 36.01],
    [120.03, 36.01],
    [120.03, 36.02],
    [120.01, 36.02],
    [120.01, 36],
  ],
];
const SEA: Rings = [
  [
    [120.02, 36],
    [120.04, 36],
    [120.04, 36.02],
    [120.03, 36.02],
    [120.03, 36.01],
    [120.02, 36.01],
    [120.02, 36],
  ],
];

const key = (line: Line): string => line.map((at) => at.join(' ')).join();

/** How sharply a line turns at its sharpest place, its ends apart, in degrees. */
function sharpest(line: Line): number {
  const [, lat = 0] = line[0] ?? [];
  const scale = metresPerDegree(lat);
  const headings = line.slice(1).map(([x = 0, y = 0], i) => {
    const [fromX = 0, fromY = 0] = line[i] ?? [];
    return Math.atan2((y - fromY) * scale.lat, (x - fromX) * scale.lon);
  });
  return headings.slice(1).reduce((most, heading, i) => {
    const turn = Math.abs(heading - (headings[i] as number));
    return Math.max(most, (Math.min(turn, 2 * Math.PI - turn) * 180) / Math.PI);
  }, 0);
}

/** How far each place of a line stands out of the straight way between its neighbours, in metres. */
function corners(line: Line): number[] {
  const [, lat0 = 0] = line[0] ?? [];
  const scale = metresPerDegree(lat0);
  return line.slice(1, -1).map(([x = 0, y = 0], i) => {
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [line[i] ?? [], line[i + 2] ?? []];
    const [dx, dy] = [(bx - ax) * scale.lon, (by - ay) * scale.lat];
    const [px, py] = [(x - ax) * scale.lon, (y - ay) * scale.lat];
    const length = Math.hypot(dx, dy);
    return length === 0 ? Math.hypot(px, py) : Math.abs(px * dy - py * dx) / length;
  });
}

const MOST_CORNER_M = 4;

describe('borders and shores that are smoothed', () => {
  const { borders, rings } = smoothAreas(
    [
      ['west', WEST],
      ['east', EAST],
      ['sea', SEA],
    ],
    ['sea'],
  );

  it('stay those of both sides, vertex by vertex', () => {
    for (const { line, beside } of borders.filter(({ beside: each }) => each.length === 2)) {
      const areas = [WEST, EAST, SEA].map(rings).filter((area) => {
        const text = key(area[0] as Line);
        return text.includes(key(line)) || text.includes(key([...line].reverse()));
      });
      expect(areas, beside.join()).toHaveLength(2);
    }
  });

  it('keep their junctions, and rings closed', () => {
    const [ring] = rings(EAST);
    const junctions = ['120.01 36', '120.01 36.02', '120.02 36', '120.03 36.02'];
    const places = ring?.map((at) => at.join(' ')) ?? [];
    for (const junction of junctions) expect(places).toContain(junction);
    expect(places[0]).toBe(places.at(-1));
  });

  it('of the shore have no step that is seen', () => {
    const shore = borders.find(({ beside }) => beside.join() === 'east,sea');
    expect(shore?.line.length).toBeGreaterThan(10);
    expect(sharpest(shore?.line ?? [])).toBeLessThan(12);
  });

  it('do the same for the whole of Qingdao, where every land border but the outermost has two sides', async () => {
    const { subdistricts, sea } = await createBaseWorld();
    const polygons = (geometry: typeof sea): readonly Rings[] =>
      (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as unknown as readonly Rings[];
    const given = [
      ...subdistricts.flatMap(({ code, geometry }) => polygons(geometry).map((each) => [code, each] as const)),
      ...polygons(sea).map((each) => ['sea', each] as const),
    ];
    const all = smoothAreas(given, ['sea']);
    expect(all.borders.every(({ beside }) => beside.length <= 2)).toBe(true);
    const shore = all.borders.filter(({ beside }) => beside.includes('sea') && beside.length === 2);
    expect(shore.length).toBeGreaterThan(50);
    // Facets of 500 m met at right angles, so that corners stood out by a hundred metres; a pixel is 2 m at zoom 15.
    const raw = polygons(sea).flatMap((rings) => rings.flatMap(corners));
    expect(raw.filter((each) => each > 64).length / raw.length).toBeGreaterThan(0.3);
    const outstanding = shore.flatMap(({ line }) => corners(line));
    const sharp = outstanding.filter((each) => each > MOST_CORNER_M).length;
    // What is left are the tips of narrow spits and inlets.
    expect(sharp / outstanding.length).toBeLessThan(0.01);
  });
});
