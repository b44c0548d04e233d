/** How other tile servers serve tables of the benchmark's database: their configurations and addresses. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TileCoord } from '../../../tiles/tile/tile.ts';
import { CONNECTIONS, type TilesBench } from './bench.ts';
import { get, sleep } from './http.ts';

export const RIVALS = ['martin', 'pg_tileserv', 'tegola'] as const;
export type RivalName = (typeof RIVALS)[number];

/** A table that holds what a layer's tiles show: `gid`, `geom` (EPSG:3857) and a column for each property. */
export interface RivalTable {
  readonly name: string;
  /** As Martin and Tegola name types of geometry. */
  readonly geometry: 'Point' | 'LineString' | 'Polygon';
  /** Name and type of each property. */
  readonly columns: readonly (readonly [string, string])[];
}

interface Rival {
  readonly args: readonly string[];
  readonly config: string;
  /** Of a tile of some tables. */
  readonly pathOf: (tables: readonly RivalTable[], tile: TileCoord) => string;
}

export interface RunningRival {
  readonly origin: string;
  readonly pathOf: Rival['pathOf'];
}

/** Another server did not come up: with what it printed. */
export class RivalFailed extends Error {
  override readonly name = 'RivalFailed';
}

const PORT = 3917;
const ORIGIN = `http://127.0.0.1:${PORT}`;
const LIMIT_MS = 20_000;

export function installedRivals(): RivalName[] {
  return RIVALS.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined);
}

/** Rejects with `RivalFailed` where it does not come up. */
export async function withRival<T>(
  name: RivalName,
  tables: readonly RivalTable[],
  { place }: TilesBench,
  use: (rival: RunningRival) => Promise<T>,
): Promise<T> {
  const { args, config, pathOf } = rivalOf(name, tables, databaseOf(place.databaseUrl ?? ''));
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-rival-'));
  const file = join(folder, name === 'martin' ? 'config.yaml' : 'config.toml');
  await writeFile(file, config);
  const child = spawn(name, [...args, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    await untilAnswering(child, name);
    return await use({ origin: ORIGIN, pathOf });
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

/** By TCP: Tegola knows no sockets. */
function databaseOf(databaseUrl: string): string {
  const { port } = new URL(databaseUrl);
  return `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
}

function rivalOf(name: RivalName, tables: readonly RivalTable[], database: string): Rival {
  switch (name) {
    case 'martin':
      return {
        args: ['--config'],
        config: martinConfig(tables, database),
        pathOf: (of, { z, x, y }) => `/${of.map((table) => table.name).join()}/${z}/${x}/${y}`,
      };
    case 'pg_tileserv':
      return {
        args: ['--config'],
        config: [
          `DbConnection = "${database}"`,
          'HttpHost = "127.0.0.1"',
          `HttpPort = ${PORT}`,
          `DbPoolMaxConns = ${CONNECTIONS}`,
          'CacheTTL = 0',
          '',
        ].join('\n'),
        pathOf: (of, { z, x, y }) => `/${of.map((table) => `public.${table.name}`).join()}/${z}/${x}/${y}.pbf`,
      };
    case 'tegola':
      return {
        args: ['serve', '--config'],
        config: tegolaConfig(tables, database),
        pathOf: (of, { z, x, y }) => `/maps/${mapOf(of, tables)}/${z}/${x}/${y}.pbf`,
      };
  }
}

function martinConfig(tables: readonly RivalTable[], database: string): string {
  return [
    `listen_addresses: '127.0.0.1:${PORT}'`,
    'cache_size_mb: 0',
    'postgres:',
    `  connection_string: '${database}'`,
    `  pool_size: ${CONNECTIONS}`,
    '  auto_publish: false',
    '  tables:',
    ...tables.flatMap(({ name, geometry, columns }) => [
      `    ${name}:`,
      '      schema: public',
      `      table: ${name}`,
      '      srid: 3857',
      '      geometry_column: geom',
      `      geometry_type: ${geometry.toUpperCase()}`,
      '      id_column: gid',
      '      properties:',
      ...columns.map(([column, type]) => `        ${column}: ${type}`),
    ]),
    '',
  ].join('\n');
}

/** A map for each table, and one for all. */
function tegolaConfig(tables: readonly RivalTable[], database: string): string {
  return [
    '[webserver]',
    `port = "127.0.0.1:${PORT}"`,
    '[[providers]]',
    'name = "bench"',
    'type = "mvt_postgis"',
    `uri = "${database}&pool_max_conns=${CONNECTIONS}"`,
    'srid = 3857',
    ...tables.flatMap(({ name, geometry, columns }) => [
      '[[providers.layers]]',
      `name = "${name}"`,
      'geometry_fieldname = "geom"',
      `geometry_type = "${geometry}"`,
      'id_fieldname = "gid"',
      'srid = 3857',
      `sql = '''select gid, ${columns.map(([column]) => `"${column}"`).join(', ')}, ST_AsMVTGeom(geom, !BBOX!) as geom from ${name} where geom && !BBOX!'''`,
    ]),
    ...[...tables.map((table) => [table]), tables].flatMap((of) => [
      '[[maps]]',
      `name = "${mapOf(of, tables)}"`,
      ...of.flatMap(({ name }) => [
        '[[maps.layers]]',
        // Prefixed by the provider's name, not by its type.
        `provider_layer = "bench.${name}"`,
        'min_zoom = 0',
        'max_zoom = 22',
      ]),
    ]),
    '',
  ].join('\n');
}

function mapOf(of: readonly RivalTable[], all: readonly RivalTable[]): string {
  return of.length === all.length ? 'all' : of.map((table) => table.name).join('-');
}

async function untilAnswering(child: ChildProcess, name: RivalName): Promise<void> {
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed.push(chunk.toString());
      printed.splice(0, printed.length - 20);
    });
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (status) => (failure = `status ${String(status)}`));
  const deadline = performance.now() + LIMIT_MS;
  while (failure === null && performance.now() < deadline) {
    const answers = await get(ORIGIN).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(100);
  }
  throw new RivalFailed(`${name}: ${failure ?? 'no answer'}\n${printed.join('').trim()}`);
}
