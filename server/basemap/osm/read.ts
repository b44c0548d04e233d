/** An extract of OpenStreetMap → the features of a base map. */
import type { Bbox } from '../../../tiles/api/wire.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { bothLanguages } from '../../platform/messages/index.ts';
import {
  isWithin,
  OsmFileError,
  readOsmBounds,
  readOsmFile,
  seaPolygons,
  type OsmElement,
  type OsmRelation,
  type OsmWay,
  type Ring,
  type Tags,
} from '../../osm/index.ts';
import { BaseMapError } from '../errors.ts';
import type { BaseFeature, Path } from '../feature.ts';
import { BASEMAP_IMPORT as TEXT } from '../import-messages.ts';
import { mercatorBox, toPath, type Box } from '../mercator.ts';
import { clipLine, clipRing } from '../tiling/clip.ts';
import { MAX_ZOOM } from '../write.ts';
import { areaOf, borderLevelOf, lineOf, nameOf, placeOf, type Classified } from './classes.ts';
import { NodeStore, NumberList } from './node-store.ts';
import { assembleRings, joinLines } from './rings.ts';

/** A province has about 20 millions; each takes some 40 bytes with the ways that name it. */
const MAX_NODES = 80_000_000;
/** Where more of the streets lie in what should be sea, the coastline cannot be as it is drawn. */
const MOST_IN_SEA = 0.1;
const SAMPLES = 1000;
const EXAMPLES = 5;

export interface OsmReadOptions {
  readonly path: string;
  /** What the base map is cut to; the box of the extract where absent. */
  readonly clip: Bbox | null;
  readonly signal?: AbortSignal;
  readonly onPhase?: (phase: 'relations' | 'ways' | 'nodes' | 'shapes') => void;
}

export interface OsmFound {
  readonly features: readonly BaseFeature[];
  readonly bounds: Bbox;
  /** False where there is no coastline, or none that a sea follows from. */
  readonly hasSea: boolean;
  readonly notes: readonly Text[];
}

/**
 * Reads the file once for each kind of element, so that their order does not matter. Rejects with `BaseMapError` for a
 * file that cannot be used, or the signal's reason.
 */
export async function readOsm({ path, clip, signal, onPhase }: OsmReadOptions): Promise<OsmFound> {
  const each = async (type: OsmElement['type'], call: (element: OsmElement) => void): Promise<void> => {
    try {
      for await (const elements of readOsmFile(path, [type])) {
        signal?.throwIfAborted();
        for (const element of elements) call(element);
      }
    } catch (error) {
      throw signal?.aborted === true ? error : explained(error, path);
    }
  };
  const header = await readOsmBounds(path).catch((error: unknown) => {
    throw explained(error, path);
  });
  const reader = new Reader();
  onPhase?.('relations');
  await each('relation', (element) => element.type === 'relation' && reader.readRelation(element));
  const inside = clip === null ? null : await nodesInside(clip, each);
  onPhase?.('ways');
  await each('way', (element) => element.type === 'way' && reader.readWay(element, inside));
  onPhase?.('nodes');
  const nodes = new NodeStore(reader.wanted.view());
  const extent: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  await each('node', (element) => {
    if (element.type !== 'node') return;
    const { id, lon, lat, tags } = element;
    if (nodes.set(id, lon, lat)) {
      extent[0] = Math.min(extent[0], lon);
      extent[1] = Math.min(extent[1], lat);
      extent[2] = Math.max(extent[2], lon);
      extent[3] = Math.max(extent[3], lat);
    }
    reader.readPlace(tags, [lon, lat]);
  });
  onPhase?.('shapes');
  const bounds: Bbox = clip ?? header ?? extent;
  const found = reader.found(nodes, bounds);
  if (found.features.every(({ layer }) => layer === 'land'))
    throw new BaseMapError(TEXT['nothing-inside'], { file: path, box: bounds.join(',') });
  return found;
}

/** Ids of nodes in a box, sorted. */
async function nodesInside(
  [west, south, east, north]: Bbox,
  each: (type: 'node', call: (element: OsmElement) => void) => Promise<void>,
): Promise<NodeStore> {
  const ids = new NumberList();
  await each('node', (element) => {
    if (element.type !== 'node') return;
    const { id, lon, lat } = element;
    if (lon >= west && lon <= east && lat >= south && lat <= north) ids.push(id);
  });
  return new NodeStore(ids.view());
}

function explained(error: unknown, file: string): unknown {
  const options = { cause: error };
  if (!(error instanceof OsmFileError)) {
    if (!(error instanceof Error && 'code' in error)) return error;
    return new BaseMapError(TEXT['file-unreadable'], { file, reason: error.message }, options);
  }
  const { problem, detail } = error;
  if (problem === 'features') return new BaseMapError(TEXT['pbf-features'], { file, detail }, options);
  if (problem === 'compression') return new BaseMapError(TEXT['pbf-compression'], { file, detail }, options);
  return new BaseMapError(TEXT['file-damaged'], { file, reason: error.message }, options);
}

type Refs = readonly number[];

interface Area {
  readonly id: number;
  readonly classified: Classified;
  readonly tags: Tags;
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

class Reader {
  /** Ids of the nodes that something needs, each as often as it is needed. */
  readonly wanted = new NumberList();
  readonly #relations: Area[] = [];
  /** Ways of those, null until they have come. */
  readonly #members = new Map<number, Refs | null>();
  readonly #borders = new Map<number, number>();
  readonly #areas: { readonly classified: Classified; readonly tags: Tags; readonly refs: Refs }[] = [];
  /** Lines that look alike, by what they look like. */
  readonly #lines = new Map<string, { readonly classified: Classified; readonly tags: Tags; readonly refs: Refs[] }>();
  readonly #borderLines = new Map<number, Refs[]>();
  readonly #coast: Refs[] = [];
  readonly #places: { readonly classified: Classified; readonly tags: Tags; readonly at: readonly [number, number] }[] =
    [];

  readRelation({ id, tags, members }: OsmRelation): void {
    const ways = members.filter(({ type }) => type === 'way');
    const level = borderLevelOf(tags);
    if (level !== null && (tags['type'] === 'boundary' || tags['type'] === 'multipolygon')) {
      // A way between two cities is the border of their province as well: the widest of them counts.
      for (const { ref } of ways) this.#borders.set(ref, Math.min(level, this.#borders.get(ref) ?? level));
      return;
    }
    const classified = tags['type'] === 'multipolygon' ? areaOf(tags) : null;
    if (classified === null) return;
    for (const { ref } of ways) this.#members.set(ref, null);
    const of = (isInner: boolean): number[] =>
      ways.filter(({ role }) => (role === 'inner') === isInner).map(({ ref }) => ref);
    this.#relations.push({ id, classified, tags, outer: of(false), inner: of(true) });
  }

  /** @param inside nodes of the box that is asked for; null where all are */
  readWay(way: OsmWay, inside: NodeStore | null): void {
    const { id, refs, tags } = way;
    if (refs.length < 2) return;
    const isMember = this.#members.has(id);
    if (isMember) this.#members.set(id, this.#keep(refs));
    const isCoast = tags['natural'] === 'coastline';
    // Where the sea is follows from all of the coastline.
    if (isCoast) this.#coast.push(this.#keep(refs));
    if (inside !== null && !refs.some((ref) => inside.has(ref))) return;
    const level = isCoast ? null : (this.#borders.get(id) ?? borderLevelOf(tags));
    if (level !== null) this.#borderLines.set(level, [...(this.#borderLines.get(level) ?? []), this.#keep(refs)]);
    const line = lineOf(tags);
    if (line !== null) this.#addLine(line, tags, refs);
    const isClosed = refs.length > 3 && refs[0] === refs.at(-1);
    if (!isClosed || isMember) return;
    const area = areaOf(tags);
    if (area !== null && (line === null || tags['area'] === 'yes'))
      this.#areas.push({ classified: area, tags, refs: this.#keep(refs) });
  }

  readPlace(tags: Tags, at: readonly [lon: number, lat: number]): void {
    const classified = placeOf(tags);
    if (classified !== null) this.#places.push({ classified, tags, at });
  }

  found(nodes: NodeStore, bounds: Bbox): OsmFound {
    const draw = new Drawing(nodes, mercatorBox(bounds));
    const broken: number[] = [];
    draw.box(bounds);
    for (const { classified, tags, refs } of this.#areas) draw.area(classified, tags, [refs], []);
    for (const { id, classified, tags, outer, inner } of this.#relations)
      if (!this.#drawRelation(draw, { id, classified, tags, outer, inner })) broken.push(id);
    for (const { classified, tags, refs } of this.#lines.values())
      for (const line of joinLines(refs)) draw.line(classified, tags, line);
    for (const [level, ways] of this.#borderLines) for (const line of joinLines(ways)) draw.border(level, line);
    for (const { classified, tags, at } of this.#places) draw.place(classified, tags, at);
    const sea = draw.sea(this.#coast, bounds, this.#samples(nodes));
    const notes: Text[] = [];
    if (broken.length > 0)
      notes.push(
        bothLanguages(TEXT['relations-broken'], {
          count: broken.length,
          ids: broken.slice(0, EXAMPLES).join(', '),
        }),
      );
    if (nodes.missing > 0) notes.push(bothLanguages(TEXT['nodes-missing'], { count: nodes.missing }));
    if (sea === 'unclear') notes.push(TEXT['coast-unclear']);
    return { features: draw.features, bounds, hasSea: sea === 'drawn', notes };
  }

  /** False where parts of it are missing or do not close. */
  #drawRelation(draw: Drawing, { classified, tags, outer, inner }: Area): boolean {
    const [outers, inners] = [outer, inner].map((ids) => {
      const ways = ids.map((id) => this.#members.get(id) ?? null);
      const known = ways.filter((refs) => refs !== null);
      return { ...assembleRings(known), isWhole: known.length === ways.length };
    });
    if (outers === undefined || inners === undefined) return false;
    const isDrawn = draw.area(classified, tags, outers.rings, inners.rings);
    return isDrawn && outers.isWhole && inners.isWhole && outers.open === 0 && inners.open === 0;
  }

  #addLine(classified: Classified, tags: Tags, refs: Refs): void {
    const key = JSON.stringify([classified, nameOf(tags)]);
    const known = this.#lines.get(key);
    const kept = this.#keep(refs);
    if (known === undefined) this.#lines.set(key, { classified, tags, refs: [kept] });
    else known.refs.push(kept);
  }

  #keep(refs: Refs): Refs {
    if (this.wanted.length + refs.length > MAX_NODES) throw new BaseMapError(TEXT['too-large'], { max: MAX_NODES });
    for (const ref of refs) this.wanted.push(ref);
    return refs;
  }

  /** Places of streets on land, in degrees. */
  #samples(nodes: NodeStore): (readonly [number, number])[] {
    const places: (readonly [number, number])[] = [];
    for (const { classified, refs } of this.#lines.values()) {
      const { class: cls, brunnel } = classified.attributes;
      if (classified.layer !== 'transportation' || brunnel !== undefined || cls === 'rail') continue;
      for (const line of refs) {
        const at = nodes.get(line[0] as number);
        if (at !== null) places.push(at);
      }
    }
    const step = Math.max(1, Math.floor(places.length / SAMPLES));
    return places.filter((_, i) => i % step === 0);
  }
}

/** Puts the features together, cut to the box. */
class Drawing {
  readonly features: BaseFeature[] = [];
  readonly #nodes: NodeStore;
  readonly #box: Box;

  constructor(nodes: NodeStore, box: Box) {
    this.#nodes = nodes;
    this.#box = box;
  }

  /** The land of the extract: beyond it nothing is known. */
  box([west, south, east, north]: Bbox): void {
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    this.#push({ layer: 'land', attributes: {}, minzoom: 0, nameZoom: 99 }, [toPath(ring)]);
  }

  /** False where a ring lacks nodes. */
  area(classified: Classified, tags: Tags, outers: readonly Refs[], inners: readonly Refs[]): boolean {
    const [outer, inner] = [outers, inners].map((all) => all.map((refs) => this.#ring(refs))) as [
      (Ring | null)[],
      (Ring | null)[],
    ];
    const holes = inner.filter((ring) => ring !== null);
    for (const ring of outer) {
      if (ring === null) continue;
      const own = holes.filter(([first]) => first !== undefined && isWithin(first, ring));
      this.#push(classified, [ring, ...own].map(toPath));
      const label = placeOf(tags);
      if (label !== null) this.place({ ...label, minzoom: nameZoomOf(label, ring) }, tags, middleOf(ring));
    }
    return outer.length > 0 && !outer.includes(null) && !inner.includes(null);
  }

  line(classified: Classified, tags: Tags, refs: Refs): void {
    const name = nameOf(tags);
    for (const run of this.#runs(refs)) {
      for (const line of clipLine(toPath(run), this.#box)) {
        const { layer, attributes, minzoom, nameZoom } = classified;
        this.features.push({
          layer,
          attributes,
          minzoom: Math.min(minzoom, MAX_ZOOM),
          geometry: { kind: 'LineString', line },
          ...(name === null ? {} : { detail: { minzoom: nameZoom, attributes: name } }),
        });
      }
    }
  }

  border(level: number, refs: Refs): void {
    this.line(
      { layer: 'boundary', attributes: { admin_level: level }, minzoom: level <= 6 ? 0 : 10, nameZoom: 99 },
      {},
      refs,
    );
  }

  place({ layer, attributes, minzoom }: Classified, tags: Tags, position: readonly [number, number]): void {
    const at = toPath([position]);
    const [x = 0, y = 0] = at;
    const [left, top, right, bottom] = this.#box;
    if (x < left || x > right || y < top || y > bottom) return;
    this.features.push({
      layer,
      attributes: { ...attributes, ...nameOf(tags) },
      minzoom: Math.min(minzoom, MAX_ZOOM),
      geometry: { kind: 'Point', at },
    });
  }

  /**
   * Draws the sea and its shore. `none` where no coastline is in the box; `unclear` where the sea would cover streets.
   */
  sea(
    coast: readonly Refs[],
    bounds: Bbox,
    streets: readonly (readonly [number, number])[],
  ): 'drawn' | 'none' | 'unclear' {
    const lines = coast.flatMap((refs) => this.#runs(refs));
    if (lines.length === 0) return 'none';
    const polygons = seaPolygons(lines, { known: bounds, box: bounds });
    if (polygons.length === 0) return 'none';
    const isWet = (at: readonly [number, number]): boolean =>
      polygons.some(
        ([outer, ...islands]) =>
          outer !== undefined && isWithin(at, outer) && !islands.some((island) => isWithin(at, island)),
      );
    const wet = streets.filter(isWet).length;
    if (wet > MOST_IN_SEA * streets.length) return 'unclear';
    const sea: Classified = { layer: 'water', attributes: { class: 'sea' }, minzoom: 0, nameZoom: 99 };
    for (const rings of polygons) this.#push(sea, rings.map(toPath));
    for (const line of lines.flatMap((run) => clipLine(toPath(run), this.#box)))
      this.features.push({
        layer: 'water',
        attributes: { class: 'shore' },
        minzoom: 0,
        geometry: { kind: 'LineString', line },
      });
    return 'drawn';
  }

  #push({ layer, attributes, minzoom }: Classified, paths: readonly Path[]): void {
    const [outer, ...holes] = paths.map((ring) => clipRing(ring, this.#box));
    if (outer === undefined || outer === null) return;
    const rings = [outer, ...holes.filter((hole) => hole !== null)];
    this.features.push({ layer, attributes, minzoom, geometry: { kind: 'Polygon', rings } });
  }

  #ring(refs: Refs): Ring | null {
    const ring = refs.map((ref) => this.#nodes.get(ref));
    return ring.includes(null) ? null : (ring as Ring);
  }

  /** Parts of a line whose nodes are in the file. */
  #runs(refs: Refs): Ring[] {
    const runs: (readonly [number, number])[][] = [[]];
    for (const ref of refs) {
      const at = this.#nodes.get(ref);
      if (at === null) runs.push([]);
      else runs.at(-1)?.push(at);
    }
    return runs.filter(({ length }) => length > 1);
  }
}

/** Areas whose names come with their size: of parks and ponds there are thousands. */
const NAMED_BY_SIZE = ['lake', 'park', 'beach'];
/** So wide an area has room for its name, or most of it. */
const NAME_PX = 48;
const FIRST_NAME_ZOOM = 8;

function nameZoomOf({ attributes, minzoom }: Classified, ring: Ring): number {
  if (!NAMED_BY_SIZE.includes(String(attributes['class']))) return minzoom;
  const lons = ring.map(([lon]) => lon);
  const spread = lons.reduce((a, b) => Math.max(a, b), -Infinity) - lons.reduce((a, b) => Math.min(a, b), Infinity);
  // At zoom 0 a map is 512 px wide.
  return Math.max(FIRST_NAME_ZOOM, Math.ceil(Math.log2((NAME_PX / 512) * (360 / spread))));
}

/** The middle of the box around a ring, which most parks and lakes hold. */
function middleOf(ring: Ring): readonly [number, number] {
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
  const middle = (values: readonly number[]): number =>
    values.reduce((least, each) => Math.min(least, each), Infinity) / 2 +
    values.reduce((most, each) => Math.max(most, each), -Infinity) / 2;
  return [middle(lons), middle(lats)];
}
