/**
 * Streets of a made-up province as an extract of OpenStreetMap (`.osm.pbf`), written piece by piece: towns of shaken
 * grids, of which one street in nine is left out, one in ten is one-way and each bends up to four times, joined by
 * roads; a few turns of each town are forbidden. The same for the same province.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { deflateSync } from 'node:zlib';
import type { PbfWriter } from 'pbf';
import { blob, bytesField, message, raw } from '../../../server/testing/osm-writer.ts';
import { randomFrom, type Random } from '../../../server/testing/random.ts';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { Province } from './size.ts';

/** Nodes of a town's grid along either side, and metres between them. */
const SIDE = 54;
const BLOCK_M = 90;
/** Nodes of a town have numbers from this times its own on: OpenStreetMap's have gaps as well. */
const TOWN_IDS = 32_768;
const MOST_BENDS = 4;
const LONGEST_WAY = 8;
const ROAD_BENDS = 20;
const TURNS_OF_TOWN = 10;
/** Nodes of PBF count 1e-7 degrees. */
const UNITS = 1e7;

const KINDS = [
  { highway: 'residential' },
  { highway: 'residential', oneway: 'yes' },
  { highway: 'tertiary' },
  { highway: 'secondary' },
] as const satisfies readonly Readonly<Record<string, string>>[];
const [LANE, ONE_WAY, STREET, ROAD] = [0, 1, 2, 3];

interface Way {
  readonly id: number;
  readonly kind: number;
  readonly refs: readonly number[];
}

interface Turn {
  readonly from: number;
  readonly via: number;
  readonly to: number;
}

interface Town {
  /** Longitude and latitude by turns, in `UNITS`; numbers of nodes ascend. */
  readonly ids: readonly number[];
  readonly places: readonly number[];
  readonly ways: readonly Way[];
  readonly turns: readonly Turn[];
  readonly edges: number;
}

/** Writes the file. Gives how many edges it has. */
export async function writeStreets(path: string, province: Province): Promise<number> {
  const file = createWriteStream(path);
  const header = message((pbf) => {
    for (const feature of ['OsmSchema-V0.6', 'DenseNodes']) bytesField(pbf, 4, Buffer.from(feature));
  });
  await write(file, blob('OSMHeader', raw(header)));
  let edges = 0;
  const towns = province.columns * province.rows;
  for (let town = 0; town < towns; town += 1) {
    const made = townOf(province, town);
    edges += made.edges;
    await write(file, block([], nodesGroup(made)));
  }
  for (let town = 0; town < towns; town += 1) await write(file, block(TEXTS, waysGroup(townOf(province, town).ways)));
  for (let town = 0; town < towns; town += 1) {
    const { turns } = townOf(province, town);
    if (turns.length > 0) await write(file, block(TEXTS, turnsGroup(turns, town)));
  }
  file.end();
  await finished(file);
  return edges;
}

async function write(file: WriteStream, bytes: Buffer): Promise<void> {
  if (!file.write(bytes)) await once(file, 'drain');
}

class TownMaker {
  readonly ids: number[] = [];
  readonly places: number[] = [];
  readonly ways: Way[] = [];
  edges = 0;
  readonly #random: Random;
  readonly #firstNode: number;
  readonly #firstWay: number;

  constructor(town: number, random: Random) {
    this.#random = random;
    this.#firstNode = 1 + town * TOWN_IDS;
    this.#firstWay = 1 + town * TOWN_IDS;
  }

  node(lon: number, lat: number): number {
    const id = this.#firstNode + this.ids.length;
    this.ids.push(id);
    this.places.push(lon, lat);
    return id;
  }

  at(id: number): readonly [lon: number, lat: number] {
    const at = 2 * (id - this.#firstNode);
    return [this.places[at] as number, this.places[at + 1] as number];
  }

  way(kind: number, refs: readonly number[]): number {
    const id = this.#firstWay + this.ways.length;
    this.ways.push({ id, kind, refs });
    return id;
  }

  /** Nodes between two places, beside the straight line. */
  bends(from: readonly [number, number], to: readonly [number, number], count: number, asideUnits: number): number[] {
    return Array.from({ length: count }, (_, i) => {
      const share = (i + 1) / (count + 1);
      const aside = (): number => (this.#random.next() - 0.5) * asideUnits;
      return this.node(
        Math.round(from[0] + (to[0] - from[0]) * share + aside()),
        Math.round(from[1] + (to[1] - from[1]) * share + aside()),
      );
    });
  }
}

/** South-west corner of a town's grid, in degrees, and its steps. */
function gridOf({ bounds: [west, south], columns, townDeg }: Province, town: number) {
  const [column, row] = [town % columns, Math.floor(town / columns)];
  const lat = south + (row + 0.5) * townDeg[1];
  const scale = metresPerDegree(lat);
  const [stepLon, stepLat] = [BLOCK_M / scale.lon, BLOCK_M / scale.lat];
  const half = (SIDE - 1) / 2;
  return {
    column,
    row,
    stepLon,
    stepLat,
    west: west + (column + 0.5) * townDeg[0] - half * stepLon,
    south: lat - half * stepLat,
  };
}

/** Where a grid's node is: its shake is its own, so that a neighbour's can be known without making the town. */
function placeOf(province: Province, town: number, column: number, row: number): readonly [number, number] {
  const { west, south, stepLon, stepLat } = gridOf(province, town);
  const random = randomFrom(town * TOWN_IDS + row * SIDE + column);
  const shaken = (at: number): number => at + (random.next() - 0.5) * 0.5;
  return [Math.round((west + shaken(column) * stepLon) * UNITS), Math.round((south + shaken(row) * stepLat) * UNITS)];
}

function townOf(province: Province, town: number): Town {
  const random = randomFrom(town ^ 0x5eed);
  const maker = new TownMaker(town, random);
  const grid = Array.from({ length: SIDE * SIDE }, (_, i) =>
    maker.node(...placeOf(province, town, i % SIDE, Math.floor(i / SIDE))),
  );
  const [endAt, startAt] = [new Map<number, number>(), new Map<number, number>()];
  for (let line = 0; line < SIDE; line += 1) {
    layLine(
      maker,
      random,
      (i) => grid[line * SIDE + i] as number,
      (way, last) => endAt.set(last, way),
    );
    layLine(
      maker,
      random,
      (i) => grid[i * SIDE + line] as number,
      (way, _last, first) => startAt.set(first, way),
    );
  }
  const turns = [...endAt]
    .filter(([via]) => startAt.has(via))
    .slice(0, TURNS_OF_TOWN)
    .map(([via, from]) => ({ from, via, to: startAt.get(via) as number }));
  layRoads(maker, province, town, grid);
  return { ids: maker.ids, places: maker.places, ways: maker.ways, turns, edges: maker.edges };
}

/** A line of the grid: ways of up to eight blocks, with gaps where a street is left out. */
function layLine(
  maker: TownMaker,
  random: Random,
  nodeAt: (i: number) => number,
  laid: (way: number, last: number, first: number) => void,
): void {
  let refs: number[] = [];
  let blocks = 0;
  const end = (): void => {
    if (blocks > 0) {
      const kind = random.next() < 0.1 ? ONE_WAY : random.next() < 0.2 ? STREET : LANE;
      laid(maker.way(kind, refs), refs.at(-1) as number, refs[0] as number);
    }
    [refs, blocks] = [[], 0];
  };
  for (let i = 0; i + 1 < SIDE; i += 1) {
    if (random.next() < 1 / 9) {
      end();
      continue;
    }
    const [from, to] = [nodeAt(i), nodeAt(i + 1)];
    if (blocks === 0) refs.push(from);
    refs.push(...maker.bends(maker.at(from), maker.at(to), random.below(MOST_BENDS + 1), 1000), to);
    blocks += 1;
    maker.edges += 1;
    if (blocks === LONGEST_WAY) end();
  }
  end();
}

/** Roads to the towns in the east and in the north. */
function layRoads(maker: TownMaker, province: Province, town: number, grid: readonly number[]): void {
  const { columns, rows } = province;
  const [column, row] = [town % columns, Math.floor(town / columns)];
  const middle = Math.floor((SIDE - 1) / 2);
  const roads = [
    { is: column + 1 < columns, to: town + 1, own: [SIDE - 1, middle], other: [0, middle] },
    { is: row + 1 < rows, to: town + columns, own: [middle, SIDE - 1], other: [middle, 0] },
  ] as const;
  for (const { is, to, own, other } of roads) {
    if (!is) continue;
    const from = grid[own[1] * SIDE + own[0]] as number;
    const there = placeOf(province, to, other[0], other[1]);
    const refs = [
      from,
      ...maker.bends(maker.at(from), there, ROAD_BENDS, 5000),
      1 + to * TOWN_IDS + other[1] * SIDE + other[0],
    ];
    maker.way(ROAD, refs);
    maker.edges += 1;
  }
}

const TEXTS = [
  '',
  ...new Set([
    ...KINDS.flatMap((tags) => Object.entries(tags).flat()),
    ...['type', 'restriction', 'no_left_turn', 'from', 'via', 'to'],
  ]),
];
const textAt = (text: string): number => TEXTS.indexOf(text);

function block(texts: readonly string[], group: Uint8Array): Buffer {
  const content = message((pbf) => {
    bytesField(
      pbf,
      1,
      message((table) => {
        for (const text of texts) bytesField(table, 1, Buffer.from(text));
      }),
    );
    bytesField(pbf, 2, group);
  });
  const zipped = deflateSync(content, { level: 1 });
  return blob(
    'OSMData',
    message((pbf) => {
      pbf.writeTag(2, 0);
      pbf.writeVarint(content.length);
      bytesField(pbf, 3, zipped);
    }),
  );
}

function nodesGroup({ ids, places }: Town): Uint8Array {
  const column = (pbf: PbfWriter, field: number, at: (i: number) => number): void =>
    bytesField(
      pbf,
      field,
      message((list) => {
        for (let i = 0; i < ids.length; i += 1) list.writeSVarint(at(i) - (i === 0 ? 0 : at(i - 1)));
      }),
    );
  return message((pbf) =>
    bytesField(
      pbf,
      2,
      message((dense) => {
        column(dense, 1, (i) => ids[i] as number);
        column(dense, 8, (i) => places[2 * i + 1] as number);
        column(dense, 9, (i) => places[2 * i] as number);
      }),
    ),
  );
}

function waysGroup(ways: readonly Way[]): Uint8Array {
  return message((pbf) => {
    for (const { id, kind, refs } of ways)
      bytesField(
        pbf,
        3,
        message((way) => {
          way.writeTag(1, 0);
          way.writeVarint(id);
          const tags = Object.entries(KINDS[kind] ?? {});
          texts(
            way,
            2,
            tags.map(([key]) => key),
          );
          texts(
            way,
            3,
            tags.map(([, value]) => value),
          );
          differences(way, 8, refs);
        }),
      );
  });
}

function turnsGroup(turns: readonly Turn[], town: number): Uint8Array {
  return message((pbf) => {
    for (const [i, { from, via, to }] of turns.entries())
      bytesField(
        pbf,
        4,
        message((relation) => {
          relation.writeTag(1, 0);
          relation.writeVarint(1 + town * TURNS_OF_TOWN + i);
          texts(relation, 2, ['type', 'restriction']);
          texts(relation, 3, ['restriction', 'no_left_turn']);
          texts(relation, 8, ['from', 'via', 'to']);
          differences(relation, 9, [from, via, to]);
          // Ways, and a node between them.
          bytesField(relation, 10, Uint8Array.of(1, 0, 1));
        }),
      );
  });
}

function texts(pbf: PbfWriter, field: number, list: readonly string[]): void {
  bytesField(
    pbf,
    field,
    message((packed) => {
      for (const text of list) packed.writeVarint(textAt(text));
    }),
  );
}

function differences(pbf: PbfWriter, field: number, values: readonly number[]): void {
  bytesField(
    pbf,
    field,
    message((packed) => {
      for (let i = 0; i < values.length; i += 1)
        packed.writeSVarint((values[i] as number) - (i === 0 ? 0 : (values[i - 1] as number)));
    }),
  );
}
