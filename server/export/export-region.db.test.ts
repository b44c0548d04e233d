import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MANIFEST_NAME, readManifest, type ArchiveManifest } from '../../tiles/api/archives.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { sqlText } from '../platform/db/sql.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { RandomEditor, randomFrom } from '../testing/edits.ts';
import { runs } from '../testing/effort.ts';
import { CORNER } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { exportTiles } from './export.ts';
import { exportRegion, type RegionOptions, type RegionReport } from './export-region.ts';
import { FolderStore } from './store/folder-store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function layerOf(id: string): LayerDefinition {
  const layer = testCatalogue.get(id);
  if (!layer) throw new Error(`No layer ${id}.`);
  return layer;
}
const catalogue = createCatalogue(
  [
    { ...layerOf('toilets'), minzoom: 5, maxzoom: 13 },
    { ...layerOf('zones'), minzoom: 0, maxzoom: 12 },
    { ...layerOf('zones'), id: 'lines', geometry: 'LineString' as const, minzoom: 3, maxzoom: 12 },
  ],
  testCity,
);
const registry = registryOf(catalogue);
const layers = ['toilets', 'zones', 'lines'].map((id) => registry.layer(id));
const [toilets, zones, lines] = layers as [LayerDefinition, LayerDefinition, LayerDefinition];
const GROUPS = [[toilets], [zones, lines]];

describeDatabases('an export of a region', { embedded: 'daily' }, (database, kind) => {
  const random = randomFrom(20261130);
  let editor: RandomEditor;
  let folder: string;
  let now: Date;

  beforeAll(async () => {
    await ensureLayers(database(), catalogue);
    editor = new RandomEditor(database(), catalogue, random, CORNER, 0.3);
    await editor.commit(200);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-region-'));
    now = new Date();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const place = (name = 'public'): string => join(folder, name);
  const options = (more: Partial<RegionOptions> = {}, name?: string): RegionOptions => ({
    groups: GROUPS,
    region: 'test',
    store: new FolderStore(place(name)),
    folder: join(folder, `work-${name ?? ''}`),
    anew: false,
    pruneDays: null,
    minzoom: null,
    maxzoom: null,
    bbox: null,
    filter: null,
    lang: 'zh',
    version: '1.2.3',
    concurrency: 3,
    now: () => now,
    ...more,
  });
  const exportOptions = (): Omit<RegionOptions, 'onProgress'> => options();
  const exported = (more: Partial<RegionOptions> = {}, name?: string): Promise<RegionReport> =>
    exportRegion(database(), registry, options(more, name));
  const manifestOf = async (name?: string): Promise<ArchiveManifest> => {
    const manifest = readManifest(JSON.parse(await readFile(join(place(name), MANIFEST_NAME), 'utf8')));
    if (manifest === null) throw new Error('No manifest.');
    return manifest;
  };
  const archivesOf = async (name?: string): Promise<Buffer[]> =>
    Promise.all((await manifestOf(name)).archives.map(({ url }) => readFile(join(place(name), url))));
  const outcomes = ({ archives }: RegionReport): string[] => archives.map(({ outcome }) => outcome);

  it('is an archive a group, with the bytes of an export to one file, and a manifest that says so', async () => {
    expect(outcomes(await exported())).toEqual(['made', 'made']);
    const { archives, retired } = await manifestOf();
    expect(retired).toEqual([]);
    expect(archives.map((entry) => entry.layers)).toEqual([['toilets'], ['zones', 'lines']]);
    const bytes = await archivesOf();
    for (const [index, group] of GROUPS.entries()) {
      const out = join(folder, `${String(index)}.pmtiles`);
      const report = await exportTiles(database(), registry, {
        ...exportOptions(),
        layers: group,
        out,
        force: false,
      });
      expect(bytes[index]?.equals(await readFile(out))).toBe(true);
      const entry = archives[index];
      expect(entry).toMatchObject({
        region: 'test',
        minzoom: report.minzoom,
        maxzoom: report.maxzoom,
        size: report.bytes,
        tiles: report.tiles,
        sha256: createHash('sha256')
          .update(bytes[index] ?? '')
          .digest('hex'),
      });
      expect(entry?.url).toBe(
        `test/${group.map(({ id }) => id).join('_')}-${entry?.sha256.slice(0, 16) ?? ''}.pmtiles`,
      );
      expect(Object.keys(entry?.state ?? {})).toEqual(group.map(({ id }) => id));
    }
    // Nothing is left of the work.
    expect((await readdir(join(folder, 'work-', 'usual'))).sort()).toEqual(['test.json']);
    expect((await readdir(place(), { recursive: true })).filter((file) => file.includes('part'))).toEqual([]);
  });

  it('equals a full export after any edits, though only what was touched is made anew', async () => {
    await exported();
    const rounds = runs({ daily: kind === 'server' ? 8 : 2, full: kind === 'server' ? 120 : 10 });
    let copied = 0;
    for (let round = 1; round <= rounds; round += 1) {
      await editor.commit(1 + Math.floor(random() * 30));
      const report = await exported();
      copied += report.archives.reduce((sum, archive) => sum + archive.copied, 0);
      await exported({ anew: true }, `full-${String(round)}`);
      const [some, all] = [await archivesOf(), await archivesOf(`full-${String(round)}`)];
      expect(some.length).toBe(all.length);
      for (const [index, bytes] of some.entries()) expect(bytes.equals(all[index] ?? Buffer.alloc(0))).toBe(true);
      await rm(place(`full-${String(round)}`), { recursive: true });
    }
    expect(copied).toBeGreaterThan(0);
  });

  it('leaves what has not changed as it is', async () => {
    await exported();
    const before = await manifestOf();
    expect(outcomes(await exported())).toEqual(['unchanged', 'unchanged']);
    expect(await manifestOf()).toEqual(before);
    await database().query(sqlText(`update feature set attributes = '{"name":"新"}' where layer_id = 'toilets'`));
    expect(outcomes(await exported())).toEqual(['made', 'unchanged']);
    const after = await manifestOf();
    expect(after.archives[1]).toEqual(before.archives[1]);
    expect(after.archives[0]?.url).not.toBe(before.archives[0]?.url);
    expect(after.archives[0]?.state['toilets']?.revision).toBe(
      (before.archives[0]?.state['toilets']?.revision ?? 0) + 1,
    );
    // The old one is still there for those who read it.
    expect(after.retired).toEqual([{ url: before.archives[0]?.url, at: now.toISOString() }]);
    expect(await stat(join(place(), before.archives[0]?.url ?? ''))).toMatchObject({ size: before.archives[0]?.size });
  });

  it('makes anew what it cannot take from the last export: a damaged archive, another version of the service', async () => {
    await exported();
    const [entry] = (await manifestOf()).archives;
    const path = join(place(), entry?.url ?? '');
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 3] = (damaged.at(-3) ?? 0) ^ 1;
    await writeFile(path, damaged);
    await editor.commit(3);
    await exported();
    await exported({ anew: true }, 'full');
    expect((await archivesOf()).map((bytes) => bytes.toString('base64'))).toEqual(
      (await archivesOf('full')).map((bytes) => bytes.toString('base64')),
    );
    const next = await exported({ version: '1.2.4' });
    expect(next.archives.map(({ outcome, copied }) => [outcome, copied])).toEqual([
      ['made', 0],
      ['made', 0],
    ]);
  });

  it('makes all anew where the database does not know any more what has changed', async () => {
    await exported();
    await editor.commit(3);
    await database().query(sqlText(`delete from change where layer_id = 'toilets'`));
    const report = await exported();
    expect(report.archives[0]).toMatchObject({ outcome: 'made', copied: 0 });
    await exported({ anew: true }, 'full');
    expect((await archivesOf())[0]?.equals((await archivesOf('full'))[0] ?? Buffer.alloc(0))).toBe(true);
  });

  it('leaves archives of other regions and other layers in the manifest, and out of it those without features', async () => {
    await exported({ groups: [[toilets]] });
    await exported({ groups: [[lines]], region: 'other' });
    await exported({ groups: [[zones]] });
    const names = async (): Promise<string[]> =>
      (await manifestOf()).archives.map(({ region, layers: ids }) => `${region} ${ids.join('+')}`);
    expect(await names()).toEqual(['other lines', 'test toilets', 'test zones']);
    expect(outcomes(await exported({ groups: [[toilets]], bbox: [0, 0, 1, 1] }))).toEqual(['empty']);
    expect(await names()).toEqual(['other lines', 'test zones']);
    // Two at the same time to the same place.
    await Promise.all(['a', 'b', 'c'].map((region) => exported({ groups: [[toilets]], region })));
    expect(await names()).toEqual(['a toilets', 'b toilets', 'c toilets', 'other lines', 'test zones']);
  });

  it('removes archives that were replaced long enough ago, and those that were never published', async () => {
    await exported();
    const [first] = (await manifestOf()).archives;
    await editor.commit(3);
    await exported();
    const stray = join(place(), 'test', 'toilets-0000.pmtiles.part');
    await writeFile(stray, 'left by a killed process');
    await utimes(stray, new Date(now.getTime() - 8 * DAY_MS), new Date(now.getTime() - 8 * DAY_MS));
    now = new Date(now.getTime() + 6 * DAY_MS);
    // Its name is old enough, but it was replaced six days ago.
    await utimes(join(place(), first?.url ?? ''), new Date(0), new Date(0));
    expect((await exported({ pruneDays: 7 })).removed).toBe(1);
    now = new Date(now.getTime() + 2 * DAY_MS);
    expect((await exported({ pruneDays: 7 })).removed).toBe(2);
    const manifest = await manifestOf();
    expect(manifest.retired).toEqual([]);
    expect((await readdir(join(place(), 'test'))).sort()).toEqual(
      manifest.archives.map(({ url }) => url.slice('test/'.length)).sort(),
    );
  });

  describe('goes on where it was stopped', () => {
    it('with the same bytes as if it had not been, and copies what it had made', async () => {
      await exported({ anew: true }, 'undisturbed');
      let stopped = 0;
      let report: RegionReport | null = null;
      for (let most = 20; report === null; most += 15) {
        const controller = new AbortController();
        report = await exported({
          signal: controller.signal,
          onProgress: ([layer], { done, copied }) => {
            // What is made anew is what was not made before.
            if (layer === toilets) expect(done - copied).toBeLessThanOrEqual(20);
            if (done >= most) controller.abort();
          },
        }).catch((error: unknown) => {
          if (!controller.signal.aborted) throw error;
          stopped += 1;
          return null;
        });
      }
      expect(stopped).toBeGreaterThanOrEqual(2);
      expect(await archivesOf()).toEqual(await archivesOf('undisturbed'));
    });

    it('with the data of now where they have changed meanwhile', async () => {
      for (let round = 0; round < 4; round += 1) {
        const controller = new AbortController();
        await exported({
          signal: controller.signal,
          onProgress: (_, { done }) => done >= 40 * (round + 1) && controller.abort(),
        }).catch(() => undefined);
        await editor.commit(3);
      }
      await exported();
      await exported({ anew: true }, 'full');
      expect(await archivesOf()).toEqual(await archivesOf('full'));
      expect((await manifestOf()).archives.map(({ state }) => state)).toEqual(
        (await manifestOf('full')).archives.map(({ state }) => state),
      );
    });
  });
});
