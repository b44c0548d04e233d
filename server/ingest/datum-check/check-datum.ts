/** In which datum a file is: by the sea, codes of areas, borders, roads, and what the layer held under the same ids. */
import { createAreaIndex, type AreaIndex } from '../../../tiles/tile/area-index.ts';
import type { Bbox, GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import type { AttributeValue, LayerDefinition } from '../../../tiles/layer/layer.ts';
import { distanceM } from '../../../tiles/tile/spheroid.ts';
import type { Catalogue } from '../../layers/catalogue.ts';
import { readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { attributeOf, AREAS as AREA_NAMES, type AreaName } from '../assign-areas.ts';
import { DATUM_NAMES, READINGS, readingOf, toWgs84, type Reading } from '../datum.ts';
import { isGeometry } from '../geometry.ts';
import { knownGround, linesOf, ringsOf, type Line } from '../known-ground.ts';
import { LoadErrors, type Datum, type Message } from '../types.ts';
import { byDistance, byMisfits, byReading, type ByReading, type Evidence } from './evidence.ts';
import { samplesOf, type Sample } from './samples.ts';
import { nearnessTo, type Nearness } from './segments.ts';
import { judge, messageOf } from './verdict.ts';

const KNOWN_LINES = loadSql('ingest/sql/known-lines');
const KNOWN_AREAS = loadSql('ingest/sql/known-areas');
const STORED_SHAPES = loadSql('ingest/sql/stored-shapes');

/** More places say no more. */
const MOST_SAMPLES = 4000;
/** Features whose stored shapes are looked at. */
const MOST_STORED = 1000;
/** Windows of known roads that are looked at, the fullest first, and roads in them. */
const MOST_WINDOWS = 60;
const WINDOW_DEG = 0.02;
const MOST_ROADS = 30_000;
/** More than the datums differ by. */
const MARGIN_DEG = 0.02;
/** Shores are drawn to some ten metres at best, and generalised ones to a hundred. */
const SHORE_M = 100;
/** Features wider than this may reach into the sea: districts, coasts, ferries. Smaller ones stand on land. */
const WIDEST_DEG = 0.01;
/** What lies so near to what the layer holds was loaded from the same numbers, and says less. */
const UNMOVED_M = 0.5;
const MOST_OF_REPEATED = 6;
/** Where the datums differ by less, there is one alone: outside China. */
const DIFFER_M = 20;

/** A feature as its file has it. */
export interface PlacedFeature {
  readonly id: string | null;
  /** In the file's datum. */
  readonly geometry: unknown;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

interface DatumQuestion {
  readonly layer: LayerDefinition;
  readonly features: readonly PlacedFeature[];
  /** Null where nobody has said: WGS 84 then. */
  readonly declared: Datum | null;
  /** Attributes that the file itself has. */
  readonly given: ReadonlySet<string>;
}

/**
 * Says in which datum the places are taken and on what ground. Throws `LoadErrors` where another fits clearly better
 * and nobody has said the datum.
 */
export async function checkDatum(db: Queryable, catalogue: Catalogue, question: DatumQuestion): Promise<Message[]> {
  const { layer, declared } = question;
  const taken = declared ?? 'wgs84';
  const placed = question.features.flatMap(({ id, geometry, attributes }) =>
    isGeometry(geometry) ? [{ id, geometry, attributes }] : [],
  );
  const samples = samplesOf(
    placed.map(({ geometry }) => geometry),
    MOST_SAMPLES,
  );
  if (samples.length === 0) return [];
  const read = placesOf(samples);
  if (!samples.some((_, i) => metresBetween(read, i) > DIFFER_M))
    return [{ message: 'datum-elsewhere', params: { present: DATUM_NAMES[taken] } }];
  const bounds = boundsOf(samples);
  const areas = await areasOf(db, catalogue);
  const { sea } = await knownGround(db, catalogue.city, bounds);
  const evidence = [
    sea === null ? null : seaEvidence(samples, read, sea),
    ...AREA_NAMES.map((name) => codeEvidence({ samples, read, placed, question, name, areas: areas[name] })),
    layer.geometry === 'Point'
      ? null
      : borderEvidence(samples, read, [...areas.district.lines, ...areas.subdistrict.lines, ...(sea ?? [])]),
    await roadEvidence(db, catalogue, samples, read),
    await sameEvidence(db, layer, { samples, read, placed, present: readingOf(taken) }),
  ].filter((each) => each !== null);
  const verdict = judge(evidence, readingOf(taken));
  const told = messageOf(verdict, taken, declared !== null);
  if (verdict.kind === 'wrong' && declared === null) throw new LoadErrors([{ feature: 0, ...told }], layer.id);
  return [told];
}

/** Places of the samples in WGS 84, pairs of degrees by reading. */
type Places = ByReading<Float64Array>;

function placesOf(samples: readonly Sample[]): Places {
  return byReading((reading) => {
    const places = new Float64Array(samples.length * 2);
    samples.forEach(({ lon, lat }, i) => places.set(toWgs84([lon, lat], reading), i * 2));
    return places;
  });
}

function at(places: Float64Array, index: number): readonly [lon: number, lat: number] {
  return [places[index * 2] as number, places[index * 2 + 1] as number];
}

function metresBetween({ wgs84, gcj02 }: Places, index: number): number {
  const [lon, lat] = at(wgs84, index);
  const [lonThere, latThere] = at(gcj02, index);
  return distanceM({ lon, lat }, { lon: lonThere, lat: latThere });
}

function boundsOf(samples: readonly Sample[]): Bbox {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lon, lat } of samples) {
    bounds[0] = Math.min(bounds[0], lon - MARGIN_DEG);
    bounds[1] = Math.min(bounds[1], lat - MARGIN_DEG);
    bounds[2] = Math.max(bounds[2], lon + MARGIN_DEG);
    bounds[3] = Math.max(bounds[3], lat + MARGIN_DEG);
  }
  return bounds;
}

interface KnownAreas {
  readonly codes: readonly string[];
  readonly index: AreaIndex | null;
  readonly lines: readonly Line[];
}

async function areasOf(db: Queryable, catalogue: Catalogue): Promise<Readonly<Record<AreaName, KnownAreas>>> {
  const read = async (name: AreaName): Promise<KnownAreas> => {
    const layer = catalogue.playing(name);
    const rows = layer === undefined ? [] : await db.query(KNOWN_AREAS, [layer.id]);
    const geometries = rows.map((row) => JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry);
    return {
      codes: rows.map((row) => readText(row, 'code')),
      index: geometries.length === 0 ? null : createAreaIndex(geometries),
      lines: geometries.flatMap(ringsOf),
    };
  };
  return { district: await read('district'), subdistrict: await read('subdistrict') };
}

function seaEvidence(samples: readonly Sample[], read: Places, sea: readonly Line[]): Evidence | null {
  const index = createAreaIndex([{ type: 'Polygon', coordinates: sea.map((ring) => ring.map((place) => [...place])) }]);
  const shore = nearnessTo(sea);
  const isWide = wideFeatures(samples);
  return byMisfits('sea', samples, ({ feature }, i, reading) => {
    if (isWide(feature)) return null;
    const [lon, lat] = at(read[reading], i);
    return index.locate(lon, lat) !== 0 || (shore?.(lon, lat) ?? Infinity) < SHORE_M;
  });
}

function wideFeatures(samples: readonly Sample[]): (feature: number) => boolean {
  const boxes = new Map<number, Bbox>();
  for (const { lon, lat, feature } of samples) {
    const [west, south, east, north] = boxes.get(feature) ?? [lon, lat, lon, lat];
    boxes.set(feature, [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)]);
  }
  return (feature) => {
    const [west, south, east, north] = boxes.get(feature) ?? [0, 0, 0, 0];
    return Math.max(east - west, north - south) > WIDEST_DEG;
  };
}

interface CodeQuestion {
  readonly samples: readonly Sample[];
  readonly read: Places;
  readonly placed: readonly PlacedFeature[];
  readonly question: DatumQuestion;
  readonly name: AreaName;
  readonly areas: KnownAreas;
}

/** Whether features lie in the area whose code the file gives them. Outlines run along borders, and tell nothing so. */
function codeEvidence({ samples, read, placed, question, name, areas }: CodeQuestion): Evidence | null {
  const { layer, given } = question;
  const attribute = layer.role === name ? null : attributeOf(layer, name);
  const { index, codes } = areas;
  if (index === null || attribute === null || !given.has(attribute) || layer.geometry === 'Polygon') return null;
  const known = new Set(codes);
  return byMisfits('codes', samples, ({ feature }, i, reading) => {
    const code = placed[feature]?.attributes[attribute];
    if (typeof code !== 'string' || !known.has(code)) return null;
    return codes[index.locate(...at(read[reading], i))] === code;
  });
}

function borderEvidence(samples: readonly Sample[], read: Places, lines: readonly Line[]): Evidence | null {
  const nearness = nearnessTo(lines);
  return nearness === null
    ? null
    : byDistance(
        'borders',
        samples,
        distances(samples, read, () => nearness),
      );
}

/** Streets run along lines, and points stand beside them. */
async function roadEvidence(
  db: Queryable,
  catalogue: Catalogue,
  samples: readonly Sample[],
  read: Places,
): Promise<Evidence | null> {
  const layer = catalogue.city.roles.roads;
  if (layer === undefined) return null;
  const keyOf = ({ lon, lat }: Sample): string => `${Math.floor(lon / WINDOW_DEG)} ${Math.floor(lat / WINDOW_DEG)}`;
  const windows = new Map<string, number>();
  for (const sample of samples) windows.set(keyOf(sample), (windows.get(keyOf(sample)) ?? 0) + 1);
  const fullest = [...windows].sort(([, a], [, b]) => b - a).slice(0, MOST_WINDOWS);
  const corners = fullest.map(([key]) => key.split(' ').map((cell) => Number(cell) * WINDOW_DEG));
  const side = (axis: 0 | 1, by: number): number[] => corners.map((corner) => (corner[axis] as number) + by);
  const rows = await db.query(KNOWN_LINES, [
    layer,
    side(0, -MARGIN_DEG),
    side(1, -MARGIN_DEG),
    side(0, WINDOW_DEG + MARGIN_DEG),
    side(1, WINDOW_DEG + MARGIN_DEG),
    MOST_ROADS,
  ]);
  // Some of the roads would say that the others are not there.
  if (rows.length === MOST_ROADS) return null;
  const nearness = nearnessTo(rows.flatMap((row) => linesOf(JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry)));
  if (nearness === null) return null;
  const seen = new Set(fullest.map(([key]) => key));
  const measured = distances(samples, read, (sample) => (seen.has(keyOf(sample)) ? nearness : null));
  return byDistance('roads', samples, measured);
}

/** How far what comes under an id lies from what the layer holds under it. */
async function sameEvidence(
  db: Queryable,
  layer: LayerDefinition,
  { samples, read, placed, present }: Pick<CodeQuestion, 'samples' | 'read' | 'placed'> & { readonly present: Reading },
): Promise<Evidence | null> {
  const ids = [...new Set(samples.flatMap(({ feature }) => placed[feature]?.id ?? []))].slice(0, MOST_STORED);
  const rows = ids.length === 0 ? [] : await db.query(STORED_SHAPES, [layer.id, ids]);
  const stored = new Map<string, Nearness | null>(
    rows.map((row) => [
      readText(row, 'feature_id'),
      nearnessOf(JSON.parse(readText(row, 'geometry')) as GeoJSONGeometry),
    ]),
  );
  if (stored.size === 0) return null;
  const measured = distances(samples, read, ({ feature }) => stored.get(placed[feature]?.id ?? '') ?? null);
  // What was loaded before in the same datum, right or wrong, agrees with itself.
  const compared = measured[present].filter((metres) => !Number.isNaN(metres));
  const isRepeated = compared.filter((metres) => metres < UNMOVED_M).length > compared.length * 0.9;
  return byDistance('same', samples, measured, { least: 0.3, ...(isRepeated ? { most: MOST_OF_REPEATED } : {}) });
}

/** A point is a line without length. */
function nearnessOf(geometry: GeoJSONGeometry): Nearness | null {
  const points =
    geometry.type === 'Point' ? [geometry.coordinates] : geometry.type === 'MultiPoint' ? geometry.coordinates : [];
  return nearnessTo([...points.map((point) => [point, point]), ...linesOf(geometry), ...ringsOf(geometry)]);
}

function distances(
  samples: readonly Sample[],
  read: Places,
  nearnessFor: (sample: Sample) => Nearness | null,
): ByReading<Float64Array> {
  const found = byReading(() => new Float64Array(samples.length).fill(NaN)) satisfies Record<Reading, Float64Array>;
  samples.forEach((sample, i) => {
    const nearness = nearnessFor(sample);
    if (nearness === null) return;
    for (const reading of READINGS) found[reading][i] = nearness(...at(read[reading], i));
  });
  return found;
}
