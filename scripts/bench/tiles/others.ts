/** Other tile servers, where they are on the PATH, on the same machine, points, tiles and number of connections. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONNECTIONS, NO_CACHE, withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, drawTiles, tilePath } from './city.ts';
import type { TilesFigure } from './figures.ts';
import { get, sleep } from './http.ts';
import { median } from '../statistics.ts';
import { load, rateOf } from './load.ts';

export const OTHERS = ['martin', 'pg_tileserv', 'tegola'] as const;
export type Other = (typeof OTHERS)[number];

interface Rival {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly config: string;
  readonly pathOf: (tile: { z: number; x: number; y: number }) => string;
}

const TABLE = 'bench_copy';
const COLUMNS = ['grade', 'score_grade', 'district', 'ecological', 'accessible'];
const PORT = 3917;
const URL_OF_RIVAL = `http://127.0.0.1:${PORT}`;
const LIMIT_MS = 20_000;
const ROUNDS = 3;

/** Zooms at which no server drops or aggregates features: others would be fast at what they leave out. */
const ZOOMS = [14, 15, 16];

export function installedOthers(): Other[] {
  return OTHERS.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined);
}

export async function benchOthers(bench: TilesBench): Promise<TilesFigure[]> {
  const names = installedOthers();
  if (names.length === 0) return [];
  await copyTable(bench);
  const tiles = ZOOMS.flatMap((z) => drawTiles(z, bench.positions, 60));
  const run = { connections: CONNECTIONS, seconds: bench.quick ? 2 : 8 };
  const figures: TilesFigure[] = [];
  await withService(bench, NO_CACHE, async ({ url }) => {
    const ours = tiles.map((tile) => tilePath(BENCH_LAYER, tile));
    await load(url, ours, { ...run, seconds: 2 });
    for (const name of names) {
      const rival = rivalOf(name, databaseOf(bench));
      const rates: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
      await withRival(name, rival, async () => {
        const theirs = tiles.map((tile) => rival.pathOf(tile));
        await load(URL_OF_RIVAL, theirs, { ...run, seconds: 2 });
        for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round += 1) {
          rates.ours.push(rateOf(await load(url, ours, run)));
          rates.theirs.push(rateOf(await load(URL_OF_RIVAL, theirs, run)));
        }
      });
      figures.push(
        { name: 'rival-rate', detail: name, value: median(rates.theirs), unit: '/s' },
        { name: 'rival-ours', detail: name, value: median(rates.ours), unit: '/s' },
        { name: 'rival-share', detail: name, value: median(rates.ours) / median(rates.theirs), unit: '×', atLeast: 1 },
      );
    }
  });
  return figures;
}

/** The points with plain columns, which these servers read faster than ours. */
async function copyTable({ client }: TilesBench): Promise<void> {
  const columns = COLUMNS.map((column) => `attributes ->> '${column}' as ${column}`).join(', ');
  await client.query(`drop table if exists ${TABLE}`);
  await client.query(
    `create table ${TABLE} as select fid as gid, feature_id, provenance, ${columns}, geom_3857::geometry(Point, 3857) as geom from feature where layer_id = '${BENCH_LAYER}'`,
  );
  await client.query(`alter table ${TABLE} add primary key (gid)`);
  await client.query(`create index on ${TABLE} using gist (geom)`);
  await client.query(`vacuum (analyze) ${TABLE}`);
}

function databaseOf({ place }: TilesBench): string {
  const folder = new URL(place.databaseUrl ?? '').searchParams.get('host') ?? '';
  return `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}&sslmode=disable`;
}

function rivalOf(name: Other, database: string): Rival {
  switch (name) {
    case 'martin':
      return {
        args: ['--config'],
        config: [
          `listen_addresses: '127.0.0.1:${PORT}'`,
          'cache_size_mb: 0',
          'postgres:',
          `  connection_string: '${database}'`,
          `  pool_size: ${CONNECTIONS}`,
          '  auto_publish: false',
          '  tables:',
          `    ${TABLE}:`,
          '      schema: public',
          `      table: ${TABLE}`,
          '      srid: 3857',
          '      geometry_column: geom',
          '      geometry_type: POINT',
          '      id_column: gid',
          '      properties:',
          '        feature_id: text',
          '        provenance: text',
          ...COLUMNS.map((column) => `        ${column}: text`),
          '',
        ].join('\n'),
        pathOf: ({ z, x, y }) => `/${TABLE}/${z}/${x}/${y}`,
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
        pathOf: ({ z, x, y }) => `/public.${TABLE}/${z}/${x}/${y}.pbf`,
      };
    case 'tegola':
      return {
        args: ['serve', '--config'],
        config: [
          '[webserver]',
          `port = "127.0.0.1:${PORT}"`,
          '[[providers]]',
          'name = "bench"',
          'type = "mvt_postgis"',
          `uri = "${database}&pool_max_conns=${CONNECTIONS}"`,
          'srid = 3857',
          '[[providers.layers]]',
          `name = "${TABLE}"`,
          'geometry_fieldname = "geom"',
          'geometry_type = "Point"',
          'id_fieldname = "gid"',
          'srid = 3857',
          `sql = "select gid, feature_id, provenance, ${COLUMNS.join(', ')}, ST_AsMVTGeom(geom, !BBOX!) as geom from ${TABLE} where geom && !BBOX!"`,
          '[[maps]]',
          'name = "bench"',
          '[[maps.layers]]',
          `provider_layer = "mvt_bench.${TABLE}"`,
          'min_zoom = 0',
          'max_zoom = 22',
          '',
        ].join('\n'),
        pathOf: ({ z, x, y }) => `/maps/bench/${z}/${x}/${y}.pbf`,
      };
  }
}

async function withRival(name: Other, { args, config }: Rival, use: () => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-rival-'));
  const file = join(folder, name === 'martin' ? 'config.yaml' : 'config.toml');
  await writeFile(file, config);
  const child = spawn(name, [...args, file], { stdio: 'ignore' });
  try {
    await untilAnswering(child, name);
    await use();
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilAnswering(child: ChildProcess, name: string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${name} ended with status ${child.exitCode}.`);
    if (
      await get(URL_OF_RIVAL).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error(`${name} did not start to answer.`);
}
