/** Streets of a GeoJSON file: lines with the tags of OpenStreetMap as properties. */
import type { Warning } from '../../../../tiles/api/result.ts';
import { loadMessage, readSourceFile } from '../../../ingest/index.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import { AnalysisError, warning } from '../../errors.ts';
import { TAGS } from './rules.ts';
import { ferryModes, isFerry, lengthAlong, plausible, readDurationS } from './ferries.ts';
import type { SourceFerry, SourceStreet, StreetSource } from './source.ts';
import { streetTagsOf } from './street-tags.ts';
import { classOf, isStairs, speedsOf, type Tags } from './speeds.ts';

/** Tags of a line that has none: open to all, both ways. */
const UNSAID: Tags = { highway: 'road' };
/** Errors about ids, which streets do not need. */
const HARMLESS: ReadonlySet<string> = new Set(['id-rounded']);
const TRUE_TEXT: Readonly<Record<string, string>> = { true: 'yes', false: 'no' };

/**
 * Lines meet where they share a position exactly, be it an end or in between. A line without `highway` (or `fclass`) is
 * a street for all. Throws `AnalysisError` for a file that cannot be read as such, or holds no streets.
 */
export async function readLines(path: string): Promise<StreetSource> {
  const file = await readSourceFile(path, { idAttribute: null });
  const error = file.errors.find(({ message }) => !HARMLESS.has(message));
  if (error !== undefined) {
    const reason = {
      zh: loadMessage('zh', error.message, error.params),
      en: loadMessage('en', error.message, error.params),
    };
    throw error.feature === 0
      ? new AnalysisError('network-file', TEXT.file, { file: path, reason })
      : new AnalysisError('network-feature', TEXT.feature, { file: path, feature: error.feature, reason });
  }
  const points = new Points();
  const reader = new LineReader(points);
  for (const { number, geometry, properties } of file.features) reader.read(number, geometry, properties);
  if (reader.streets.length === 0)
    throw new AnalysisError('network-no-streets', TEXT['no-streets-lines'], { features: file.features.length });
  const lonLat = points.lonLat();
  return {
    lonLat,
    streets: reader.streets,
    ferries: reader.ferries.map((ferry) => ({
      ...ferry,
      seconds: plausible(ferry.seconds, lengthAlong(ferry.points, lonLat)),
    })),
    gates: new Map(),
    turns: [],
    water: [],
    warnings: reader.warnings(),
  };
}

class LineReader {
  readonly streets: SourceStreet[] = [];
  readonly ferries: SourceFerry[] = [];
  readonly #points: Points;
  readonly #counts = { unsaid: 0, others: 0, closed: 0, ferriesLeftOut: 0 };
  #closedClass = '';

  constructor(points: Points) {
    this.#points = points;
  }

  read(feature: number, geometry: unknown, properties: Readonly<Record<string, unknown>>): void {
    const lines = linesOf(geometry, feature);
    if (lines === null) {
      this.#counts.others += 1;
      return;
    }
    const said = tagsOf(properties);
    if (isFerry(said)) {
      this.#readFerry(lines, said, wayOf(properties));
      return;
    }
    const isUnsaid = classOf(said) === undefined && speedsOf(said) === null;
    const tags = isUnsaid ? { ...said, ...UNSAID } : said;
    const speeds = speedsOf(tags);
    if (speeds === null) {
      this.#counts.closed += 1;
      this.#closedClass ||= classOf(tags) ?? '';
      return;
    }
    if (isUnsaid) this.#counts.unsaid += 1;
    const mayCrossWater = isSet(properties['bridge']) || isSet(properties['tunnel']);
    for (const line of lines) {
      this.streets.push({
        points: line.map((at) => this.#points.number(at)),
        speeds,
        isStairs: isStairs(tags),
        streetTags: streetTagsOf(tags),
        osmWay: wayOf(properties),
        mayCrossWater,
      });
    }
  }

  #readFerry(lines: readonly (readonly Position[])[], tags: Tags, osmWay: number): void {
    const modes = ferryModes(tags);
    if (modes.forward.length + modes.backward.length === 0) {
      this.#counts.ferriesLeftOut += 1;
      return;
    }
    // Of one line: nobody knows which part of the time is whose.
    const seconds = lines.length === 1 ? readDurationS(tags['duration']) : null;
    for (const line of lines)
      this.ferries.push({ points: line.map((at) => this.#points.number(at)), osmWay, ...modes, seconds });
  }

  warnings(): Warning[] {
    const { unsaid, others, closed, ferriesLeftOut } = this.#counts;
    const noted: readonly (readonly [number, string, keyof typeof TEXT])[] = [
      [unsaid, 'network-lines-unsaid', 'lines-unsaid'],
      [others, 'network-not-lines', 'not-lines'],
      [closed, 'network-lines-closed', 'lines-closed'],
      [ferriesLeftOut, 'network-ferries-left-out', 'ferries-left-out'],
    ];
    return noted
      .filter(([count]) => count > 0)
      .map(([count, code, text]) => warning(code, TEXT[text], { count, example: this.#closedClass }));
  }
}

/** Numbers positions, equal ones alike. */
class Points {
  readonly #numbers = new Map<string, number>();
  readonly #lonLat: number[] = [];

  number([lon, lat]: Position): number {
    const key = `${String(lon)} ${String(lat)}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    this.#lonLat.push(lon, lat);
    return number;
  }

  lonLat(): Float64Array {
    return Float64Array.from(this.#lonLat);
  }
}

type Position = readonly [lon: number, lat: number];

/** Null for what is neither a line nor several. */
function linesOf(geometry: unknown, feature: number): readonly (readonly Position[])[] | null {
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry) || !('coordinates' in geometry))
    return null;
  const { type, coordinates } = geometry;
  if (type !== 'LineString' && type !== 'MultiLineString') return null;
  const lines: unknown = type === 'LineString' ? [coordinates] : coordinates;
  if (!Array.isArray(lines)) throw malformed(feature);
  return lines.map((line: unknown) => {
    if (!Array.isArray(line)) throw malformed(feature);
    return line.map((position: unknown) => readPosition(position, feature));
  });
}

function readPosition(position: unknown, feature: number): Position {
  if (!Array.isArray(position)) throw malformed(feature);
  const [lon, lat]: readonly unknown[] = position;
  if (typeof lon !== 'number' || typeof lat !== 'number' || !Number.isFinite(lon) || !Number.isFinite(lat))
    throw malformed(feature);
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
  const text = Math.abs(lon) <= 90 && Math.abs(lat) <= 180 ? 'swapped' : 'metres';
  throw new AnalysisError('network-out-of-range', TEXT[text], { feature, lon, lat });
}

function malformed(feature: number): AnalysisError {
  return new AnalysisError('network-line-malformed', TEXT['line-malformed'], { feature });
}

/** Tags as OpenStreetMap writes them: text, `yes` and `no`. */
function tagsOf(properties: Readonly<Record<string, unknown>>): Tags {
  return Object.fromEntries(
    TAGS.flatMap((key) => {
      const value = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
      const text = String(value).trim();
      return text === '' ? [] : [[key, TRUE_TEXT[text] ?? text] as const];
    }),
  );
}

const UNSET: ReadonlySet<unknown> = new Set([undefined, '', 'no', 'F', '0', 0, 'false', false]);

function isSet(value: unknown): boolean {
  if (typeof value === 'object') return value !== null && (!Array.isArray(value) || value.length > 0);
  return !UNSET.has(value);
}

/** Id of the way, where a file of OpenStreetMap's has kept it. */
function wayOf(properties: Readonly<Record<string, unknown>>): number {
  const value = Number(properties['osm_id'] ?? properties['@id'] ?? 0);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
