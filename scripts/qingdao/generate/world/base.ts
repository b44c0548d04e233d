import type { Placement, World } from '../types.ts';

/**
 * The world before anything is generated into it: areas, lookups, random sources, and placement that needs no roads.
 * The street network and the grids are built from this, and `createWorld` adds them to make the whole `World`.
 */
export interface BaseWorld extends Omit<World, 'network' | 'streets' | 'people' | 'grids' | 'place' | 'unitGridAt'> {
  readonly place: Omit<Placement, 'alongRoads' | 'onStreet'>;
}
