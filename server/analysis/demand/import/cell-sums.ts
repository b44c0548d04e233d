/** People added up by cell, wherever they come from. */
import { latLngToCell } from 'h3-js';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../../tiles/api/wire.ts';
import type { Demand, DemandMeta, DemandShape } from '../../types.ts';
import { h3Centre, squareAt, squareKey, squareOfKey } from '../cells.ts';
import { h3Demand, squareDemand, type Ground, type LonLat } from '../make.ts';
import { createProjection, gaussKruger } from '../projection.ts';
import { IdNumbers } from '../../id-numbers.ts';
import { areaByCell } from './coverage.ts';
import { hexagonAreas } from './hexagons.ts';

export type CellKind = { readonly sizeM: number } | { readonly resolution: number };

/** How the people of an area are spread over its cells. */
export interface Spread {
  /** Cells for which this is false take nobody, as long as others can. */
  readonly isLand?: (centre: LonLat) => boolean;
  /** Weight of a cell's ground beside its area; where all weigh nothing, area alone counts. */
  readonly weight?: ReadonlyMap<number | string, number>;
}

export interface CellSums {
  /** People at a place; `landUse` where it is known. */
  addPoint(lon: number, lat: number, people: number, landUse?: string): void;
  /** People of an area, all of them, in its cells by area. False where it has no area. */
  addArea(geometry: GeoJSONGeometry, people: number, landUse?: string, spread?: Spread): boolean;
  /** People of an H3 cell; for sums by H3 alone. */
  addCell(id: string, people: number, landUse?: string): void;
  /** Key of the cell that a place lies in, as `weight` has them. */
  keyAt(lon: number, lat: number): number | string;
  readonly count: number;
  /** People of these sums in the cells of a demand of the same kind, 0 where they have nobody. */
  peopleIn(shape: DemandShape): Float64Array;
  demand(meta: Omit<DemandMeta, 'key'>, ground: Ground): Demand;
}

/** @param lon of the city, whose zone of the projection is taken for squares */
export function createSums(kind: CellKind, lon: number): CellSums {
  return 'sizeM' in kind ? squareSums(kind.sizeM, gaussKruger(lon)) : h3Sums(kind.resolution);
}

function squareSums(sizeM: number, proj: string): CellSums {
  const projection = createProjection(proj);
  const lattice = new Lattice<number, Amounts>(new Amounts(), new Amounts(), (key) => {
    const [column, row] = squareOfKey(key);
    return projection.inverse((column + 0.5) * sizeM, (row + 0.5) * sizeM);
  });
  const toCells = ([lon = 0, lat = 0]: readonly number[]): readonly [number, number] => {
    const [x, y] = projection.forward(lon, lat);
    return [x / sizeM, y / sizeM];
  };
  const keyAt = (lon: number, lat: number): number => squareKey(...squareAt(projection, sizeM, lon, lat));
  return {
    keyAt,
    get count() {
      return lattice.people.size;
    },
    addPoint: (lon, lat, people, landUse) => lattice.add(keyAt(lon, lat), people, landUse),
    addCell() {
      throw new TypeError('Cells of H3 are no squares.');
    },
    addArea(geometry, people, landUse, spread) {
      const parts: Part<number>[] = [];
      for (const rings of polygonsOf(geometry))
        areaByCell(
          rings.map((ring) => ring.map(toCells)),
          (column, row, area) => parts.push({ key: squareKey(column, row), area }),
        );
      return lattice.spread(parts, people, landUse, spread);
    },
    peopleIn(shape) {
      if (shape.kind !== 'square') throw new TypeError('The demand is not of squares.');
      return Float64Array.from(
        shape.column,
        (column, cell) => lattice.people.get(squareKey(column, shape.row[cell] as number)) ?? 0,
      );
    },
    demand: (meta, ground) => squareDemand(lattice.people, lattice.landUses(), { sizeM, proj }, { meta, ground }),
  };
}

function h3Sums(resolution: number): CellSums {
  const lattice = new Lattice<string, Map<string, number>>(new Map(), new Map(), h3Centre);
  const keyAt = (lon: number, lat: number): string => latLngToCell(lat, lon, resolution);
  const areas = hexagonAreas(resolution);
  return {
    keyAt,
    get count() {
      return lattice.people.size;
    },
    addPoint: (lon, lat, people, landUse) => lattice.add(keyAt(lon, lat), people, landUse),
    addCell: (id, people, landUse) => lattice.add(id, people, landUse),
    addArea(geometry, people, landUse, spread) {
      const parts: Part<string>[] = [];
      for (const rings of polygonsOf(geometry)) areas(rings, (key, area) => parts.push({ key, area }));
      return lattice.spread(parts, people, landUse, spread);
    },
    peopleIn(shape) {
      if (shape.kind !== 'h3') throw new TypeError('The demand is not of hexagons.');
      return Float64Array.from(shape.ids, (id) => lattice.people.get(id) ?? 0);
    },
    demand: (meta, ground) => h3Demand(lattice.people, lattice.landUses(), resolution, { meta, ground }),
  };
}

interface Part<Key> {
  readonly key: Key;
  readonly area: number;
}

/** Amounts by key: a `Map` of numbers as far as a lattice needs one. */
interface AmountsByKey<Key> {
  readonly size: number;
  get(key: Key): number | undefined;
  set(key: Key, amount: number): unknown;
}

/** Amounts of squares in typed arrays: a `Map` ends at 2^24 entries, which a province is near. */
class Amounts implements AmountsByKey<number> {
  readonly #numbers = new IdNumbers();
  #amounts = new Float64Array(1024);

  get size(): number {
    return this.#numbers.size;
  }

  get(key: number): number | undefined {
    const number = this.#numbers.get(key);
    return number === undefined ? undefined : this.#amounts[number];
  }

  set(key: number, amount: number): void {
    const number = this.#numbers.numberOf(key);
    if (number === this.#amounts.length) {
      const more = new Float64Array(2 * number);
      more.set(this.#amounts);
      this.#amounts = more;
    }
    this.#amounts[number] = amount;
  }

  *keys(): Generator<number> {
    for (let number = 0; number < this.#numbers.size; number += 1) yield this.#numbers.idOf(number);
  }
}

class Lattice<Key extends number | string, People extends AmountsByKey<Key>> {
  readonly people: People;
  readonly #uses = new Map<Key, Map<string, number>>();
  /** 1 for cells on land, 0 for those that are not. */
  readonly #land: AmountsByKey<Key>;
  readonly #centre: (key: Key) => LonLat;

  /** @param people nobody yet */
  constructor(people: People, land: AmountsByKey<Key>, centre: (key: Key) => LonLat) {
    this.people = people;
    this.#land = land;
    this.#centre = centre;
  }

  add(key: Key, people: number, landUse?: string): void {
    this.people.set(key, (this.people.get(key) ?? 0) + people);
    if (landUse === undefined) return;
    let uses = this.#uses.get(key);
    if (uses === undefined) this.#uses.set(key, (uses = new Map()));
    uses.set(landUse, (uses.get(landUse) ?? 0) + people);
  }

  spread(
    parts: readonly Part<Key>[],
    people: number,
    landUse: string | undefined,
    { isLand, weight }: Spread = {},
  ): boolean {
    const dry = isLand === undefined ? parts : parts.filter(({ key }) => this.#isLand(key, isLand));
    const taking = dry.length > 0 ? dry : parts;
    const weighed = taking.map(({ key, area }) => area * (weight?.get(key) ?? 0));
    const shares =
      weight !== undefined && weighed.some((value) => value > 0) ? weighed : taking.map(({ area }) => area);
    const total = shares.reduce((sum, share) => sum + share, 0);
    if (!(total > 0)) return false;
    taking.forEach(({ key }, i) => {
      if ((shares[i] as number) > 0) this.add(key, (people * (shares[i] as number)) / total, landUse);
    });
    return true;
  }

  /** The use of most people in a cell; of equals the first by name. */
  landUses(): Map<Key, string> {
    return new Map(
      [...this.#uses].map(([key, uses]) => {
        const [most] = [...uses].sort(([a, p], [b, q]) => q - p || (a < b ? -1 : 1));
        return [key, most?.[0] as string];
      }),
    );
  }

  #isLand(key: Key, isLand: (centre: LonLat) => boolean): boolean {
    let land = this.#land.get(key);
    if (land === undefined) this.#land.set(key, (land = isLand(this.#centre(key)) ? 1 : 0));
    return land === 1;
  }
}
