import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { osmFile } from '../../../testing/osm-writer.ts';
import { isWithin, seaPolygons, type OsmElement, type Ring, type SeaBounds } from '../../../osm/index.ts';
import { readPbf } from './read-pbf.ts';
import type { Tags } from './speeds.ts';

const folder = mkdtempSync(join(tmpdir(), 'chengtu-water-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the sea of a coastline', () => {
  const BOUNDS: SeaBounds = { known: [0, 0, 10, 10], box: [-2, -2, 12, 12] };
  /** Which of a row of places is in the sea: `~` is water. */
  const drawn = (lines: readonly Ring[]): string[] => {
    const seas = seaPolygons(lines, BOUNDS);
    return [11, 9, 5, 1, -1].map((lat) =>
      [-1, 1, 3, 5, 7, 9, 11]
        .map((lon) =>
          seas.some(([outer = [], ...islands]) => {
            const place = [lon, lat + 0.01] as const;
            return isWithin(place, outer) && !islands.some((island) => isWithin(place, island));
          })
            ? '~'
            : '.',
        )
        .join(''),
    );
  };
  const northward: Ring = [
    [6, -5],
    [6, 5],
    [6, 15],
  ];
  const around = (lon: number, lat: number, size: number): Ring => [
    [lon - size, lat - size],
    [lon + size, lat - size],
    [lon + size, lat + size],
    [lon - size, lat + size],
    [lon - size, lat - size],
  ];

  it('lies to the right of it', () => {
    expect(drawn([northward])).toEqual(Array(5).fill('....~~~'));
    expect(drawn([[...northward].reverse()])).toEqual(Array(5).fill('~~~~...'));
  });

  it('is the same where the line is in pieces, in any order', () => {
    expect(drawn([northward.slice(1), northward.slice(0, 2)])).toEqual(Array(5).fill('....~~~'));
  });

  it('goes on to the border where the extract ends before it', () => {
    expect(
      drawn([
        [
          [6, 0.5],
          [6, 9.5],
        ],
      ]),
    ).toEqual(Array(5).fill('....~~~'));
    // A bay that is entered and left by the east side.
    expect(
      drawn([
        [
          [9.5, 3],
          [4, 3],
          [4, 7],
          [9.5, 7],
        ],
      ]),
    ).toEqual(['.......', '.......', '...~~~~', '.......', '.......']);
  });

  it('is what several lines leave of the box', () => {
    const strait: Ring[] = [
      northward,
      [
        [2, 15],
        [2, -5],
      ],
    ];
    expect(drawn(strait)).toEqual(Array(5).fill('~~..~~~'));
    expect(drawn(strait.map((line) => [...line].reverse()))).toEqual(Array(5).fill('..~~...'));
  });

  it('has islands, whole ones and those at the border', () => {
    expect(drawn([northward, around(9, 5, 1.5)])[2]).toBe('....~.~');
    expect(drawn([around(5, 5, 1.5)])).toEqual(['~~~~~~~', '~~~~~~~', '~~~.~~~', '~~~~~~~', '~~~~~~~']);
    expect(drawn([around(12, 5, 4)])[2]).toBe('~~~~~..');
    // Wherever the ring begins.
    const ring = around(12, 5, 4).slice(0, -1);
    for (let first = 0; first < 4; first += 1) {
      const turned = [...ring.slice(first), ...ring.slice(0, first), ring[first] as Ring[number]];
      expect(drawn([turned])[2]).toBe('~~~~~..');
    }
  });

  it('may be a basin inland', () => {
    expect(drawn([[...around(5, 5, 1.5)].reverse()])[2]).toBe('...~...');
  });
});

describe('water of an extract', () => {
  const node = (id: number, x: number, y: number): OsmElement => ({
    type: 'node',
    id,
    lon: 120 + x / 1000,
    lat: 36 + y / 1000,
    tags: {},
  });
  const way = (id: number, refs: readonly number[], tags: Tags): OsmElement => ({ type: 'way', id, refs, tags });
  const square = (first: number, x: number, y: number, size: number): OsmElement[] => [
    node(first, x, y),
    node(first + 1, x + size, y),
    node(first + 2, x + size, y + size),
    node(first + 3, x, y + size),
  ];
  const ring = (first: number): number[] => [0, 1, 2, 3, 0].map((i) => first + i);
  const STREET = [node(1, 0, 0), node(2, 20, 0), way(1, [1, 2], { highway: 'residential' })];
  const read = async (elements: readonly OsmElement[]) => {
    const path = join(folder, 'water.osm.pbf');
    writeFileSync(path, osmFile([...STREET, ...elements]));
    const { water, warnings } = await readPbf(path);
    return { shapes: water.map((rings) => rings.map(({ length }) => length)), codes: warnings.map(({ code }) => code) };
  };

  it.each([
    ['a lake', { natural: 'water' }, 1],
    ['a river drawn as an area', { waterway: 'riverbank' }, 1],
    ['a reservoir', { landuse: 'reservoir' }, 1],
    ['a covered basin', { landuse: 'basin', covered: 'yes' }, 0],
    ['a tank below ground', { natural: 'water', location: 'underground' }, 0],
    ['a wood', { natural: 'wood' }, 0],
    ['the line of a river', { waterway: 'river' }, 0],
  ] as const)('is %s: %j', async (_, tags, count) => {
    const { shapes } = await read([...square(10, 5, 5, 3), way(9, ring(10), tags)]);
    expect(shapes).toEqual(Array(count).fill([5]));
  });

  it('is not what is smaller than anybody sees', async () => {
    expect((await read([...square(10, 5, 5, 0.1), way(9, ring(10), { natural: 'water' })])).shapes).toEqual([]);
  });

  it('has shores of several ways, islands, and parts that are not whole', async () => {
    const lake = [...square(10, 2, 2, 9), ...square(20, 4, 4, 2)];
    const halves = [way(31, [10, 11, 12], {}), way(32, [10, 13, 12], {}), way(33, ring(20), { natural: 'wood' })];
    const member = (ref: number, role: string) => ({ type: 'way' as const, ref, role });
    const relation = (members: readonly ReturnType<typeof member>[]): OsmElement => ({
      type: 'relation',
      id: 5,
      tags: { type: 'multipolygon', natural: 'water' },
      members,
    });
    const whole = [member(31, 'outer'), member(33, 'inner'), member(32, 'outer')];
    expect(await read([...lake, ...halves, relation(whole)])).toEqual({ shapes: [[5, 5]], codes: [] });
    expect(await read([...lake, ...halves, relation(whole.slice(0, 2))])).toEqual({
      shapes: [],
      codes: ['network-water-open'],
    });
    expect(await read([...lake, ...halves, relation([...whole, member(99, 'outer')])])).toEqual({
      shapes: [[5, 5]],
      codes: ['network-water-open'],
    });
  });

  it('is the sea, but not where the streets would lie in it', async () => {
    const coast = (refs: readonly number[]) => [
      node(10, -5, 3),
      node(11, 25, 3),
      way(9, refs, { natural: 'coastline' }),
    ];
    // Land to the left: the street is south of it.
    expect((await read(coast([11, 10]))).shapes).toHaveLength(1);
    expect(await read(coast([10, 11]))).toEqual({ shapes: [], codes: ['network-coast-unclear'] });
  });
});
