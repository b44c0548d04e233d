import { expect, it } from 'vitest';
import { buildGraph } from '../build.ts';
import { islandWarnings, islandsOf } from './islands.ts';

const META = {
  id: 'isles',
  title: { zh: '岛', en: 'Isles' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const WALK = { walk: 1 };
const ALL = { walk: 1, drive: 10 };

it('islands are counted for each mode, by nodes and by length, and ends of one-way streets apart from them', () => {
  // A street of three blocks, the last one-way for cars, and a footpath of one block on an island.
  const graph = buildGraph({
    meta: META,
    lonLat: [120, 36, 120, 36.001, 120, 36.002, 120, 36.003, 121, 36, 121, 36.001],
    edges: [
      { from: 0, to: 1, forwardMps: ALL, backwardMps: ALL },
      { from: 1, to: 2, forwardMps: ALL, backwardMps: ALL },
      { from: 2, to: 3, forwardMps: ALL, backwardMps: WALK },
      { from: 4, to: 5, forwardMps: WALK, backwardMps: WALK },
    ],
  });
  const walking = islandsOf(graph, 'walk');
  expect(walking).toMatchObject({ count: 2, nodesOutside: 2, nodes: 6 });
  expect(walking.shareOutside).toBeCloseTo(0.25, 6);
  expect(islandsOf(graph, 'drive')).toEqual({ count: 1, nodesOutside: 0, nodes: 4, shareOutside: 0 });
  expect(islandWarnings(graph).map(({ code, message }) => [code, message.en])).toEqual([
    [
      'network-islands',
      'Walking: the network is in 2 pieces that no street joins; 2 of 6 nodes and 25.00 % of the length lie outside the largest.',
    ],
    ['network-mode-empty', 'Cycling: there is no street for it.'],
    [
      'network-one-way-ends',
      'Driving: besides, nodes that can only be entered or only be left, because of one-way streets: 1 (mostly at the edge of the file).',
    ],
  ]);
});
