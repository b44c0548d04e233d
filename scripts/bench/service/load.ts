/** `npm run data:load` of many points with all attributes of a toilet, from starting the command to its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toiletFittings } from '../../qingdao/generate/toilet-fittings.ts';
import { createBaseWorld } from '../../qingdao/generate/world/create-base.ts';
import { createRng } from '../../qingdao/generate/world/rng.ts';
import { scoreGrade } from '../../../tiles/cases/toilet-standard.ts';
import { TARGETS, type ServiceFigure } from './figures.ts';
import type { Place } from '../place.ts';

/** The number of points that the target is about. */
const FULL = 100_000;
const GRADES = ['first', 'second', 'third'] as const;

export async function benchLoad(place: Place, points: number): Promise<ServiceFigure[]> {
  const file = join(place.home, '..', 'toilets.geojson');
  await writeToilets(file, points);
  const startedAt = performance.now();
  await loadFile(place, 'toilets', file);
  const seconds = (performance.now() - startedAt) / 1000;
  const common = { part: 'load', detail: points, database: place.database } as const;
  // The project promises the time of PostgreSQL only.
  const target = place.database === 'server' && points === FULL ? { atMost: TARGETS.loadS } : {};
  return [
    { ...common, name: 'load-time', value: seconds, unit: 's', ...target },
    { ...common, name: 'load-rate', value: points / seconds, unit: '/s' },
  ];
}

/** Points on land, spread over all districts; the same ones every time. */
async function writeToilets(file: string, points: number): Promise<void> {
  const rng = createRng('bench-load');
  const { districts, place } = await createBaseWorld();
  const share = Math.ceil(points / districts.length);
  const spots = districts.flatMap(({ code }) => place.inArea(code, share, rng, { even: true })).slice(0, points);
  const lines = spots.map(({ lon, lat, district, subdistrict }, index) => {
    const score = rng.int(50, 100);
    const name = { name: `压测公厕${index + 1}号`, name_en: `Benchmark toilet ${index + 1}` };
    return JSON.stringify({
      type: 'Feature',
      id: `bench-${index + 1}`,
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: {
        ...toiletFittings(rng, rng.pick(GRADES)),
        ...name,
        district,
        street: subdistrict,
        score,
        score_grade: scoreGrade(score),
        ecological: false,
      },
    });
  });
  await writeFile(file, `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`);
}

/** As a person loads it, in a process of its own; the layer then holds what the file holds. */
export async function loadFile(place: Place, layer: string, file: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(place.checkout, 'server/run.mjs'), join(place.checkout, 'scripts/commands/load.ts'), '--layer', layer, file],
    {
      cwd: place.checkout,
      env: place.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`Loading ended with status ${String(status)}:\n${output.join('')}`);
}
