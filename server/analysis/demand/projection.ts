import proj4 from 'proj4';

/** A projection to metres east and north, and back. */
export interface Projection {
  /** As proj4 reads it. */
  readonly proj: string;
  readonly forward: (lon: number, lat: number) => readonly [x: number, y: number];
  readonly inverse: (x: number, y: number) => readonly [lon: number, lat: number];
}

/**
 * The 3-degree Gauss–Krüger zone of CGCS2000 whose central meridian is nearest: for 118.5° to 121.5° E that of 120° E
 * (EPSG:4549). CGCS2000 has the axes and flattening of GRS 80, to a tenth of a millimetre on the ground.
 */
export function gaussKruger(lon: number): string {
  const meridian = 3 * Math.round(lon / 3);
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`;
}

/** @throws what proj4 throws for a text that is not a projection */
export function createProjection(proj: string): Projection {
  const converter = proj4(proj);
  return {
    proj,
    forward: (lon, lat) => pair(converter.forward([lon, lat])),
    inverse: (x, y) => pair(converter.inverse([x, y])),
  };
}

function pair(position: readonly number[]): readonly [number, number] {
  return [position[0] as number, position[1] as number];
}
