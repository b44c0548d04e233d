import { area } from '@turf/area';
import type { Feature, Polygon } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../server/layers/catalogue.ts';
import { notInCity } from '../../../testing/demo-city.ts';
import { readCaseFiles } from '../case-records.ts';
import { measureEntity } from '../entities.ts';
import type { DemoFeature, Generator, World } from '../types.ts';
import { createWorld } from '../world.ts';
import civilisedCity from './01-civilised-city.ts';
import eggPriceInsurance from './02-egg-price-insurance.ts';
import academicianPort from './03-academician-port.ts';
import gridGovernance from './04-grid-governance.ts';
import publicToilets from './05-public-toilets.ts';
import veinIndustryPark from './06-vein-industry-park.ts';
import warMapProjects from './07-war-map-projects.ts';
import wholeAreaTourism from './08-whole-area-tourism.ts';
import grids from './grids.ts';

const GENERATORS: readonly Generator[] = [
  civilisedCity,
  eggPriceInsurance,
  academicianPort,
  gridGovernance,
  publicToilets,
  veinIndustryPark,
  warMapProjects,
  wholeAreaTourism,
];
const cases = readCaseFiles()
  .map(({ record }) => record)
  .filter(({ number }) => number <= 8);
const links = cases.flatMap(({ id, figures }) =>
  figures.flatMap(({ id: figure, value, entity }) => (entity ? [{ id, figure, value, entity }] : [])),
);

let world: World;
/** Features of the generators of these cases, and of the grids too, which figures count. */
let own: ReadonlyMap<string, readonly DemoFeature[]>;
let layers: ReadonlyMap<string, readonly DemoFeature[]>;

beforeAll(async () => {
  world = await createWorld();
  own = byLayer(GENERATORS, world);
  layers = new Map([...own, ...byLayer([grids], world)]);
});

describe('the demonstration data of cases 1 to 8', () => {
  it.each(links)('$id: the map holds the $value of $figure', ({ entity, value }) => {
    expect(measureEntity(entity, layers.get(entity.layer) ?? [])).toBe(value);
  });

  it('puts every point on land of the district it names', () => {
    const astray = [...own].flatMap(([layer, features]) =>
      features
        .filter(
          ({ geometry, properties }) =>
            geometry.type === 'Point' &&
            world.districtAt({ lon: geometry.coordinates[0] ?? 0, lat: geometry.coordinates[1] ?? 0 }) !==
              properties['district'],
        )
        .map(({ id }) => `${layer} ${id}`),
    );
    expect(astray).toEqual([]);
  });

  it('fits the schema of every layer', async () => {
    const catalogue = await loadCatalogue();
    const errors = [...own].flatMap(([layer, features]) =>
      features.flatMap(({ id, properties }) =>
        catalogue
          .check(layer)(properties)
          .map(({ instancePath, message }) => `${layer} ${id} ${instancePath} ${message}`),
      ),
    );
    expect(errors).toEqual([]);
  });

  it('gives every feature of a layer an id of its own', () => {
    for (const features of layers.values()) expect(new Set(features.map(({ id }) => id)).size).toBe(features.length);
  });

  it('is the same on every run', async () => {
    expect(await notInCity(own)).toEqual([]);
  });

  it('closes 93 % of the problems and gives two stalls for women to each for men', () => {
    const sheets = layers.get('supervision-sheets') ?? [];
    const sum = (features: readonly DemoFeature[], attribute: string) =>
      measureEntity({ layer: '', measure: 'sum', attribute }, features);
    expect(sum(sheets, 'closed') / sum(sheets, 'problems')).toBe(0.93);
    expect(sheets.every(({ properties }) => Number(properties['closed']) >= 0)).toBe(true);
    const toilets = layers.get('toilets') ?? [];
    expect(sum(toilets, 'stalls_female') / sum(toilets, 'stalls_male')).toBe(2);
  });

  it('satisfies 98.9 % of the 180 asked', () => {
    const satisfied = measureEntity(
      { layer: '', measure: 'count', where: { satisfied: true } },
      layers.get('project-sites') ?? [],
    );
    expect(Math.round((satisfied / 180) * 1000) / 10).toBe(98.9);
  });

  it.each(['academician-port', 'research-field'])('draws the %s as large as the case states', (kind) => {
    const zone = layers.get('zones')?.find(({ properties }) => properties['kind'] === kind);
    const drawn = area({ type: 'Feature', properties: {}, geometry: zone?.geometry } as Feature<Polygon>);
    expect(drawn / Number(zone?.properties['area_m2'])).toBeCloseTo(1, 1);
  });
});

function byLayer(generators: readonly Generator[], from: World): Map<string, DemoFeature[]> {
  const all = new Map<string, DemoFeature[]>();
  for (const generator of generators) {
    for (const [layer, features] of Object.entries(generator.generate(from)))
      all.set(layer, [...(all.get(layer) ?? []), ...features]);
  }
  return all;
}
