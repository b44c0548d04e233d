/** Water of an extract of OpenStreetMap: lakes, rivers and basins as areas, and the sea from its coastline. */
import type { Warning } from '../../../../tiles/api/result.ts';
import { ringAreaM2 } from '../../../../tiles/tile/spheroid.ts';
import { warning } from '../../errors.ts';
import { NETWORK_IMPORT as TEXT } from '../import-messages.ts';
import type { Polygons } from '../water.ts';
import {
  isWithin,
  seaPolygons,
  type OsmNode,
  type OsmRelation,
  type OsmWay,
  type Ring,
  type SeaBounds,
} from '../../../osm/index.ts';
import type { Tags } from './speeds.ts';

/** No isochrone sees what is smaller: its lattice has squares of 15 m. */
const LEAST_M2 = 400;
/** Where more of the streets lie in what should be sea, the coastline cannot be as it is drawn. */
const MOST_IN_SEA = 0.1;
export const SAMPLES = 1000;

export interface WaterFound {
  readonly polygons: Polygons;
  readonly warnings: readonly Warning[];
}

export class WaterReader {
  readonly #relations: { readonly outer: readonly number[]; readonly inner: readonly number[] }[] = [];
  readonly #members = new Map<number, readonly number[] | null>();
  readonly #areas: (readonly number[])[] = [];
  readonly #coast: (readonly number[])[] = [];
  readonly #places = new Map<number, readonly [number, number] | null>();

  /** Relations come first: which ways they need is not seen by these. */
  readRelation({ tags, members }: OsmRelation): void {
    if (tags['type'] !== 'multipolygon' || !isWater(tags)) return;
    const ways = members.filter(({ type }) => type === 'way');
    const [inner, outer] = [true, false].map((isInner) =>
      ways.filter(({ role }) => (role === 'inner') === isInner).map(({ ref }) => ref),
    ) as [number[], number[]];
    for (const ref of [...inner, ...outer]) this.#members.set(ref, null);
    this.#relations.push({ outer, inner });
  }

  readWay({ id, refs, tags }: OsmWay): void {
    const isCoast = tags['natural'] === 'coastline';
    const isArea = isWater(tags) && refs.length > 3 && refs[0] === refs.at(-1);
    const isMember = this.#members.has(id);
    if (!isCoast && !isArea && !isMember) return;
    for (const ref of refs) this.#places.set(ref, null);
    if (isCoast) this.#coast.push(refs);
    // A member that says itself what it is says it again with its relation.
    if (isMember) this.#members.set(id, refs);
    else if (isArea) this.#areas.push(refs);
  }

  readNode({ id, lon, lat }: OsmNode): void {
    if (this.#places.has(id)) this.#places.set(id, [lon, lat]);
  }

  /** @param streets places of streets on land, in degrees, pairs */
  found(streets: readonly number[], bounds: SeaBounds): WaterFound {
    const warnings: Warning[] = [];
    const polygons: Ring[][] = this.#areas.flatMap((refs) => {
      const ring = this.#ring(refs);
      return ring === null ? [] : [[ring]];
    });
    let open = 0;
    for (const { outer, inner } of this.#relations) {
      const [outers, inners] = [outer, inner].map((ids) => {
        const lines = ids.map((id) => this.#members.get(id) ?? null);
        const joined = ringsOf(lines.filter((refs) => refs !== null));
        const rings = joined.rings.map((refs) => this.#ring(refs)).filter((ring) => ring !== null);
        if (joined.open > 0 || lines.includes(null) || rings.length < joined.rings.length) open += 1;
        return rings;
      }) as [Ring[], Ring[]];
      for (const ring of outers)
        polygons.push([ring, ...inners.filter(([first]) => first !== undefined && isInside(first, [ring]))]);
    }
    const kept = polygons.filter(([ring]) => ring !== undefined && Math.abs(ringAreaM2(ring)) >= LEAST_M2);
    const lines = this.#coast.flatMap((refs) => this.#runs(refs));
    const sea = lines.length === 0 ? [] : seaPolygons(lines, bounds);
    const isPlausible = shareInside(streets, sea) <= MOST_IN_SEA;
    if (open > 0) warnings.push(warning('network-water-open', TEXT['water-open'], { count: open }));
    if (!isPlausible) warnings.push(warning('network-coast-unclear', TEXT['coast-unclear'], {}));
    return { polygons: isPlausible ? [...kept, ...sea] : kept, warnings };
  }

  #ring(refs: readonly number[]): Ring | null {
    const ring = refs.map((ref) => this.#places.get(ref) ?? null);
    return ring.includes(null) ? null : (ring as Ring);
  }

  /** Parts of a line whose nodes are in the file. */
  #runs(refs: readonly number[]): Ring[] {
    const runs: (readonly [number, number])[][] = [[]];
    for (const ref of refs) {
      const place = this.#places.get(ref) ?? null;
      if (place === null) runs.push([]);
      else runs.at(-1)?.push(place);
    }
    return runs.filter(({ length }) => length > 1);
  }
}

function isWater(tags: Tags): boolean {
  if (tags['covered'] === 'yes' || tags['location'] === 'underground' || (tags['tunnel'] ?? 'no') !== 'no')
    return false;
  return (
    tags['natural'] === 'water' ||
    tags['waterway'] === 'riverbank' ||
    tags['waterway'] === 'dock' ||
    tags['landuse'] === 'reservoir' ||
    tags['landuse'] === 'basin'
  );
}

/** Lines that end where others begin, whichever way they run, put together. */
function ringsOf(lines: readonly (readonly number[])[]): { readonly rings: number[][]; readonly open: number } {
  const left = new Set(lines.filter(({ length }) => length > 1));
  const rings: number[][] = [];
  let open = 0;
  for (const first of left) {
    left.delete(first);
    const ring = [...first];
    while (ring[0] !== ring.at(-1)) {
      const end = ring.at(-1);
      const next = [...left].find((line) => line[0] === end || line.at(-1) === end);
      if (next === undefined) break;
      left.delete(next);
      ring.push(...(next[0] === end ? next : [...next].reverse()).slice(1));
    }
    if (ring[0] === ring.at(-1) && ring.length > 3) rings.push(ring);
    else open += 1;
  }
  return { rings, open };
}

function shareInside(places: readonly number[], polygons: readonly (readonly Ring[])[]): number {
  if (polygons.length === 0 || places.length === 0) return 0;
  const step = 2 * Math.max(1, Math.floor(places.length / 2 / SAMPLES));
  let [inside, count] = [0, 0];
  for (let i = 0; i + 1 < places.length; i += step) {
    count += 1;
    if (polygons.some((polygon) => isInside([places[i] as number, places[i + 1] as number], polygon))) inside += 1;
  }
  return inside / count;
}

/** Outside its islands. */
function isInside(place: Ring[number], [outer, ...islands]: readonly Ring[]): boolean {
  return outer !== undefined && isWithin(place, outer) && !islands.some((island) => isWithin(place, island));
}
