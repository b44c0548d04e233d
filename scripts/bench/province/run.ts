/** Makes a province's files, imports them by the commands of the product, and asks for the nearest facilities. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atSignal } from '../../testing/at-signal.ts';
import type { PROVINCE_FIGURES } from '../../cli/messages/bench-province.ts';
import type { Figure } from '../figures.ts';
import type { Place } from '../place.ts';
import type { Asked } from './ask.ts';
import { writePeople } from './people.ts';
import type { Province } from './size.ts';
import { writeStreets } from './streets.ts';

export type ProvinceFigure = Figure<keyof typeof PROVINCE_FIGURES>;
export type ProvinceStep = 'files' | 'streets' | 'people' | 'nearest';

/** Promise of the project: the nearest of 10,000 facilities for all cells of a province. */
const NEAREST_S = 15;
const FACILITIES = 10_000;
const [NETWORK, DEMAND] = ['roads', 'people'] as const;
const POLL_MS = 200;

export async function benchProvince(
  place: Place,
  province: Province,
  tell: (step: ProvinceStep) => void,
): Promise<ProvinceFigure[]> {
  tell('files');
  const city = await writeCity(join(place.home, '..', 'province'), province);
  const files = { streets: join(city, 'streets.osm.pbf'), people: join(city, 'people.tif') };
  const edges = await writeStreets(files.streets, province);
  await writePeople(files.people, province);
  const env = { ...place.env, CHENGTU_CITY: city };
  const command = (script: string, ...args: string[]): Promise<Ran> => runScript(place, env, [script, ...args]);
  tell('streets');
  const streets = await command('scripts/commands/network.ts', files.streets, '--id', NETWORK);
  tell('people');
  const people = await command('scripts/commands/demand.ts', files.people, '--id', DEMAND);
  tell('nearest');
  const ask = (): Promise<Ran> => command('scripts/bench/province/ask.ts', NETWORK, DEMAND, String(FACILITIES));
  const rows = await ask();
  const again = await ask();
  const first = JSON.parse(rows.output) as Asked;
  const asked = JSON.parse(again.output) as Asked;
  return [
    { name: 'streets-time', detail: edges, value: streets.tookS, unit: 's' },
    { name: 'streets-memory', value: streets.peakMb, unit: 'MB' },
    { name: 'people-time', detail: asked.cells, value: people.tookS, unit: 's' },
    { name: 'people-memory', value: people.peakMb, unit: 'MB' },
    { name: 'graph-rows', value: first.graphS, unit: 's' },
    { name: 'graph-file', value: asked.graphS, unit: 's' },
    { name: 'demand', value: asked.demandS, unit: 's' },
    { name: 'index', value: asked.indexS, unit: 's' },
    { name: 'snap', value: asked.snapS, unit: 's' },
    { name: 'search-graph', value: asked.searchGraphS, unit: 's' },
    { name: 'nearest', detail: FACILITIES, value: asked.nearestS, unit: 's', atMost: NEAREST_S },
    { name: 'nearest-cpu', detail: FACILITIES, value: asked.nearestCpuS, unit: 's' },
    { name: 'nearest-memory', value: again.peakMb, unit: 'MB' },
  ];
}

/** A city of these bounds with one layer, which nobody loads. */
async function writeCity(folder: string, { bounds }: Province): Promise<string> {
  await mkdir(join(folder, 'layers'), { recursive: true });
  const city = {
    code: '990000',
    name: { zh: '虚构省', en: 'Made-up province' },
    timeZone: 'Asia/Shanghai',
    bounds,
    start: { center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2], zoom: 7 },
  };
  const title = { zh: '无', en: 'None' };
  const layer = {
    id: 'none',
    title,
    description: title,
    theme: 'education',
    geometry: 'Point',
    owner: title,
    source: title,
    visibility: 'public',
    attributes: { name: { type: 'string', title } },
    required: [],
    name: { zh: 'name' },
    minzoom: 0,
    maxzoom: 16,
    tileAttributes: ['name'],
    filters: [],
    style: { order: 1, color: { light: '#336699', dark: '#88aadd' } },
  };
  await writeFile(join(folder, 'city.json'), JSON.stringify(city));
  await writeFile(join(folder, 'layers', 'none.json'), JSON.stringify(layer));
  return folder;
}

interface Ran {
  readonly output: string;
  readonly tookS: number;
  /** Most memory that its process held; NaN where the system does not say. */
  readonly peakMb: number;
}

async function runScript({ checkout }: Place, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ran> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(checkout, 'server/run.mjs'), ...args], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const off = atSignal(() => {
    child.kill('SIGKILL');
  });
  const [output, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  let peakMb = NaN;
  const watch = setInterval(() => void peakOf(child.pid ?? 0).then((mb) => (peakMb = mb ?? peakMb)), POLL_MS);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(watch);
  off();
  if (status !== 0) throw new Error(`${args[0] ?? ''}: ${Buffer.concat(errors).toString().slice(-2000)}`);
  return { output: Buffer.concat(output).toString(), tookS: (performance.now() - startedAt) / 1000, peakMb };
}

/** What Linux notes of a process. */
async function peakOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8').catch(() => '');
  const kb = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kb === undefined ? null : Number(kb) / 1024;
}
