import type { Catalogue } from '../../layers/catalogue.ts';
import type { LayerDefinition, LayerRole } from '../../../tiles/layer/layer.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { plainText } from '../../platform/text/plain-text.ts';
import { geometryToWgs84 } from '../datum.ts';
import { geometryErrors, isGeometry } from '../geometry.ts';
import { LoadErrors } from '../types.ts';
import type { Datum, LoadError, Message, SourceFeature, SourceFile } from '../types.ts';
import { toHexWkb } from '../wkb.ts';
import { areasKm2, districtsOf, holes, knownAreas, remainders, uncovered } from './osm-areas.ts';
import type { Known, Shape } from './osm-areas.ts';
import { matchArea, nameVariants } from './osm-match.ts';
import type { Adapted, Profile } from './types.ts';

/** Levels of Chinese administrative boundaries in OpenStreetMap. */
const LEVELS: Readonly<Partial<Record<LayerRole, string>>> = { district: '6', subdistrict: '8' };
/** Smaller remainders come from borders drawn a little differently, not from an area of its own. */
const SMALLEST_REMAINDER = { partM2: 500_000, share: 0.1 } as const;

/** Smaller holes are gaps between borders that should be one. */
const SMALLEST_HOLE_M2 = 10_000;

interface Matched {
  readonly feature: SourceFeature;
  readonly name: string;
  readonly fileCode: string | null;
  readonly known: Known;
  readonly shape: Shape;
}

/**
 * Administrative boundaries as extracted from OpenStreetMap: all levels in one file, names without codes or with stale
 * ones, gaps. Shapes come from the file; names, codes and all other attributes stay those of the layer.
 */
export const osmAdmin: Profile = {
  id: 'osm-admin',
  recognises: (file: SourceFile) =>
    file.features.length > 0 &&
    file.features.every(
      ({ properties }) => properties.boundary === 'administrative' && properties.admin_level !== undefined,
    ),
  adapt,
};

async function adapt(
  db: Queryable,
  catalogue: Catalogue,
  layer: LayerDefinition,
  features: readonly SourceFeature[],
  datum: Datum,
): Promise<Adapted> {
  const level = layer.role === undefined ? undefined : LEVELS[layer.role];
  if (level === undefined) throw new LoadErrors([{ feature: 0, message: 'profile-layer' }], layer.id);
  const known = await knownAreas(db, layer);
  if (known.length === 0)
    throw new LoadErrors([{ feature: 0, message: 'profile-needs-known', params: { layer: layer.id } }], layer.id);
  const taken = atLevel(features, level);
  refuseBroken([...taken, ...atLevel(features, '6')], layer);
  const { matched, unmatched } = await matchAll(db, catalogue, taken, known, datum);
  const left = known.filter((area) => !matched.some((match) => match.known.code === area.code));
  const kept = await remainders(
    db,
    layer.id,
    left.map((area) => area.code),
    matched.map((match) => match.shape),
    SMALLEST_REMAINDER,
  );
  const areas = Object.hasOwn(layer.attributes, 'area_km2')
    ? await areasKm2(db, [
        ...matched.map((match) => match.shape),
        ...kept.map((area) => ({ code: area.code, wkb: toHexWkb(area.geometry) })),
      ])
    : new Map<string, number>();
  const notes = [
    { message: 'osm-recognised' } as const,
    levelNote(features, level),
    ...matchNotes(matched, unmatched),
    ...leftNotes(left, new Set(kept.map((area) => area.code))),
    ...(await coverNotes(db, catalogue, layer, features, matched, datum)),
    ...(await holeNotes(db, matched)),
  ];
  const real = matched.map((match) =>
    toFeature(match.feature.number, match.known, match.feature.geometry, 'imported', areas, datum),
  );
  const rest = kept.flatMap((area, index) => {
    const before = known.find((candidate) => candidate.code === area.code);
    return before === undefined
      ? []
      : [toFeature(features.length + index + 1, before, area.geometry, before.provenance, areas, 'wgs84')];
  });
  return { features: [...real, ...rest], notes, replace: true };
}

function toFeature(
  number: number,
  known: Known,
  geometry: unknown,
  provenance: string,
  areas: ReadonlyMap<string, number>,
  datum: Datum,
): SourceFeature {
  const area = areas.get(known.code);
  return {
    number,
    id: known.code,
    text: false,
    geometry: isGeometry(geometry) ? geometryToWgs84(geometry, datum) : geometry,
    properties: {
      ...known.attributes,
      ...(area === undefined ? {} : { area_km2: Math.round(area * 1000) / 1000 }),
      provenance,
    },
  };
}

async function matchAll(
  db: Queryable,
  catalogue: Catalogue,
  taken: readonly SourceFeature[],
  known: readonly Known[],
  datum: Datum,
): Promise<{ matched: Matched[]; unmatched: string[] }> {
  const districts = await districtsOf(db, catalogue, taken, datum);
  const matched: Matched[] = [];
  const unmatched: string[] = [];
  const used = new Set<string>();
  for (const feature of taken) {
    const name = plainText(feature.properties.name);
    const { division_code: code } = feature.properties;
    const fileCode = code === undefined || code === null ? null : plainText(code);
    const found = matchArea({ name, code: fileCode, district: districts.get(feature.number) ?? null }, known);
    if (found === null || used.has(found.code) || !isGeometry(feature.geometry)) {
      unmatched.push(name);
      continue;
    }
    used.add(found.code);
    matched.push({
      feature,
      name,
      fileCode,
      known: found,
      shape: { code: found.code, wkb: toHexWkb(geometryToWgs84(feature.geometry, datum)) },
    });
  }
  return { matched, unmatched };
}

function atLevel(features: readonly SourceFeature[], level: string): SourceFeature[] {
  return features.filter((feature) => plainText(feature.properties.admin_level) === level);
}

function refuseBroken(features: readonly SourceFeature[], layer: LayerDefinition): void {
  const errors = features.flatMap((feature): LoadError[] =>
    geometryErrors(feature.geometry, 'Polygon').map((message) => ({
      feature: feature.number,
      id: plainText(feature.properties.name),
      ...message,
    })),
  );
  if (errors.length > 0) throw new LoadErrors(errors, layer.id);
}

function levelNote(features: readonly SourceFeature[], level: string): Message {
  const skipped = features.filter((feature) => plainText(feature.properties.admin_level) !== level);
  const counts = new Map<string, string[]>();
  for (const { properties } of skipped) {
    const names = counts.get(plainText(properties.admin_level)) ?? [];
    counts.set(plainText(properties.admin_level), [...names, plainText(properties.name)]);
  }
  const detail = [...counts]
    .sort()
    .map(
      ([other, names]) =>
        `admin_level=${other} × ${names.length} (${names.slice(0, 10).join('、')}${names.length > 10 ? '…' : ''})`,
    )
    .join('; ');
  return {
    message: 'osm-level',
    params: { level, taken: features.length - skipped.length, skipped: skipped.length, detail },
  };
}

function matchNotes(matched: readonly Matched[], unmatched: readonly string[]): Message[] {
  const given = matched.filter((match) => match.fileCode !== null);
  const corrected = given.filter((match) => match.fileCode !== match.known.code);
  const renamed = matched.filter((match) => nameVariants(match.name)[0] !== match.known.name);
  return [
    { message: 'osm-matched', params: { matched: matched.length, unmatched: unmatched.length } },
    ...(unmatched.length > 0 ? [{ message: 'osm-unmatched' as const, params: { names: unmatched.join('、') } }] : []),
    {
      message: 'osm-codes',
      params: {
        given: given.length,
        agreeing: given.length - corrected.length,
        corrected: corrected.length,
        missing: matched.length - given.length,
      },
    },
    ...corrected.map(
      (match): Message => ({
        message: 'osm-corrected',
        params: { name: match.known.name, from: match.fileCode ?? '', to: match.known.code },
      }),
    ),
    ...renamed.map(
      (match): Message => ({ message: 'osm-renamed', params: { from: match.name, to: match.known.name } }),
    ),
  ];
}

function leftNotes(left: readonly Known[], kept: ReadonlySet<string>): Message[] {
  const name = (area: Known): string => `${area.name} ${area.code}`;
  const stay = left.filter((area) => kept.has(area.code)).map(name);
  const gone = left.filter((area) => !kept.has(area.code)).map(name);
  return [
    ...(stay.length > 0
      ? [{ message: 'osm-kept' as const, params: { count: stay.length, names: stay.join('、') } }]
      : []),
    ...(gone.length > 0
      ? [{ message: 'osm-removed' as const, params: { count: gone.length, names: gone.join('、') } }]
      : []),
  ];
}

/** Where the districts, as the same file draws them, lie in no subdistrict. */
async function coverNotes(
  db: Queryable,
  catalogue: Catalogue,
  layer: LayerDefinition,
  features: readonly SourceFeature[],
  matched: readonly Matched[],
  datum: Datum,
): Promise<Message[]> {
  const districtLayer = catalogue.playing('district');
  if (layer.role !== 'subdistrict' || districtLayer === undefined) return [];
  const known = await knownAreas(db, districtLayer);
  const { matched: districts } = await matchAll(db, catalogue, atLevel(features, '6'), known, datum);
  const gaps = await uncovered(
    db,
    districts.map((district) => district.shape),
    matched.map((match) => match.shape),
  );
  const noted = gaps.filter((gap) => gap.uncoveredKm2 >= 0.05);
  if (noted.length === 0) return [];
  const total = gaps.reduce((sum, gap) => sum + gap.uncoveredKm2, 0);
  return [
    { message: 'osm-uncovered-total', params: { area: total.toFixed(1) } },
    ...noted.map(
      (gap): Message => ({
        message: 'osm-uncovered',
        params: {
          name: districts.find((district) => district.known.code === gap.code)?.known.name ?? gap.code,
          code: gap.code,
          area: gap.uncoveredKm2.toFixed(1),
          share: ((100 * gap.uncoveredKm2) / gap.areaKm2).toFixed(1),
        },
      }),
    ),
  ];
}

async function holeNotes(db: Queryable, matched: readonly Matched[]): Promise<Message[]> {
  const { count, areaKm2, largestKm2 } = await holes(
    db,
    matched.map((match) => match.shape),
    SMALLEST_HOLE_M2,
  );
  return count === 0
    ? []
    : [{ message: 'osm-holes', params: { count, area: areaKm2.toFixed(1), largest: largestKm2.toFixed(1) } }];
}
