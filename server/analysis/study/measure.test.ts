import { expect, it } from 'vitest';
import { testGraph, UNWATCHED } from '../../testing/street-grids.ts';
import { Derived } from '../engine/derived.ts';
import type { Sources } from '../engine/sources.ts';
import { withWater } from '../network/build.ts';
import { waterOf } from '../network/water.ts';
import type { Graph } from '../types.ts';
import { travellerOf } from './costs.ts';
import { runIsochrones } from './measure.ts';

const NOWHERE = () => Promise.reject(new Error('Nothing is stored.'));
const DRY: Sources = {
  network: NOWHERE,
  demand: NOWHERE,
  transit: NOWHERE,
  features: NOWHERE,
  areas: NOWHERE,
  standard: NOWHERE,
  profile: NOWHERE,
  water: () => Promise.resolve({ key: '', hash: '', value: null }),
};

/** A street of 2 km on the equator, and a path of 10 m beside it that nothing joins. */
const STREETS = testGraph(Float64Array.of(0, 0, 0.018, 0, 0.009, 0.001, 0.0091, 0.001), [
  { from: 0, to: 1, cost: 2000 },
  { from: 2, to: 3, cost: 10 },
]);

it('isochrones run over no water of the network, which says so where it knows of none', async () => {
  const ask = async (graph: Graph) =>
    runIsochrones(
      { kind: 'isochrones', origins: [{ id: 'here', lon: 0.009, lat: 0 }], within: [600] },
      {
        traveller: travellerOf({ graph, nodeOf: null }, {}, new Derived()),
        demand: null,
        sources: DRY,
        travel: {},
        at: '/analyses/0',
        task: UNWATCHED,
      },
    );
  const street = testGraph(Float64Array.of(0, 0, 0.018, 0), [{ from: 0, to: 1, cost: 2000 }]);
  const dry = await ask(street);
  expect(dry.warnings.map(({ code }) => code)).toEqual(['warn-no-water']);
  // North of the street, two areas that overlap.
  const shore = (from: number, to: number) => [
    [
      [from, 0.0005],
      [to, 0.0005],
      [to, 0.01],
      [from, 0.01],
      [from, 0.0005],
    ],
  ];
  const wet = await ask(withWater(street, waterOf([shore(-0.1, 0.012), shore(0.006, 0.1)])));
  expect(wet.warnings).toEqual([]);
  const [area, less] = [dry, wet].map(({ result }) => result.features[0]?.areaM2 as number) as [number, number];
  // All of the south, and a strip of 55 m of the north.
  expect(less / area).toBeCloseTo(0.617, 2);
  const lats = JSON.stringify(wet.result.features[0]?.area).match(/,(0\.\d+)\]/g) ?? [];
  expect(Math.max(...lats.map((text) => Number(text.slice(1, -1))))).toBeLessThan(0.00051);
});

it('isochrones say which origins are far from every street, and how many have a small piece of it passed over', async () => {
  const ask = async (travel: { readonly minPieceM?: number }) =>
    runIsochrones(
      {
        kind: 'isochrones',
        origins: [
          { id: 'here', lon: 0.00905, lat: 0.0011 },
          { id: 'elsewhere', lon: 120.3, lat: 36.06 },
        ],
        within: [600],
      },
      {
        traveller: travellerOf({ graph: STREETS, nodeOf: null }, travel, new Derived()),
        demand: null,
        sources: DRY,
        travel,
        at: '/analyses/0',
        task: UNWATCHED,
      },
    );
  const { result, warnings } = await ask({});
  expect(result.features.map(({ lengthM }) => Math.round(lengthM))).toEqual([957, 0]);
  expect(warnings.map(({ code }) => code)).toEqual(['warn-unconnected-origins', 'warn-pieces-passed', 'warn-no-water']);
  expect(warnings[0]?.message.en).toContain('elsewhere');
  expect(warnings[1]?.message.en).toContain('1,000 m');
  const asIs = await ask({ minPieceM: 0 });
  expect(asIs.result.features.map(({ lengthM }) => Math.round(lengthM))).toEqual([10, 0]);
  expect(asIs.warnings.map(({ code }) => code)).toEqual(['warn-unconnected-origins', 'warn-no-water']);
});
