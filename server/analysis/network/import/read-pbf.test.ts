import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../errors.ts';
import type { Graph } from '../../types.ts';
import { joinStreets } from './join-streets.ts';
import { readPbf } from './read-pbf.ts';

const FIXTURE = fileURLToPath(new URL('../../../../data/fixtures/network/corner-cases.osm.pbf', import.meta.url));
const META = {
  id: 'corners',
  title: { zh: '街角', en: 'Corners' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};

const folder = mkdtempSync(join(tmpdir(), 'chengtu-pbf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(bytes: Uint8Array | string): string {
  const path = join(folder, 'test.osm.pbf');
  writeFileSync(path, bytes);
  return path;
}

/** Edges as `from-to` with the place of their way, in the order of ways. */
async function fixture(): Promise<{
  readonly graph: Graph;
  readonly edgesOf: (way: number) => readonly number[];
  readonly stairs: Uint8Array;
}> {
  const source = await readPbf(FIXTURE);
  const { graph, facts } = joinStreets(source, META);
  return {
    graph,
    stairs: facts.stairs,
    edgesOf: (way) => [...facts.osmWay.keys()].filter((e) => facts.osmWay[e] === way),
  };
}

describe('an extract of OpenStreetMap', () => {
  it('gives streets that are cut where others meet them, and nowhere else', async () => {
    const { graph, edgesOf } = await fixture();
    // Node 3 is met by a private and a future road only, which are no streets.
    expect(edgesOf(101)).toHaveLength(2);
    const [west, east] = edgesOf(101) as [number, number];
    expect([west, east].map((e) => (graph.shapeStart[e + 1] as number) - (graph.shapeStart[e] as number))).toEqual([
      0, 1,
    ]);
    expect(graph.to[west]).toBe(graph.from[east]);
    expect([109, 110, 111].flatMap(edgesOf)).toEqual([]);
  });

  it('keeps stairs apart, with their bend and their time', async () => {
    const { graph, edgesOf, stairs } = await fixture();
    const [e] = edgesOf(102) as [number];
    expect([stairs[e], stairs.reduce((sum, each) => sum + each, 0)]).toEqual([1, 1]);
    expect([
      ...graph.shape.subarray((graph.shapeStart[e] as number) * 2, (graph.shapeStart[e + 1] as number) * 2),
    ]).toEqual([120.0012, 36.0005]);
    expect(graph.forward.walk[e]).toBeCloseTo((graph.lengthM[e] as number) / 0.5, 9);
    expect([graph.forward.cycle[e], graph.forward.drive[e]]).toEqual([Infinity, Infinity]);
  });

  it('has one-way streets one way for those they are for', async () => {
    const { graph, edgesOf } = await fixture();
    for (const e of edgesOf(103)) {
      expect(graph.forward.drive[e]).toBe(Infinity);
      expect(graph.backward.drive[e]).toBeLessThan(Infinity);
      expect(graph.forward.cycle[e]).toBe(graph.backward.cycle[e]);
    }
    const [limited] = edgesOf(104) as [number];
    expect(graph.forward.drive[limited]).toBeCloseTo(
      (graph.lengthM[limited] as number) / ((20 * 1.609344 * 0.8) / 3.6),
      9,
    );
  });

  it('can be walked around an area that is met at one node', async () => {
    const { graph, edgesOf } = await fixture();
    const [around] = edgesOf(106) as [number];
    expect(graph.from[around]).toBe(graph.to[around]);
    expect(graph.lengthM[around]).toBeGreaterThan(250);
  });

  it('warns of what is left out, not applied, or missing', async () => {
    const { warnings, gates, turns } = await readPbf(FIXTURE);
    expect([[...gates.values()], turns.map(({ isOnly }) => isOnly)]).toEqual([[['drive']], [false]]);
    expect(warnings.map(({ code }) => code).sort()).toEqual([
      'network-area-relations',
      'network-areas',
      'network-nodes-missing',
    ]);
    expect(warnings.find(({ code }) => code === 'network-nodes-missing')?.message.zh).toContain('2');
    for (const { message } of warnings) expect(message.zh + message.en).not.toMatch(/\{\w+\}/);
  });

  it.each([
    ['is empty', '', 'network-file-empty'],
    ['is XML', '<?xml version="1.0"?><osm/>', 'network-file-xml'],
    ['is something else', 'PK\u0003\u0004'.repeat(500), 'network-file-not-pbf'],
    ['is cut off', readFileSync(FIXTURE).subarray(0, -20), 'network-pbf-damaged'],
    ['is damaged', damaged(), 'network-pbf-damaged'],
  ])('that %s is refused', async (_, bytes, code) => {
    const refused = await readPbf(fileOf(bytes)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AnalysisError);
    expect(refused).toMatchObject({ code });
  });

  it('that is not there is refused', async () => {
    await expect(readPbf(join(folder, 'nowhere.osm.pbf'))).rejects.toMatchObject({ code: 'network-file-unreadable' });
  });
});

/** The fixture with bytes of its last block changed, which its checksum tells. */
function damaged(): Buffer {
  const bytes = Buffer.from(readFileSync(FIXTURE));
  for (let at = bytes.length - 60; at < bytes.length - 50; at += 1) bytes[at] = (bytes[at] as number) ^ 0x55;
  return bytes;
}
