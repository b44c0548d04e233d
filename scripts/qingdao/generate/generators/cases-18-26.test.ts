import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../server/layers/catalogue.ts';
import { notInCity } from '../../../testing/demo-city.ts';
import { readCaseFiles } from '../case-records.ts';
import { measureEntity } from '../entities.ts';
import type { DemoFeature, Generator, World } from '../types.ts';
import { createWorld } from '../world.ts';
import tcmMasters from './19-traditional-medicine.ts';
import universities from './20-universities.ts';
import zhejiangRoad from './21-zhejiang-road-28.ts';
import employment from './22-employment.ts';
import smartTransport from './24-smart-transport.ts';
import farmWaterPrice from './25-farm-water-price.ts';
import cases from './cases.ts';
import indicators from './indicators.ts';

const GENERATORS: readonly Generator[] = [
  tcmMasters,
  universities,
  zhejiangRoad,
  employment,
  smartTransport,
  farmWaterPrice,
  cases,
  indicators,
];
/** Made by another generator, whose own test counts it. */
const MADE_ELSEWHERE = ['reports'];

const figures = readCaseFiles()
  .filter(({ record }) => record.number >= 18 && record.number <= 26)
  .flatMap(({ record }) => record.figures.map((figure) => ({ case: record.id, ...figure })))
  .flatMap(({ entity, ...figure }) =>
    entity && !MADE_ELSEWHERE.includes(entity.layer) ? [{ ...figure, entity }] : [],
  );

let world: World;
let layers: Map<string, readonly DemoFeature[]>;
beforeAll(async () => {
  world = await createWorld();
  layers = merge(world);
});

describe('the figures of cases 18 to 26', () => {
  it.each(figures)('$case: $id is $value on the map', ({ entity, value }) => {
    expect(measureEntity(entity, layers.get(entity.layer) ?? [])).toBe(value);
  });
});

describe('the features of cases 18 to 26', () => {
  it('are the same on every run', async () => {
    expect(await notInCity(layers)).toEqual([]);
  });

  it('have ids of their own within their layer', () => {
    for (const features of layers.values()) expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
  });

  it('lie on land in the district they name', () => {
    const astray = points().filter(({ lon, lat, district }) => world.districtAt({ lon, lat }) !== district);
    expect(astray).toEqual([]);
  });

  it('fit the schema of their layer', async () => {
    const catalogue = await loadCatalogue();
    const errors = [...layers].flatMap(([layer, features]) =>
      features.flatMap(({ id, properties }) =>
        catalogue
          .check(layer)(properties)
          .map(({ instancePath, message }) => `${layer} ${id} ${instancePath} ${message}`),
      ),
    );
    expect(errors).toEqual([]);
  });

  it('are wells 8 to 10 m deep', () => {
    const depths = (layers.get('wells') ?? []).map(({ properties }) => Number(properties['depth_m']));
    expect(Math.min(...depths)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...depths)).toBeLessThanOrEqual(10);
  });

  it('are one mark for every case, at each of its places', () => {
    const marks = layers.get('cases') ?? [];
    expect(marks).toHaveLength(readCaseFiles().length);
    for (const { record } of readCaseFiles()) {
      const mark = marks.find(({ id }) => id === record.id);
      expect(mark?.geometry.type).toBe(record.places.length > 1 ? 'MultiPoint' : 'Point');
    }
  });
});

function merge(on: World): Map<string, readonly DemoFeature[]> {
  const merged = new Map<string, readonly DemoFeature[]>();
  for (const generator of GENERATORS) {
    for (const [layer, features] of Object.entries(generator.generate(on))) {
      merged.set(layer, [...(merged.get(layer) ?? []), ...features]);
    }
  }
  return merged;
}

/** Points with the district they claim; the marks of cases have a test for that of their own. */
function points(): { id: string; lon: number; lat: number; district: unknown }[] {
  return [...layers].flatMap(([layer, features]) =>
    layer === 'cases'
      ? []
      : features.flatMap(({ id, geometry, properties }) => {
          if (geometry.type !== 'Point') return [];
          const [lon = 0, lat = 0] = geometry.coordinates;
          return [{ id, lon, lat, district: properties['district'] }];
        }),
  );
}
