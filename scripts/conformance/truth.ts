/** What there is, by the service's own answers. */
import { projectionOf, worldXOf, worldYOf } from '../../server/pictures/view.ts';

export interface Feature {
  readonly id: string;
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
}

export type Lonlat = readonly [lon: number, lat: number];

/** All features of a layer. */
export async function featuresOf(url: string, layer: string): Promise<readonly Feature[]> {
  const features: Feature[] = [];
  let next: string | undefined = `${url}/ogc/collections/${layer}/items?f=json&limit=1000`;
  while (next !== undefined) {
    const page = (await (await fetch(next)).json()) as {
      readonly features: readonly Feature[];
      readonly links: readonly { readonly rel: string; readonly href: string }[];
    };
    features.push(...page.features);
    next = page.links.find(({ rel }) => rel === 'next')?.href;
  }
  if (features.length === 0) throw new Error(`${layer} has no features.`);
  return features;
}

export function pointsOf(features: readonly Feature[]): ReadonlyMap<string, Lonlat> {
  return new Map(features.map(({ id, geometry }) => [id, geometry.coordinates as Lonlat]));
}

/** What differs between features as they are and as a program has read them, to the last digit. */
export function compare(features: readonly Feature[], read: readonly Feature[]): string[] {
  const found = new Map(read.map((each) => [each.id, each.geometry]));
  const missing = features.flatMap(({ id, geometry }) => {
    const own = found.get(id);
    if (own === undefined) return [`${id} is missing`];
    return JSON.stringify(own.coordinates) === JSON.stringify(geometry.coordinates)
      ? []
      : [`${id}: ${JSON.stringify(own)} for ${JSON.stringify(geometry)}`];
  });
  return [...(read.length === features.length ? [] : [count(read.length, features.length)]), ...missing];
}

export function count(found: number, expected: number): string {
  return `${String(found)} of ${String(expected)}`;
}

/** Distance of two places in px, where the world is 512 px wide at zoom 0. */
export function pxBetween(one: Lonlat, other: Lonlat, zoom: number): number {
  const px = 512 * 2 ** zoom;
  return Math.hypot((worldXOf(one[0]) - worldXOf(other[0])) * px, (worldYOf(one[1]) - worldYOf(other[1])) * px);
}

export interface Screen {
  readonly lon: number;
  readonly lat: number;
  /** The world is 512 px wide at zoom 0. */
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** Px from the upper left corner. */
export function onScreen([lon, lat]: Lonlat, screen: Screen): { readonly x: number; readonly y: number } {
  const { x, y } = projectionOf({ projection: 'WebMercatorQuad', ...screen });
  return { x: x(worldXOf(lon)), y: y(worldYOf(lat)) };
}
