import { buildGrids } from './grids/index.ts';
import { buildNetwork } from './network/index.ts';
import { buildPeople } from './people/index.ts';
import { buildStreets } from './streets/index.ts';
import type { Placement, World } from './types.ts';
import { createAmongPeople } from './world/among-people.ts';
import { createAlongRoads } from './world/along-roads.ts';
import { createAreaIndex } from '../../../tiles/tile/area-index.ts';
import { createBaseWorld } from './world/create-base.ts';

/** Unit grids are about 100 m wide. */
const UNIT_CELL_DEG = 0.001;

/** Computes a value when it is first asked for. */
function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * The whole world of the demonstration. Its network, streets, people and grids are built when a generator first asks
 * for them.
 */
export async function createWorld(): Promise<World> {
  const base = await createBaseWorld();
  const network = lazy(() => buildNetwork(base));
  const grids = lazy(() => buildGrids(base));
  const alongRoads = lazy(() => createAlongRoads(base, network()));
  const unitIndex = lazy(() =>
    createAreaIndex(
      grids().unit.map(({ geometry }) => geometry),
      { cellDeg: UNIT_CELL_DEG },
    ),
  );
  const streets = lazy(() => buildStreets({ ...base, network: network() }));
  const people = lazy(() => buildPeople(base, streets()));
  const amongPeople = lazy(() => createAmongPeople(base, streets().graph, people()));
  const place: Placement = {
    alongRoads: (...args) => alongRoads()(...args),
    inArea: (...args) => amongPeople().inArea(...args),
    near: (...args) => amongPeople().near(...args),
    onStreet: (spot) => amongPeople().onStreet(spot),
  };
  return {
    ...base,
    place,
    get network() {
      return network();
    },
    get streets() {
      return streets();
    },
    get people() {
      return people();
    },
    get grids() {
      return grids();
    },
    unitGridAt: ({ lon, lat }) => grids().unit[unitIndex().locate(lon, lat)]?.code ?? null,
  };
}
