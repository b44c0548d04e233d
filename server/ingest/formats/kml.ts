import { SaxesParser } from 'saxes';
import { ChunkMaker, detailOf, fileError } from '../reader.ts';
import type { Chunk, FeatureReader } from '../reader.ts';
import { namedId } from '../named-id.ts';
import type { TextFile } from '../text-file.ts';
import type { LoadError, SourceFeature } from '../types.ts';

interface KmlOptions {
  readonly idAttribute: string | null;
}

type Position = [number, number];
type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: Position[] }
  | { readonly type: 'Polygon'; readonly coordinates: Position[][] };

/** Placemarks of a KML document of any size, with their names, descriptions and extended data. */
export function openKml(file: TextFile, options: KmlOptions): FeatureReader {
  return {
    properties: null,
    notes: [],
    chunks: (signal) => chunksOf(file, options, signal),
    close: () => Promise.resolve(),
  };
}

async function* chunksOf(
  file: TextFile,
  { idAttribute }: KmlOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  const maker = new ChunkMaker();
  const reader = new PlacemarkReader();
  let number = 0;
  for await (const piece of file.pieces(signal)) {
    reader.write(piece);
    for (const placemark of reader.take()) {
      number += 1;
      const errors: LoadError[] = [];
      maker.add(toFeature(placemark, number, idAttribute, errors), placemark.characters, errors);
      if (maker.isFull) yield maker.take(file.share());
    }
  }
  reader.end();
  if (!maker.isEmpty) yield maker.take(1);
}

function toFeature(
  { id: own, properties, geometries, isMalformed, characters: _ }: Placemark,
  number: number,
  idAttribute: string | null,
  errors: LoadError[],
): SourceFeature {
  const { id, rest } = namedId(properties, idAttribute);
  if (isMalformed) errors.push({ feature: number, message: 'kml-coordinates' });
  return {
    number,
    id: id ?? (idAttribute === null ? own : null),
    geometry: isMalformed ? undefined : together(geometries),
    properties: rest,
    text: true,
  };
}

/** Several geometries of a kind are one of several parts. Of different kinds they stay a collection, to be refused. */
function together(geometries: readonly Geometry[]): unknown {
  const [first] = geometries;
  if (first === undefined) return null;
  if (geometries.length === 1) return first;
  if (geometries.some(({ type }) => type !== first.type)) return { type: 'GeometryCollection', geometries };
  return { type: `Multi${first.type}`, coordinates: geometries.map(({ coordinates }) => coordinates) };
}

interface Placemark {
  id: string | null;
  properties: Record<string, string>;
  geometries: Geometry[];
  isMalformed: boolean;
  characters: number;
}

/** Elements of a placemark that are its properties. */
const PROPERTIES = new Set(['name', 'description', 'address', 'phoneNumber']);
const MAX_TEXT = 200_000_000;

class PlacemarkReader {
  readonly #parser = new SaxesParser();
  #placemark: Placemark | null = null;
  #done: Placemark[] = [];
  #path: string[] = [];
  #text = '';
  #dataName: string | null = null;
  #rings: Position[][] = [];
  #track: Position[] = [];
  #hasRoot = false;

  constructor() {
    // Entities that the document declares are never expanded: saxes knows those of XML alone, and refuses others.
    this.#parser.on('error', (error) => {
      throw fileError('kml-malformed', { detail: detailOf(error).slice(0, 200) });
    });
    this.#parser.on('opentag', ({ name, attributes }) => this.#open(local(name), attributes));
    this.#parser.on('closetag', ({ name }) => this.#close(local(name)));
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
  }

  write(piece: string): void {
    this.#parser.write(piece);
  }

  end(): void {
    this.#parser.close();
    if (!this.#hasRoot) throw fileError('kml-none');
  }

  take(): Placemark[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  #addText(text: string): void {
    if (this.#placemark === null) return;
    this.#text += text;
    if (this.#text.length > MAX_TEXT) throw fileError('kml-malformed', { detail: '> 200 MB' });
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#path.length === 0 && name === 'kml') this.#hasRoot = true;
    this.#path.push(name);
    this.#text = '';
    if (name === 'Placemark') {
      const id = attributes['id'] ?? null;
      this.#placemark = { id, properties: {}, geometries: [], isMalformed: false, characters: 0 };
    } else if (name === 'Data' || name === 'SimpleData') this.#dataName = attributes['name'] ?? null;
    else if (name === 'Polygon') this.#rings = [];
    else if (name === 'Track') this.#track = [];
  }

  #close(name: string): void {
    const placemark = this.#placemark;
    this.#path.pop();
    if (placemark === null) return;
    const text = this.#text.trim();
    this.#text = '';
    placemark.characters += text.length;
    this.#read(placemark, name, text);
    if (name !== 'Placemark') return;
    this.#done.push(placemark);
    this.#placemark = null;
  }

  #read(placemark: Placemark, name: string, text: string): void {
    const parent = this.#path.at(-1);
    if (PROPERTIES.has(name) && parent === 'Placemark') define(placemark.properties, name, text);
    else if ((name === 'value' && parent === 'Data') || name === 'SimpleData') {
      if (this.#dataName !== null && text !== '') define(placemark.properties, this.#dataName, text);
    } else if (name === 'coordinates') this.#readCoordinates(placemark, parent ?? '', text);
    else if (name === 'coord' && parent === 'Track')
      this.#track.push(...this.#positions(placemark, text.replace(/\s+/g, ',')));
    else if (name === 'Polygon') placemark.geometries.push({ type: 'Polygon', coordinates: this.#rings });
    else if (name === 'Track') placemark.geometries.push({ type: 'LineString', coordinates: this.#track });
  }

  #readCoordinates(placemark: Placemark, parent: string, text: string): void {
    const positions = this.#positions(placemark, text);
    const [first] = positions;
    if (parent === 'Point') {
      if (first !== undefined) placemark.geometries.push({ type: 'Point', coordinates: first });
    } else if (parent === 'LineString') placemark.geometries.push({ type: 'LineString', coordinates: positions });
    else if (parent === 'LinearRing') {
      // A ring on its own is a line that ends where it begins.
      if (this.#path.includes('Polygon')) this.#rings.push(positions);
      else placemark.geometries.push({ type: 'LineString', coordinates: positions });
    }
  }

  /** `lon,lat[,height]` with spaces between; some programs write a space behind the comma. */
  #positions(placemark: Placemark, text: string): Position[] {
    const joined = text.split(',').map((part) => part.trim());
    const tuples = joined
      .join(',')
      .split(/\s+/)
      .filter((tuple) => tuple !== '');
    return tuples.map((tuple): Position => {
      const [lon = NaN, lat = NaN] = tuple.split(',').map((part) => (part === '' ? NaN : Number(part)));
      if (Number.isNaN(lon) || Number.isNaN(lat)) placemark.isMalformed = true;
      return [lon, lat];
    });
  }
}

/** Any name may be that of a property, `__proto__` too. */
function define(properties: Record<string, string>, name: string, value: string): void {
  Object.defineProperty(properties, name, { value, enumerable: true, configurable: true, writable: true });
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
