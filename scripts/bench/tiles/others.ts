/** Other tile servers, where they are on the PATH, on the same machine, features, tiles and number of connections. */
import { tileAttributesOf } from '../../../tiles/layer/tile-attributes.ts';
import type { Attribute, LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';
import { median } from '../statistics.ts';
import { CONNECTIONS, NO_CACHE, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, benchRegistry, drawTiles, samplePositions, tilePath } from './city.ts';
import { RIVAL_TARGETS, type RivalKind, type TilesFigure } from './figures.ts';
import { load, rateOf } from './load.ts';
import { installedRivals, RivalFailed, withRival, type RivalName, type RivalTable } from './rivals.ts';

/** The layers of each kind of tile. */
const LAYERS: Readonly<Record<RivalKind, readonly string[]>> = {
  points: [BENCH_LAYER],
  lines: ['roads'],
  areas: ['unit-grids'],
  several: [BENCH_LAYER, 'roads', 'unit-grids'],
};
const ALL = LAYERS.several;
const ROUNDS = 3;
const SECONDS = 3;
const TILES = 60;
const SAMPLE = 20_000;

export interface OthersResult {
  readonly figures: readonly TilesFigure[];
  /** Those that did not come up, with what they printed. */
  readonly failed: readonly string[];
}

/** A server that does not come up is left out, and told of at the end. */
export async function benchOthers(bench: TilesBench): Promise<OthersResult> {
  const names = installedRivals();
  if (names.length === 0) return { figures: [], failed: [] };
  const registry = await benchRegistry();
  const tables = new Map<string, RivalTable>();
  const positions = new Map<string, readonly LonLat[]>();
  for (const id of ALL) {
    const layer = registry.get(id);
    if (layer === undefined) throw new Error(`The catalogue has no layer ${id}.`);
    tables.set(id, await copyTable(bench, layer));
    positions.set(id, await samplePositions(bench.client, SAMPLE, id));
  }
  const figures: TilesFigure[] = [];
  const failed: string[] = [];
  // The very tables that the others serve are layers of ours too.
  await withService(bench, { ...NO_CACHE, SOURCES: 'own' }, async ({ url }) => {
    for (const name of names) {
      try {
        figures.push(...(await compare(bench, { name, url, tables, positions })));
      } catch (error) {
        if (!(error instanceof RivalFailed)) throw error;
        failed.push(error.message);
      }
    }
  });
  return { figures, failed };
}

interface Comparison {
  readonly name: RivalName;
  readonly url: string;
  readonly tables: ReadonlyMap<string, RivalTable>;
  readonly positions: ReadonlyMap<string, readonly LonLat[]>;
}

function compare(bench: TilesBench, { name, url, tables, positions }: Comparison): Promise<TilesFigure[]> {
  const seconds = bench.quick ? 1 : SECONDS;
  const rounds = bench.quick ? 1 : ROUNDS;
  const run = { connections: CONNECTIONS, seconds };
  return withRival(name, [...tables.values()], bench, async (rival) => {
    const figures: TilesFigure[] = [];
    for (const { kind, zoom, atLeast } of RIVAL_TARGETS) {
      const layers = LAYERS[kind];
      const of = layers.flatMap((layer) => tables.get(layer) ?? []);
      const tiles = drawTiles(zoom, positions.get(layers[0] ?? '') ?? [], TILES);
      const ours = tiles.map((tile) => tilePath(layers.join(), tile));
      const theirs = tiles.map((tile) => rival.pathOf(of, tile));
      const ofTables = tiles.map((tile) => tablePath(of, tile));
      const rates: Record<'ours' | 'tables' | 'theirs', number[]> = { ours: [], tables: [], theirs: [] };
      await load(url, ours, { ...run, seconds: 1 });
      await load(url, ofTables, { ...run, seconds: 1 });
      await load(rival.origin, theirs, { ...run, seconds: 1 });
      for (let round = 0; round < rounds; round += 1) {
        rates.ours.push(rateOf(await load(url, ours, run)));
        rates.tables.push(rateOf(await load(url, ofTables, run)));
        // A server that has not made one tile in the time counts as having made one.
        rates.theirs.push(Math.max(1 / seconds, rateOf(await load(rival.origin, theirs, run))));
      }
      const detail = `${name}, z${zoom}`;
      figures.push(
        { name: `rival-${kind}-theirs`, detail, value: median(rates.theirs), unit: '/s' },
        { name: `rival-${kind}-ours`, detail, value: median(rates.ours), unit: '/s' },
        { name: `rival-${kind}-share`, detail, value: median(rates.ours) / median(rates.theirs), unit: '×', atLeast },
        { name: `rival-${kind}-tables`, detail, value: median(rates.tables), unit: '/s' },
        {
          name: `rival-${kind}-tables-share`,
          detail,
          value: median(rates.tables) / median(rates.theirs),
          unit: '×',
          atLeast,
        },
      );
    }
    return figures;
  });
}

/** Tiles of tables as layers of their own, with all columns that the other server shows. */
function tablePath(tables: readonly RivalTable[], tile: TileCoord): string {
  const layers = tables.map(({ name }) => name.replaceAll('_', '-')).join();
  const columns = new Set(tables.flatMap((table) => table.columns.map(([name]) => name)));
  return `${tilePath(layers, tile)}?properties=${[...columns].join()}`;
}

const COLUMN_TYPES: Readonly<Record<Attribute['type'], string>> = {
  string: 'text',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
};
const MARTIN_TYPES: Readonly<Record<Attribute['type'], string>> = {
  string: 'text',
  integer: 'int8',
  number: 'float8',
  boolean: 'bool',
};

/** A layer with a plain column for each property of its tiles, which these servers read faster than ours. */
async function copyTable({ client }: TilesBench, layer: LayerDefinition): Promise<RivalTable> {
  const name = `bench_${layer.id.replaceAll('-', '_')}`;
  const attributes = tileAttributesOf(layer).flatMap((key) => {
    const type = layer.attributes[key]?.type;
    return type === undefined ? [] : [[key, type] as const];
  });
  const columns = attributes.map(([key, type]) => `(attributes ->> '${key}')::${COLUMN_TYPES[type]} as "${key}"`);
  const geometry = layer.geometry === 'Point' ? 'geom_3857::geometry(Point, 3857)' : 'geom_3857';
  await client.query(`drop table if exists ${name}`);
  await client.query(
    `create table ${name} as select fid as gid, feature_id as id, provenance, ${columns.join(', ')}, ${geometry} as geom from feature where layer_id = '${layer.id}'`,
  );
  await client.query(`alter table ${name} add primary key (gid)`);
  await client.query(`create index on ${name} using gist (geom)`);
  await client.query(`vacuum (analyze) ${name}`);
  return {
    name,
    geometry: layer.geometry,
    columns: [
      ['id', 'text'],
      ['provenance', 'text'],
      ...attributes.map(([key, type]) => [key, MARTIN_TYPES[type]] as const),
    ],
  };
}
