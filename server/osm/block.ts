/** Blocks of OpenStreetMap's PBF format, uncompressed (wiki, PBF Format; osmformat.proto 1.5). */
import { PbfReader } from 'pbf';

/** Tags of an element, by their keys. */
export type Tags = Readonly<Record<string, string>>;

export interface OsmNode {
  readonly type: 'node';
  readonly id: number;
  readonly lon: number;
  readonly lat: number;
  readonly tags: Tags;
}

export interface OsmWay {
  readonly type: 'way';
  readonly id: number;
  /** Ids of its nodes, in order. */
  readonly refs: readonly number[];
  readonly tags: Tags;
}

export interface OsmRelation {
  readonly type: 'relation';
  readonly id: number;
  readonly members: readonly OsmMember[];
  readonly tags: Tags;
}

export interface OsmMember {
  readonly type: OsmElement['type'];
  readonly ref: number;
  readonly role: string;
}

export type OsmElement = OsmNode | OsmWay | OsmRelation;

const HEADER = { box: 1, requiredFeatures: 4 };
const BOX = { left: 1, right: 2, top: 3, bottom: 4 };
const BLOCK = { strings: 1, group: 2, granularity: 17, latOffset: 19, lonOffset: 20 };
const GROUP = { node: 1, dense: 2, way: 3, relation: 4, changeset: 5 };
/** Ids, keys and values have the same numbers in nodes, ways and relations. */
const ELEMENT = { id: 1, keys: 2, values: 3 };
const NODE = { lat: 8, lon: 9 };
const DENSE = { ids: 1, lats: 8, lons: 9, keysValues: 10 };
const WAY = { refs: 8 };
const RELATION = { roles: 8, refs: 9, types: 10 };
const MEMBER_TYPES = ['node', 'way', 'relation'] as const;

const VARINT = 0;
const BYTES = 2;
const NO_TAGS: Tags = Object.freeze({});
const NOTHING = new Uint8Array(0);

export interface OsmHeader {
  /** What a reader of the file must understand. */
  readonly features: readonly string[];
  /** Box that the file was cut to, in degrees; null where it does not say so. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number] | null;
}

/** Throws an `Error` where the bytes are not a header. */
export function readHeaderBlock(bytes: Uint8Array): OsmHeader {
  const features: string[] = [];
  let bounds: OsmHeader['bounds'] = null;
  readFields(bytes, (field, pbf) => {
    if (field === HEADER.requiredFeatures) features.push(textOf(bytesOf(pbf)));
    else if (field === HEADER.box) bounds = boxOf(bytesOf(pbf));
  });
  return { features, bounds };
}

/** Nanodegrees, whatever the granularity of the blocks. */
function boxOf(bytes: Uint8Array): [number, number, number, number] {
  const box = { west: 0, south: 0, east: 0, north: 0 };
  readFields(bytes, (field, pbf) => {
    if (field === BOX.left) box.west = signedOf(pbf) / 1e9;
    else if (field === BOX.right) box.east = signedOf(pbf) / 1e9;
    else if (field === BOX.top) box.north = signedOf(pbf) / 1e9;
    else if (field === BOX.bottom) box.south = signedOf(pbf) / 1e9;
  });
  return [box.west, box.south, box.east, box.north];
}

/**
 * The elements of a block that are of the types asked for, in the order of the file. Throws an `Error` that says what
 * is wrong where the bytes are not a block.
 */
export function* elementsOf(bytes: Uint8Array, types: ReadonlySet<OsmElement['type']>): Generator<OsmElement> {
  let strings = new StringTable(NOTHING);
  const groups: Uint8Array[] = [];
  const places = { granularity: 100, latOffset: 0, lonOffset: 0 };
  readFields(bytes, (field, pbf) => {
    if (field === BLOCK.strings) strings = new StringTable(bytesOf(pbf));
    else if (field === BLOCK.group) groups.push(bytesOf(pbf));
    else if (field === BLOCK.granularity) places.granularity = numberOf(pbf);
    else if (field === BLOCK.latOffset) places.latOffset = numberOf(pbf);
    else if (field === BLOCK.lonOffset) places.lonOffset = numberOf(pbf);
  });
  // Groups come before the granularity that their positions need.
  const block = new Block(strings, places);
  for (const group of groups) {
    const pbf = new PbfReader(group);
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
      if (field === GROUP.changeset) throw new Error('changesets');
      if (field === GROUP.way && types.has('way')) yield block.way(bytesOf(pbf));
      else if (field === GROUP.relation && types.has('relation')) yield block.relation(bytesOf(pbf));
      else if (field === GROUP.node && types.has('node')) yield block.node(bytesOf(pbf));
      else if (field === GROUP.dense && types.has('node')) yield* block.dense(bytesOf(pbf));
    }
    checkEnd(pbf);
  }
}

interface Places {
  /** Nanodegrees a unit. */
  readonly granularity: number;
  /** Nanodegrees. */
  readonly latOffset: number;
  readonly lonOffset: number;
}

class Block {
  readonly #strings: StringTable;
  readonly #places: Places;

  constructor(strings: StringTable, places: Places) {
    this.#strings = strings;
    this.#places = places;
  }

  node(bytes: Uint8Array): OsmNode {
    let [id, lat, lon] = [0, 0, 0];
    const tags = this.#readElement(bytes, (field, pbf) => {
      if (field === ELEMENT.id) id = signedOf(pbf);
      else if (field === NODE.lat) lat = signedOf(pbf);
      else if (field === NODE.lon) lon = signedOf(pbf);
    });
    return { type: 'node', id, lon: this.#lon(lon), lat: this.#lat(lat), tags };
  }

  /** Columns of differences, read side by side: a block of any form takes no memory beside its bytes. */
  *dense(bytes: Uint8Array): Generator<OsmNode> {
    const columns = { ids: new Packed(NOTHING), lats: new Packed(NOTHING), lons: new Packed(NOTHING) };
    let tags = new Packed(NOTHING);
    readFields(bytes, (field, pbf) => {
      if (field === DENSE.ids) columns.ids = new Packed(bytesOf(pbf));
      else if (field === DENSE.lats) columns.lats = new Packed(bytesOf(pbf));
      else if (field === DENSE.lons) columns.lons = new Packed(bytesOf(pbf));
      else if (field === DENSE.keysValues) tags = new Packed(bytesOf(pbf));
    });
    const { ids, lats, lons } = columns;
    const isTagged = !tags.isDone;
    let [id, lat, lon] = [0, 0, 0];
    while (!ids.isDone) {
      id += ids.signed();
      lat += lats.signed();
      lon += lons.signed();
      const found = isTagged ? this.#denseTags(tags) : NO_TAGS;
      yield { type: 'node', id, lon: this.#lon(lon), lat: this.#lat(lat), tags: found };
    }
    if (!lats.isDone || !lons.isDone || !tags.isDone) throw new Error('more positions or tags than nodes');
  }

  way(bytes: Uint8Array): OsmWay {
    let id = 0;
    const refs: number[] = [];
    const tags = this.#readElement(bytes, (field, pbf) => {
      if (field === ELEMENT.id) id = numberOf(pbf);
      else if (field === WAY.refs) readDifferences(bytesOf(pbf), refs);
    });
    return { type: 'way', id, refs, tags };
  }

  relation(bytes: Uint8Array): OsmRelation {
    let id = 0;
    const refs: number[] = [];
    let types = new Packed(NOTHING);
    let roles = new Packed(NOTHING);
    const tags = this.#readElement(bytes, (field, pbf) => {
      if (field === ELEMENT.id) id = numberOf(pbf);
      else if (field === RELATION.refs) readDifferences(bytesOf(pbf), refs);
      else if (field === RELATION.types) types = new Packed(bytesOf(pbf));
      else if (field === RELATION.roles) roles = new Packed(bytesOf(pbf));
    });
    const members = refs.map((ref): OsmMember => {
      const type = MEMBER_TYPES[types.unsigned()];
      if (type === undefined) throw new Error('a member of an unknown type');
      return { type, ref, role: this.#strings.at(roles.unsigned()) };
    });
    if (!types.isDone || !roles.isDone) throw new Error('more roles or types than members');
    return { type: 'relation', id, members, tags };
  }

  /** Reads the tags, and leaves all other fields to `read`. */
  #readElement(bytes: Uint8Array, read: (field: number, pbf: PbfReader) => void): Tags {
    let keys = new Packed(NOTHING);
    let values = new Packed(NOTHING);
    readFields(bytes, (field, pbf) => {
      if (field === ELEMENT.keys) keys = new Packed(bytesOf(pbf));
      else if (field === ELEMENT.values) values = new Packed(bytesOf(pbf));
      else read(field, pbf);
    });
    if (keys.isDone && values.isDone) return NO_TAGS;
    const tags: Record<string, string> = {};
    while (!keys.isDone) tags[this.#strings.at(keys.unsigned())] = this.#strings.at(values.unsigned());
    if (!values.isDone) throw new Error('more values than keys');
    return tags;
  }

  /** Key, value, key, value … of one node, with 0 at its end. */
  #denseTags(keysValues: Packed): Tags {
    let key = keysValues.unsigned();
    if (key === 0) return NO_TAGS;
    const tags: Record<string, string> = {};
    for (; key !== 0; key = keysValues.unsigned()) {
      tags[this.#strings.at(key)] = this.#strings.at(keysValues.unsigned());
    }
    return tags;
  }

  // Nanodegrees are whole numbers, so that the one division rounds the way the decimal text of a degree does.
  #lat(units: number): number {
    return (this.#places.latOffset + this.#places.granularity * units) / 1e9;
  }

  #lon(units: number): number {
    return (this.#places.lonOffset + this.#places.granularity * units) / 1e9;
  }
}

/** Strings of a block. Few of them are asked for, so each is decoded when it first is. */
class StringTable {
  readonly #bytes: Uint8Array[] = [];
  readonly #texts: string[] = [];

  constructor(bytes: Uint8Array) {
    readFields(bytes, (field, pbf) => {
      if (field === 1) this.#bytes.push(bytesOf(pbf));
    });
  }

  at(index: number): string {
    const known = this.#texts[index];
    if (known !== undefined) return known;
    const bytes = this.#bytes[index];
    if (bytes === undefined) throw new Error(`string ${index} of ${this.#bytes.length}`);
    return (this.#texts[index] = textOf(bytes));
  }
}

/** A packed list of whole numbers. */
class Packed {
  readonly #pbf: PbfReader;

  constructor(bytes: Uint8Array) {
    this.#pbf = new PbfReader(bytes);
  }

  get isDone(): boolean {
    return this.#pbf.pos >= this.#pbf.length;
  }

  unsigned(): number {
    return this.#pbf.readVarint();
  }

  signed(): number {
    return this.#pbf.readSVarint();
  }
}

function readDifferences(bytes: Uint8Array, into: number[]): void {
  const packed = new Packed(bytes);
  let value = into.at(-1) ?? 0;
  while (!packed.isDone) into.push((value += packed.signed()));
}

/**
 * Calls `read` for each field of a message; it may leave the value unread. Throws where the message ends inside one.
 */
export function readFields(bytes: Uint8Array, read: (field: number, pbf: PbfReader) => void): void {
  const pbf = new PbfReader(bytes);
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) read(field, pbf);
  checkEnd(pbf);
}

/** The package takes a length beyond the end, and field 0, for the end of the message. */
function checkEnd(pbf: PbfReader): void {
  if (pbf.pos !== pbf.length) throw new Error('a message with a field that does not end in it');
}

/** The bytes of a field. Throws where it is of another type, or ends behind its message. */
export function bytesOf(pbf: PbfReader): Uint8Array {
  if (pbf.type !== BYTES) throw new Error('a field of the wrong type');
  const bytes = pbf.readBytes();
  if (pbf.pos > pbf.length) throw new Error('a message with a field that does not end in it');
  return bytes;
}

/** The whole number of a field. Throws where it is of another type. */
export function numberOf(pbf: PbfReader): number {
  if (pbf.type !== VARINT) throw new Error('a field of the wrong type');
  return pbf.readVarint(true);
}

function signedOf(pbf: PbfReader): number {
  if (pbf.type !== VARINT) throw new Error('a field of the wrong type');
  return pbf.readSVarint();
}

const UTF8 = new TextDecoder();

export function textOf(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}
