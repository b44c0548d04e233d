import { beforeAll, describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../../../server/layers/catalogue.ts';
import { notInCity } from '../../../testing/demo-city.ts';
import type { DemoFeature, World } from '../types.ts';
import { createWorld } from '../world.ts';
import grids from './grids.ts';
import network from './network.ts';

let world: World;
let layers: Readonly<Record<string, readonly DemoFeature[]>>;

beforeAll(async () => {
  world = await createWorld();
  layers = { ...network.generate(world), ...grids.generate(world) };
});

const layer = (id: string): readonly DemoFeature[] => layers[id] ?? [];

describe('roads and grids as layers', () => {
  test('fit the schema of their layers, under ids of their own', async () => {
    const catalogue = await loadCatalogue();
    expect(Object.keys(layers).sort()).toEqual(['extension-grids', 'responsibility-grids', 'roads', 'unit-grids']);
    for (const [id, features] of Object.entries(layers)) {
      const check = catalogue.check(id);
      expect(features.flatMap(({ properties }) => check(properties))).toEqual([]);
      expect(new Set(features.map((feature) => feature.id)).size).toBe(features.length);
    }
  });

  test('hold 2,637 roads, each with one of 941 chiefs', () => {
    const chiefs = layer('roads').map(({ properties }) => properties['chief']);
    expect(chiefs).toHaveLength(2637);
    expect(new Set(chiefs).size).toBe(941);
  });

  test('count the unit grids of every responsibility and extension grid', () => {
    const units = layer('unit-grids');
    for (const [id, attribute] of [
      ['responsibility-grids', 'parent'],
      ['extension-grids', 'extension'],
    ] as const) {
      for (const { id: code, properties } of layer(id)) {
        expect(properties['units']).toBe(units.filter((unit) => unit.properties[attribute] === code).length);
        expect(properties['units']).toBeGreaterThan(0);
      }
    }
  });

  test('are the same on every run', async () => {
    expect(await notInCity(new Map(Object.entries(layers)))).toEqual([]);
  });
});
