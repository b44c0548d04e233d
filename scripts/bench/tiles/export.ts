/** All tiles of many points, and of the demonstration city, as `npm run tiles:export` writes them. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { readManifest } from '../../../tiles/api/archives.ts';
import { cpuMsOf, treeOf } from '../processes.ts';
import { databaseProcess, type TilesBench } from './bench.ts';
import { BENCH_LAYER } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';

const run = promisify(execFile);

/** No tile is kept from before: each layer is exported once, into an empty folder. */
export async function benchExport(bench: TilesBench): Promise<TilesFigure[]> {
  const { layers } = await loadCatalogue();
  const city = layers.filter(({ visibility }) => visibility === 'public').map(({ id }) => id);
  return [...(await exported(bench, 'points', [BENCH_LAYER])), ...(await exported(bench, 'city', city))];
}

async function exported(
  { place, client }: TilesBench,
  detail: 'points' | 'city',
  layers: readonly string[],
): Promise<TilesFigure[]> {
  const database = await databaseProcess(client);
  const folder = join(dirname(place.checkout), `export-${detail}`);
  const before = { service: cpuMsOf([process.pid]), database: cpuMsOf(treeOf(database)) };
  const args = ['server/run.mjs', 'scripts/commands/export-tiles.ts', '--to', folder, '--layers', layers.join()];
  await run(process.execPath, args, { cwd: place.checkout, env: place.env });
  // The time of a process that has ended is counted as that of who began it, which has waited meanwhile.
  const serviceS = (cpuMsOf([process.pid]) - before.service) / 1000;
  const databaseS = (cpuMsOf(treeOf(database)) - before.database) / 1000;
  const manifest = readManifest(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  const tiles = manifest?.archives.reduce((sum, archive) => sum + archive.tiles, 0) ?? 0;
  return [
    { name: 'export-tiles', detail, value: tiles, unit: '' },
    {
      name: 'export-rate',
      detail,
      value: tiles / (serviceS + databaseS),
      unit: '/s',
      atLeast: TILES_TARGETS.exportRate,
    },
    { name: 'export-service', detail, value: serviceS, unit: 's' },
    { name: 'export-database', detail, value: databaseS, unit: 's' },
  ];
}
