import { readCaseFiles } from '../case-records.ts';
import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import { definite } from '../features.ts';
import { pointAt } from '../sketch.ts';
import type { DemoFeature, Generator } from '../types.ts';

/** One mark for every documented case, at each of its places. */
export default {
  id: 'cases',
  generate() {
    return { cases: readCaseFiles().map(({ record }) => feature(record)) };
  },
} satisfies Generator;

function feature(record: CaseRecord): DemoFeature {
  return {
    id: record.id,
    geometry: marks(record),
    provenance: 'approximate',
    properties: definite({
      number: record.number,
      name: record.title.zh,
      name_en: record.title.en,
      agency: record.agency.zh,
      agency_en: record.agency.en,
      theme: record.theme,
      district: record.district,
      places: record.places.map(({ name }) => name.zh).join('、'),
      places_en: record.places.map(({ name }) => name.en).join(', '),
      figures: record.figures.length,
      rule: record.rule !== undefined,
    }),
  };
}

function marks({ id, places }: CaseRecord): GeoJSONGeometry {
  const [first, ...others] = places;
  if (first === undefined) throw new Error(`Case ${id} has no place, so its mark cannot be drawn.`);
  if (others.length === 0) return pointAt(first);
  return { type: 'MultiPoint', coordinates: places.map(({ lon, lat }) => [lon, lat]) };
}
