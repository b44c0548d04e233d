/** The layer of many points as a file in every format, and beside it what GDAL makes of the same rows. */
import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { FILE_FORMATS } from '../../../server/formats/index.ts';
import { withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, benchRegistry } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';

const SAMPLE_MS = 50;

export function hasOgr(): boolean {
  return spawnSync('ogr2ogr', ['--version'], { stdio: 'ignore' }).error === undefined;
}

export async function benchDownloads(bench: TilesBench): Promise<TilesFigure[]> {
  const { rows } = await bench.client.query<{ n: number }>(
    'select count(*)::int as n from feature where layer_id = $1',
    [BENCH_LAYER],
  );
  const count = rows[0]?.n ?? 0;
  const figures: TilesFigure[] = [];
  let ours = 0;
  // A process a format: what one leaves behind is not the memory of the next.
  for (const format of Object.keys(FILE_FORMATS)) {
    const { seconds, megabytes, memoryMb } = await withService(bench, { WORKERS: '1' }, ({ url, pid }) =>
      measure(`${url}/layers/${BENCH_LAYER}/download.${format}`, pid),
    );
    if (format === 'geojson') ours = count / seconds;
    const target = format === 'geojson' ? { atLeast: TILES_TARGETS.downloadRate } : {};
    figures.push(
      { name: 'download-rate', detail: format, value: count / seconds, unit: '/s', ...target },
      { name: 'download-size', detail: format, value: megabytes, unit: 'MB' },
      { name: 'download-memory', detail: format, value: memoryMb, unit: 'MB', atMost: TILES_TARGETS.downloadMb },
    );
  }
  if (!hasOgr()) return figures;
  const theirs = count / (await ogrSeconds(bench));
  figures.push(
    { name: 'download-ogr', value: theirs, unit: '/s' },
    { name: 'download-ogr-share', value: ours / theirs, unit: '×' },
  );
  return figures;
}

/** Memory is what the process added at most while it answered. */
async function measure(url: string, pid: number) {
  // What the first answer needs anyway, such as compiled code, is no part of a layer's.
  await read(`${url}?bbox=0,0,0.1,0.1`);
  const before = await residentMb(pid);
  let peak = before;
  const timer = setInterval(() => {
    void residentMb(pid).then((now) => (peak = Math.max(peak, now)));
  }, SAMPLE_MS);
  const startedAt = performance.now();
  const bytes = await read(url);
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(timer);
  return { seconds, megabytes: bytes / 1e6, memoryMb: peak - before };
}

/** Bytes of an answer that is thrown away as it comes. */
async function read(url: string): Promise<number> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, resolve).once('error', reject);
  });
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) bytes += part.length;
  if (answer.statusCode !== 200) throw new Error(`${url} was answered ${String(answer.statusCode)}.`);
  return bytes;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

/** The same columns, in the same order, as GeoJSON that nobody keeps. */
async function ogrSeconds({ place }: TilesBench): Promise<number> {
  const layer = (await benchRegistry()).layer(BENCH_LAYER);
  const attributes = Object.entries(layer.attributes).map(([name, { type }]) => {
    const cast = { string: 'text', integer: 'bigint', number: 'float8', boolean: 'boolean' }[type];
    return `(attributes->>'${name}')::${cast} as "${name}"`;
  });
  const sql =
    `select feature_id as id, ${attributes.join(', ')}, provenance, owner, valid_from as updated_at, geom from feature ` +
    `where layer_id = '${BENCH_LAYER}' and visibility = 'public' order by feature_id`;
  const startedAt = performance.now();
  const child = spawn('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', sourceOf(place.databaseUrl ?? ''), '-sql', sql], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.resume();
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (status !== 0) throw new Error(`ogr2ogr ended with ${String(status)}: ${said.slice(0, 500)}`);
  return (performance.now() - startedAt) / 1000;
}

/** GDAL takes the address of a database by its parts. */
function sourceOf(databaseUrl: string): string {
  const { hostname, port, username, password, pathname, searchParams } = new URL(databaseUrl);
  const parts = {
    host: searchParams.get('host') ?? hostname,
    port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    dbname: decodeURIComponent(pathname.slice(1)),
  };
  const given = Object.entries(parts).filter(([, value]) => value !== '');
  return `PG:${given.map(([name, value]) => `${name}='${value.replace(/[\\']/g, '\\$&')}'`).join(' ')}`;
}
