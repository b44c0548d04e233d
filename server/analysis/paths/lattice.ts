/** A lattice of points; (0, 0) is its south-west corner. */
export interface Lattice {
  readonly columns: number;
  readonly rows: number;
  readonly west: number;
  readonly south: number;
  /** Degrees between neighbours. */
  readonly stepLon: number;
  readonly stepLat: number;
  readonly cellM: number;
}
