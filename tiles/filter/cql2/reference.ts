/** Coordinate systems that filters may be written in. */
import type { Geometry, Position } from './types.ts';

/** How coordinates of a system become degrees, longitude first. */
export interface Reference {
  /** @param first of the system's axes, in their order */
  position(first: number, second: number): Position;
  /** A box by its four or six numbers: the place that it is on the map. Throws `Cql2Error`. */
  box(numbers: readonly number[], place: { readonly position: number } | { readonly path: string }): Geometry;
}
