import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Study } from '../../tiles/api/study.ts';
import type { CityFigure } from '../layers/city.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Database } from '../platform/db/types.ts';
import { qingdaoLayer, testCity } from '../testing/city.ts';
import { emptyAnswer, fakeDatabase } from '../testing/fake-database.ts';
import { CityOverview } from './city-overview.ts';
import { makeOverview, type Keyed, type OverviewParts } from './service.ts';

const text = (en: string) => ({ zh: en, en });
const FIGURES: readonly CityFigure[] = [
  {
    id: 'walk',
    kind: 'reach',
    title: text('Walk'),
    layer: 'toilets',
    filter: 'wifi = true',
    place: text('a toilet'),
    minutes: 10,
  },
  { id: 'toilets-rate', kind: 'rate', title: text('Toilets'), layer: 'toilets' },
  { id: 'gone', kind: 'rate', title: text('Gone'), layer: 'schools' },
];
const registry = registryOf(
  createCatalogue([qingdaoLayer('toilets'), qingdaoLayer('streets')], { ...testCity, figures: FIGURES }),
);
const meta = { title: text('Data'), provenance: 'synthetic', source: text('Source') };
const stored: Keyed = {
  key: 'k',
  network: { ...meta, id: 'roads', key: 'n', costUnit: 's' },
  demand: { ...meta, id: 'people', key: 'd', kind: 'square', count: 3, people: 3000, areaM2: 3e6 },
};

/** Answers as the engine does: subdistrict A has people, B nobody, and some ground belongs to none. */
function parts(asked: Study[], partial = false): OverviewParts {
  const group = { people: 0, areaM2: 1e6, facilities: 0, capacity: null, ratio: null };
  const coverage = {
    within: [{ cost: 600, people: 2000, peopleShare: 2 / 3, areaM2: 0, areaShare: 0 }],
    groups: [
      { key: 'A', people: 3000, areaM2: 1e6, within: [{ cost: 600, people: 1000, areaM2: 0 }] },
      { key: 'B', people: 0, areaM2: 1e6, within: [{ cost: 600, people: 0, areaM2: 0 }] },
      { key: null, people: 0, areaM2: 1e6, within: [{ cost: 600, people: 0, areaM2: 0 }] },
    ],
  };
  const supply = {
    groups: [
      { ...group, key: 'A', people: 3000, facilities: 7, ratio: 7 / 3 },
      { ...group, key: 'B', facilities: 2 },
      { ...group, key: null },
    ],
  };
  const byDistrict = { groups: [{ ...group, key: 'D', people: 3000.4, facilities: 9 }] };
  return {
    db: {} as Database,
    reads: {} as Database,
    registry,
    revision: () => Promise.resolve(1),
    engine: {
      study: (study) => {
        if (!('value' in study)) throw new Error('not a value');
        asked.push(study.value);
        const results = study.value.analyses.map((each) => {
          if (each.kind === 'coverage') return coverage;
          return 'by' in each && each.by === 'district' ? byDistrict : supply;
        });
        return Promise.resolve({ result: gzipSync(JSON.stringify({ results })), partial });
      },
    },
  };
}

describe('the overview of a city', () => {
  it('has the figures of its file, and the density of people, by subdistrict', async () => {
    const asked: Study[] = [];
    const { figures } = await makeOverview(parts(asked), stored);
    expect(figures).toMatchObject([
      { id: 'walk', kind: 'reach', minutes: 10, city: 0.6667, values: { A: 0.3333, B: null } },
      { id: 'toilets-rate', kind: 'rate', features: 9, city: 3, values: { A: 2.333, B: null } },
      { id: 'people-density', kind: 'density', city: 1500, values: { A: 3000, B: 0 } },
    ]);
    expect(asked[0]).toMatchObject({
      network: { stored: 'roads' },
      demand: { stored: 'people' },
      facilities: { layer: 'toilets', filter: 'wifi = true' },
      analyses: [{ kind: 'coverage', within: [600], by: 'subdistrict' }],
    });
  });

  it('has the people of each district and subdistrict', async () => {
    const { people } = await makeOverview(parts([]), stored);
    expect(people).toEqual({
      demand: { title: text('Data'), provenance: 'synthetic' },
      district: { D: 3000 },
      subdistrict: { A: 3000, B: 0 },
    });
  });

  it('has none without people, and no walks without streets', async () => {
    const asked: Study[] = [];
    expect(await makeOverview(parts(asked), { ...stored, demand: null })).toEqual({ figures: [] });
    expect(asked).toEqual([]);
    const { figures } = await makeOverview(parts(asked), { ...stored, network: null });
    expect(figures.map(({ id }) => id)).toEqual(['toilets-rate', 'people-density']);
  });

  it('is never half of one', async () => {
    await expect(makeOverview(parts([], true), stored)).rejects.toMatchObject({
      status: 503,
      code: 'overview-partial',
    });
  });
});

describe('the overview as it is kept', () => {
  it('is the last one while the database is lost', async () => {
    let isLost = false;
    const db = fakeDatabase((sql) =>
      isLost ? Promise.reject(new DatabaseUnavailable(new Error('cut'))) : emptyAnswer(sql),
    );
    const overview = new CityOverview({ ...parts([]), db, reads: db });
    const before = await overview.figures();
    isLost = true;
    expect(await overview.figures()).toBe(before);
    const without = new CityOverview({ ...parts([]), db, reads: db });
    await expect(without.figures()).rejects.toThrow(DatabaseUnavailable);
  });
});
