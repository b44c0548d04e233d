/** Facilities and candidates of a study, before they are snapped to a network: their ids, places and capacities. */
import type { FacilityPoint, Id } from '../../../tiles/api/place.ts';
import type { ScenarioEdit } from '../../../tiles/api/study.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { STUDY } from './messages.ts';
import { givenId } from '../demand/ids.ts';
import { AnalysisError } from '../errors.ts';
import type { Derived } from '../engine/derived.ts';
import type { Features } from '../engine/sources.ts';
import type { Demand, Facilities } from '../types.ts';

export interface FacilitySite {
  readonly id: string;
  /** Null where it has none. */
  readonly name: Text | null;
  /** NaN where it has no place on the ground. */
  readonly lon: number;
  readonly lat: number;
  /** Node of the study's own network; null where it has none. */
  readonly node: Id | null;
  /** NaN where it has none. */
  readonly capacity: number;
  readonly cost: number;
  readonly district: string | null;
  readonly subdistrict: string | null;
  readonly landUse: string | null;
}

/** Fields of a site that only has an id. */
export const NOWHERE = {
  name: null,
  lon: NaN,
  lat: NaN,
  node: null,
  capacity: NaN,
  cost: NaN,
  district: null,
  subdistrict: null,
  landUse: null,
} as const;

/** Ids that are not given are `prefix` and a number from 1. */
export function sitesOfPoints(points: readonly FacilityPoint[], prefix: string): FacilitySite[] {
  return points.map(
    (
      {
        id,
        lon = NaN,
        lat = NaN,
        node = null,
        capacity = NaN,
        cost = NaN,
        district = null,
        subdistrict = null,
        landUse = null,
      },
      index,
    ) => ({
      id: givenId(id, prefix, index),
      name: null,
      lon,
      lat,
      node,
      capacity,
      cost,
      district,
      subdistrict,
      landUse,
    }),
  );
}

export function sitesOfFeatures({
  ids,
  names,
  lonLat,
  capacity,
  cost,
  district,
  subdistrict,
}: Features): FacilitySite[] {
  return ids.map((id, index) => ({
    ...NOWHERE,
    id,
    name: names?.[index] ?? null,
    lon: lonLat[index * 2] as number,
    lat: lonLat[index * 2 + 1] as number,
    capacity: capacity?.[index] ?? NaN,
    cost: cost?.[index] ?? NaN,
    district: district[index] ?? null,
    subdistrict: subdistrict[index] ?? null,
  }));
}

/** Columns of a matrix that nothing else is known of. */
export function sitesOfColumns(count: number, prefix: string): FacilitySite[] {
  return Array.from({ length: count }, (_, index) => ({ ...NOWHERE, id: givenId(undefined, prefix, index) }));
}

/**
 * Facilities after the edits, in order: moved ones keep their place in the list, added ones come last. Throws
 * `AnalysisError`.
 */
export function editedSites(sites: readonly FacilitySite[], edits: readonly ScenarioEdit[]): FacilitySite[] {
  const byId = new Map(sites.map((site) => [site.id, site]));
  edits.forEach((edit, index) => {
    const known = byId.get(edit.id);
    const at = `/edits/${String(index)}/id`;
    if (edit.kind === 'add') {
      if (known !== undefined) throw new AnalysisError('edit-twice', STUDY['edit-twice'], { id: edit.id }, { at });
      byId.set(edit.id, { ...NOWHERE, id: edit.id, lon: edit.lon, lat: edit.lat, capacity: edit.capacity ?? NaN });
      return;
    }
    if (known === undefined) throw new AnalysisError('edit-unknown', STUDY['edit-unknown'], { id: edit.id }, { at });
    if (edit.kind === 'remove') byId.delete(edit.id);
    // It may now stand in another district.
    else
      byId.set(edit.id, {
        ...known,
        lon: edit.lon,
        lat: edit.lat,
        node: null,
        district: null,
        subdistrict: null,
        landUse: null,
      });
  });
  return [...byId.values()];
}

export interface PlacingParts {
  readonly existingCount: number;
  readonly demand: Demand | null;
  /** Index of the demand at a node. */
  readonly demandAtNode?: ReadonlyMap<Id, number>;
  readonly derived: Derived;
}

export interface PlacedFacilities {
  readonly facilities: Facilities;
  /** Cell that each stands in; -1 for none. */
  readonly cells: Int32Array;
}

/**
 * As the measures read them. District, subdistrict and land use are those of the cell that a facility stands in, else
 * of the demand at its node, else what it says itself.
 */
export function placeFacilities(
  sites: readonly FacilitySite[],
  { existingCount, demand, demandAtNode = new Map(), derived }: PlacingParts,
): PlacedFacilities {
  const lonLat = lonLatOf(sites);
  const cells = demand === null ? new Int32Array(sites.length).fill(-1) : derived.locate(demand, lonLat);
  const homes = cells.map((cell, index) => (cell >= 0 ? cell : (demandAtNode.get(sites[index]?.node ?? NaN) ?? -1)));
  const column = (by: 'district' | 'subdistrict' | 'landUse', names: readonly string[]): Int16Array => {
    const number = new Map(names.map((name, index) => [name, index]));
    return Int16Array.from(sites, (site, index) => {
      const home = homes[index] as number;
      const found = home >= 0 ? (demand?.[by][home] ?? -1) : -1;
      return found >= 0 ? found : (number.get(site[by] ?? '') ?? -1);
    });
  };
  const numbers = (of: (site: FacilitySite) => number): Float64Array | null => {
    const values = Float64Array.from(sites, of);
    return values.every(Number.isNaN) ? null : values;
  };
  return {
    cells,
    facilities: {
      count: sites.length,
      existingCount,
      ids: sites.map(({ id }) => id),
      lonLat,
      capacity: numbers(({ capacity }) => capacity),
      openingCost: numbers(({ cost }) => cost),
      district: column('district', demand?.districts ?? []),
      subdistrict: column('subdistrict', demand?.subdistricts ?? []),
      landUse: column('landUse', demand?.landUses ?? []),
    },
  };
}

export function lonLatOf(sites: readonly Pick<FacilitySite, 'lon' | 'lat'>[]): Float64Array {
  return Float64Array.from(sites.flatMap(({ lon, lat }) => [lon, lat]));
}
