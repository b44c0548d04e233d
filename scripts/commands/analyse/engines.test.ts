/** What the documents say of DuckDB and Sedona is run as it stands there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAs } from '../../../server/analysis/study/parse.ts';
import { FILE_FORMATS } from '../../../server/formats/formats.ts';
import { bytesOf, describe as describeFile, HARD, hardLayer, pagesOf } from '../../../server/testing/feature-files.ts';
import type { StudyResult } from '../../../tiles/api/result.ts';
import { distanceM } from '../../../tiles/tile/spheroid.ts';
import { fillInFiles } from './files.ts';
import { runHere } from './local.ts';
import { parquetFiles } from './parquet.ts';
import { writeFiles } from './write.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** A Python that has the engines: `pip install duckdb sedonadb pyproj geoparquet-validator`. */
const PYTHON = process.env['TEST_PYTHON'] ?? 'python3';
const has = (modules: string): boolean => spawnSync(PYTHON, ['-c', `import ${modules}`]).status === 0;

/** `pip` puts programs beside the Python of a virtual environment. */
const VALIDATOR = PYTHON.includes('/') ? join(dirname(PYTHON), 'geoparquet-validator') : 'geoparquet-validator';

let folder: string;
let result: StudyResult;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chengtu-engines-'));
  const studies = join(ROOT, 'data/cities/qingdao/studies');
  const filled = await fillInFiles(JSON.parse(readFileSync(join(studies, 'river-town.json'), 'utf8')), studies);
  const options = { timeLimitS: 60, memoryMb: 512, signal: new AbortController().signal, onProgress: () => undefined };
  result = JSON.parse(await runHere({ ...filled, study: parseAs('Study', filled.study, 1000) }, options));
  const files = await parquetFiles(result);
  await writeFiles(join(folder, 'out'), files);
  const isPlaced = (bytes: string | Uint8Array): boolean => Buffer.from(bytes).includes('"primary_column"');
  await writeFiles(
    join(folder, 'placed'),
    files.filter(({ text }) => isPlaced(text)),
  );
  for (const [name, { geometry, features }] of Object.entries(HARD)) {
    const pages = pagesOf(features, 'wkb');
    const bytes = await bytesOf(FILE_FORMATS.parquet.write(describeFile(hardLayer(name, geometry)), pages));
    await writeFile(join(folder, 'placed', `layer-${name}.parquet`), bytes);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

function examplesOf(document: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'data/docs', document), 'utf8');
  return [...text.matchAll(/```python\n([^`]+)```/g)].map(([, code = '']) => code);
}

function ran(code: string, file: string): Record<string, string>[] {
  const { status, stderr } = spawnSync(PYTHON, ['-c', code], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return parse(readFileSync(join(folder, file), 'utf8'), { columns: true });
}

describe('the results of a study as Parquet', () => {
  const [duckdb = '', sedona = ''] = examplesOf('planning.en.md');

  it('are read by the same lines in both languages', () => {
    expect(examplesOf('planning.md')).toEqual([duckdb, sedona]);
    expect(duckdb).toContain('import duckdb');
    expect(sedona).toContain('import sedonadb');
  });

  it.skipIf(spawnSync(VALIDATOR, ['--version']).status !== 0)('are what GeoParquet 1.1 asks for', () => {
    // The third class (distribution) is advice on how to publish large files.
    const { stdout } = spawnSync(VALIDATOR, ['check', join(folder, 'placed')], { encoding: 'utf8' });
    const said = stdout.trim().split('\n');
    expect(said.length).toBeGreaterThanOrEqual(Object.keys(HARD).length + 2);
    expect(said.filter((line) => !/ core \d+\/0\/\d+ {2}covering 6\/0\/0 /.test(line))).toEqual([]);
  });

  it.skipIf(!has('duckdb'))('go on in DuckDB', () => {
    const cells = result.results.flatMap((each) => (each.kind === 'cells' ? each.cells : []));
    const costs = result.results.flatMap((each) => (each.kind === 'coverage' ? (each.costs ?? []) : []));
    const sums = new Map<string, [people: number, beyond: number]>();
    for (const [nth, { district, people }] of cells.entries()) {
      const [before, beyond] = sums.get(String(district)) ?? [0, 0];
      const cost = costs[nth] ?? Infinity;
      sums.set(String(district), [before + people, beyond + (cost > 5 ? people : 0)]);
    }
    const rows = ran(duckdb, 'beyond.csv').map(({ district, people, beyond }) => [
      district,
      [Number(people), Number(beyond)],
    ]);
    expect(rows).toEqual([...sums].toSorted());
    expect(rows).toEqual([
      ['east', [780, 780]],
      ['west', [820, 0]],
    ]);
  });

  it.skipIf(!has('sedonadb, pyproj'))('go on in Sedona', () => {
    const cells = result.results.flatMap((each) => (each.kind === 'cells' ? each.cells : []));
    const near = result.facilities.map(({ id, lon, lat }) => {
      const at = { lon: Number(lon), lat: Number(lat) };
      const within = cells.filter((cell) => distanceM({ lon: Number(cell.lon), lat: Number(cell.lat) }, at) <= 500);
      return { id, people: within.reduce((sum, { people }) => sum + people, 0) };
    });
    const rows = ran(sedona, 'near.csv').map(({ id, people }) => ({ id, people: Number(people) }));
    expect(rows).toEqual(near.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  });
});
