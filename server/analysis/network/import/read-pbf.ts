/** Streets of an extract of OpenStreetMap (`.osm.pbf`). */
import { open } from 'node:fs/promises';
import { metresPerDegree } from '../../../../tiles/tile/spheroid.ts';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import type { Warning } from '../../../../tiles/api/result.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { AnalysisError, warning } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import {
  MAX_HEAD_BYTES,
  OsmFileError,
  readOsmFile,
  type OsmElement,
  type OsmMember,
  type OsmNode,
  type OsmRelation,
  type OsmWay,
  type SeaBounds,
} from '../../../osm/index.ts';
import { isRestriction, restrictionOf, type Restriction } from './restrictions.ts';
import { SAMPLES, WaterReader } from './water.ts';
import { FerryReader } from './ferries.ts';
import { boundsOfStreets, type SourceStreet, type SourceTurn, type StreetSource } from './source.ts';
import { IdNumbers } from '../../id-numbers.ts';
import { streetTagsOf } from './street-tags.ts';
import { isStairs, speedsOf, stoppedBy, type Tags } from './speeds.ts';
import type { Speeds } from '../build.ts';

const HEAD_BYTES = 4096;
/** How far around its streets the sea is drawn. */
const AROUND_M = 2000;
/** A large province has a third of it; reading takes some 40 bytes for each. */
const MAX_POINTS = 100_000_000;

/**
 * Reads the file thrice, relations first and nodes last, so that the order of its parts does not matter and only points
 * of streets and of water are kept.
 * Throws `AnalysisError` for a file of another kind, a damaged one, and one without streets.
 */
export async function readPbf(path: string): Promise<StreetSource> {
  await checkBeginning(path);
  const ways = new WayReader();
  const water = new WaterReader();
  await eachElement(path, ['relation'], (element) => {
    ways.read(element);
    if (element.type === 'relation') water.readRelation(element);
  });
  await eachElement(path, ['way'], (element) => {
    ways.read(element);
    if (element.type === 'way') water.readWay(element);
  });
  if (ways.streets.length === 0)
    throw new AnalysisError('network-no-streets', TEXT['no-streets-osm'], { ways: ways.wayCount });
  const nodes = new NodeReader(ways.pointOf);
  await eachElement(path, ['node'], (element) => {
    nodes.read(element);
    if (element.type === 'node') water.readNode(element);
  });
  const { streets, missing, cutCount } = cutAtMissing(ways.streets, nodes.lonLat);
  if (streets.length === 0) throw new AnalysisError('network-no-nodes', TEXT['no-nodes'], { missing });
  const { ferries, leftOut } = ways.ferries.found(nodes.lonLat);
  const warnings = ways.warnings(leftOut);
  if (missing > 0) warnings.push(warning('network-nodes-missing', TEXT['nodes-missing'], { missing, ways: cutCount }));
  const { polygons, warnings: waterWarnings } = water.found(
    placesOnLand(streets, nodes.lonLat),
    boundsAround(boundsOfStreets({ lonLat: nodes.lonLat, streets })),
  );
  return {
    lonLat: nodes.lonLat,
    streets,
    ferries,
    gates: nodes.gates,
    turns: ways.turns(),
    water: polygons,
    warnings: [...warnings, ...waterWarnings],
  };
}

/** Every so many of the streets' points, as many as the water is held against. */
function placesOnLand(streets: readonly SourceStreet[], lonLat: Float64Array): number[] {
  const onLand = streets.filter(({ mayCrossWater }) => !mayCrossWater);
  const count = onLand.reduce((sum, { points }) => sum + points.length, 0);
  const step = Math.max(1, Math.floor(count / SAMPLES));
  const places: number[] = [];
  let before = 0;
  for (const { points } of onLand) {
    for (let i = (step - (before % step)) % step; i < points.length; i += step) {
      const point = points[i] as number;
      places.push(lonLat[2 * point] as number, lonLat[2 * point + 1] as number);
    }
    before += points.length;
  }
  return places;
}

/** The streets, and as far around them as anybody walks beside one. */
function boundsAround(known: Bbox): SeaBounds {
  const [west, south, east, north] = known;
  const scale = metresPerDegree((south + north) / 2);
  const [x, y] = [AROUND_M / scale.lon, AROUND_M / scale.lat];
  return { known, box: [west - x, south - y, east + x, north + y] };
}

/** Recognises other kinds of files by their first bytes, so that the error says what they are. */
async function checkBeginning(path: string): Promise<void> {
  const head = await readHead(path);
  if (head.length === 0) throw new AnalysisError('network-file-empty', TEXT['file-empty'], { file: path });
  const text = head.toString('latin1');
  if (/^\s*</.test(text)) throw new AnalysisError('network-file-xml', TEXT['file-xml'], { file: path });
  const isPbf = head.length > 8 && head.readUInt32BE(0) <= MAX_HEAD_BYTES && text.slice(4, 24).includes('OSMHeader');
  if (!isPbf) throw new AnalysisError('network-file-not-pbf', TEXT['file-not-pbf'], { file: path });
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new AnalysisError(
      'network-file-unreadable',
      TEXT['file-unreadable'],
      { file: path, reason: reasonOf(error) },
      { cause: error },
    );
  }
}

async function eachElement(
  path: string,
  types: readonly OsmElement['type'][],
  call: (element: OsmElement) => void,
): Promise<void> {
  try {
    for await (const elements of readOsmFile(path, types)) for (const element of elements) call(element);
  } catch (error) {
    throw error instanceof OsmFileError ? toAnalysisError(error, path) : error;
  }
}

function toAnalysisError(error: OsmFileError, path: string): AnalysisError {
  const { problem, offset, detail } = error;
  const options = { cause: error };
  if (problem === 'features')
    return new AnalysisError('network-pbf-features', TEXT['pbf-features'], { features: detail }, options);
  const reason = sentence(TEXT[`pbf-${problem}-at`], { offset, detail });
  return problem === 'compression'
    ? new AnalysisError('network-pbf-compression', TEXT['pbf-compression'], { file: path, reason }, options)
    : new AnalysisError('network-pbf-damaged', TEXT['pbf-damaged'], { file: path, reason }, options);
}

interface RawStreet extends SourceStreet {
  readonly points: readonly number[];
}

/** First reading: streets, and which nodes they need. */
class WayReader {
  readonly streets: RawStreet[] = [];
  readonly pointOf = new IdNumbers();
  readonly ferries = new FerryReader((ref) => this.#point(ref));
  wayCount = 0;
  readonly #seen = new IdNumbers();
  /** Many streets go by the same speeds: they share them. */
  readonly #speeds = new Map<string, Speeds>();
  readonly #turns: { readonly said: Restriction; readonly members: readonly OsmMember[] }[] = [];
  readonly #counts = { twice: 0, areas: 0, areaRelations: 0, conditional: 0, other: 0 };

  read(element: OsmElement): void {
    if (element.type === 'way') this.#readWay(element);
    else if (element.type === 'relation') this.#readRelation(element);
  }

  warnings(ferriesLeftOut: number): Warning[] {
    const { twice, areas, areaRelations, conditional, other } = this.#counts;
    const noted: readonly (readonly [number, string, keyof typeof TEXT])[] = [
      [conditional, 'network-turns-conditional', 'turns-conditional'],
      [other, 'network-turns-other', 'turns-other'],
      [ferriesLeftOut, 'network-ferries-left-out', 'ferries-left-out'],
      [areas, 'network-areas', 'areas'],
      [areaRelations, 'network-area-relations', 'area-relations'],
      [twice, 'network-ways-twice', 'ways-twice'],
    ];
    return noted.filter(([count]) => count > 0).map(([count, code, text]) => warning(code, TEXT[text], { count }));
  }

  #readWay(way: OsmWay): void {
    const { id, refs, tags } = way;
    this.wayCount += 1;
    if (this.ferries.readWay(way)) return;
    const speeds = speedsOf(tags);
    if (speeds === null || refs.length < 2) return;
    if (this.#seen.get(id) !== undefined) {
      this.#counts.twice += 1;
      return;
    }
    this.#seen.numberOf(id);
    if (tags['area'] === 'yes') this.#counts.areas += 1;
    this.streets.push({
      points: refs.map((ref) => this.#point(ref)),
      speeds: this.#shared(speeds),
      isStairs: isStairs(tags),
      streetTags: streetTagsOf(tags),
      osmWay: id,
      mayCrossWater: mayCrossWater(tags),
    });
  }

  /** Once all elements have been read. */
  turns(): SourceTurn[] {
    return this.#turns.map(({ said, members }) => {
      const refs = (role: string, type: OsmMember['type']): number[] =>
        members.filter((member) => member.role === role && member.type === type).map(({ ref }) => ref);
      const ways = refs('via', 'way');
      // A node that no street has stays one that is missing.
      const points = ways.length > 0 ? [] : refs('via', 'node').map((ref) => this.pointOf.get(ref) ?? -1);
      return { ...said, from: refs('from', 'way'), to: refs('to', 'way'), via: { points, ways } };
    });
  }

  #readRelation(relation: OsmRelation): void {
    const { tags, members } = relation;
    this.ferries.readRelation(relation);
    if (isRestriction(relation)) {
      const said = restrictionOf(tags);
      if (typeof said === 'string') this.#counts[said] += 1;
      else this.#turns.push({ said, members });
    } else if (tags['type'] === 'multipolygon' && tags['highway'] !== undefined) this.#counts.areaRelations += 1;
  }

  #shared(speeds: Speeds): Speeds {
    const key = JSON.stringify(speeds);
    const known = this.#speeds.get(key) ?? speeds;
    this.#speeds.set(key, known);
    return known;
  }

  #point(ref: number): number {
    const point = this.pointOf.numberOf(ref);
    if (point >= MAX_POINTS) throw new AnalysisError('network-too-large', TEXT['too-large'], { max: MAX_POINTS });
    return point;
  }
}

/** Second reading: where those nodes are. */
class NodeReader {
  /** NaN until read. */
  readonly lonLat: Float64Array;
  readonly gates = new Map<number, readonly Mode[]>();
  readonly #pointOf: IdNumbers;

  constructor(pointOf: IdNumbers) {
    this.#pointOf = pointOf;
    this.lonLat = new Float64Array(pointOf.size * 2).fill(NaN);
  }

  read(element: OsmElement): void {
    if (element.type !== 'node') return;
    const point = this.#pointOf.get(element.id);
    if (point === undefined) return;
    checkPlace(element);
    this.lonLat[point * 2] = element.lon;
    this.lonLat[point * 2 + 1] = element.lat;
    const stopped = stoppedBy(element.tags);
    if (stopped.length > 0) this.gates.set(point, stopped);
  }
}

function checkPlace({ id, lon, lat }: OsmNode): void {
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return;
  throw new AnalysisError('network-out-of-range', TEXT['node-out-of-range'], { id, lon, lat });
}

function mayCrossWater(tags: Tags): boolean {
  return (tags['bridge'] ?? 'no') !== 'no' || (tags['tunnel'] ?? 'no') !== 'no' || tags['man_made'] === 'pier';
}

/** An extract that was cut roughly lacks nodes at its border: streets end before them and go on after them. */
function cutAtMissing(
  streets: readonly RawStreet[],
  lonLat: Float64Array,
): { readonly streets: readonly RawStreet[]; readonly missing: number; readonly cutCount: number } {
  const isMissing = (point: number): boolean => Number.isNaN(lonLat[point * 2]);
  const missing = new Set(streets.flatMap(({ points }) => points.filter(isMissing))).size;
  if (missing === 0) return { streets, missing, cutCount: 0 };
  const cut: RawStreet[] = [];
  let cutCount = 0;
  for (const street of streets) {
    if (!street.points.some(isMissing)) {
      cut.push(street);
      continue;
    }
    cutCount += 1;
    let piece: number[] = [];
    for (const point of [...street.points, -1]) {
      if (point !== -1 && !isMissing(point)) {
        piece.push(point);
        continue;
      }
      if (piece.length > 1) cut.push({ ...street, points: piece });
      piece = [];
    }
  }
  return { streets: cut, missing, cutCount };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
