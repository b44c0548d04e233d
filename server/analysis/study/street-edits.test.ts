import { describe, expect, it } from 'vitest';
import type { Study } from '../../../tiles/api/study.ts';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { placeInTown, townDemand, townGraph } from '../../testing/small-town.ts';
import { UNWATCHED } from '../../testing/street-grids.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { runStudy } from './run.ts';

const [graph, demand] = [townGraph(), townDemand()];
const SOURCES = {
  network: () => Promise.resolve({ key: '', hash: 'n', value: graph }),
  demand: () => Promise.resolve({ key: '', hash: 'd', value: demand }),
  water: () => Promise.resolve({ key: '', hash: '', value: null }),
} as unknown as Sources;

const at = (x: number, y: number): readonly [number, number] => {
  const { lon, lat } = placeInTown(x, y);
  return [lon, lat];
};
const square = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)].map((each) => [...each]),
  ],
});

async function run(streetEdits: readonly StreetEdit[], study: Partial<Study> = {}) {
  return runStudy(
    {
      network: { stored: 'town' },
      demand: { stored: 'town' },
      facilities: { points: [{ id: 'one', ...placeInTown(300, 300) }] },
      streetEdits,
      analyses: [{ kind: 'coverage', within: [600] }],
      ...study,
    },
    { sources: SOURCES, derived: new Derived(), taskFor: () => UNWATCHED },
  );
}

function peopleWithin({ results }: Awaited<ReturnType<typeof run>>): number {
  const [result] = results;
  return result?.kind === 'coverage' ? (result.within[0]?.people ?? 0) : NaN;
}

describe('street edits of a study', () => {
  it('bring more people within reach by a new street, and fewer by a shut area, and say what is assumed', async () => {
    const before = await run([]);
    const bridge = await run([{ kind: 'add', id: 'diagonal', line: [at(300, 300), at(900, 900)] }]);
    const flood = await run([{ kind: 'shut', id: 'flood', area: square(450, 450, 950, 950) }]);
    expect(peopleWithin(bridge)).toBeGreaterThan(peopleWithin(before));
    expect(peopleWithin(flood)).toBeLessThan(peopleWithin(before));
    expect(bridge.assumptions.map(({ code }) => code)).toContain('streets-assume-added');
    const warned = flood.warnings.find(({ code }) => code === 'streets-warn-shut');
    // Cells of a hectare and 100 people, or those whose street lies in it.
    expect(warned?.message.en).toMatch(/are \d+ demand cells \([\d,]+ people\) and 0 facilities/);
    expect(flood.unconnected.demand).toBeGreaterThan(0);
    expect(new Set([before.key, bridge.key, flood.key]).size).toBe(3);
  });

  it('bound isochrones, which run over no shut area', async () => {
    const study = { analyses: [{ kind: 'isochrones', origins: [placeInTown(300, 300)], within: [500] }] } as const;
    const areaOf = ({ results: [result] }: Awaited<ReturnType<typeof run>>): number =>
      result?.kind === 'isochrones' ? (result.features[0]?.areaM2 ?? 0) : NaN;
    const before = areaOf(await run([], study));
    const shut = areaOf(await run([{ kind: 'shut', id: 'works', area: square(390, 200, 590, 400) }], study));
    // The square of four hectares itself, and what lies behind it.
    expect(before - shut).toBeGreaterThan(40_000);
  });

  it('name the origins of isochrones that they shut', async () => {
    const origins = [
      { id: 'wet', ...placeInTown(300, 300) },
      { id: 'dry', ...placeInTown(900, 900) },
    ];
    const { warnings } = await run([{ kind: 'shut', id: 'flood', area: square(200, 200, 400, 400) }], {
      analyses: [{ kind: 'isochrones', origins, within: [500] }],
    });
    const named = warnings.find(({ code }) => code === 'streets-warn-shut-origins');
    expect(named?.message.en).toContain('The origins wet are in shut areas');
  });

  it('are refused for a network of the study’s own', async () => {
    const refused = run([{ kind: 'close', id: 'c', line: [at(0, 0)] }], {
      network: { nodes: [{ id: 1, ...placeInTown(0, 0) }], edges: [] },
    });
    await expect(refused).rejects.toMatchObject({ code: 'street-edits-need-stored', at: '/streetEdits' });
    await expect(refused).rejects.toBeInstanceOf(AnalysisError);
  });
});
