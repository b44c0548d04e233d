import proj4 from 'proj4';
import { definitionOf } from './crs/definition.ts';
import { isModernAxis } from './crs/wkt.ts';
import { fileError } from './reader.ts';
import type { LoadError, SourceFeature } from './types.ts';

/** A coordinate system as proj4 takes it; `degrees` for longitude and latitude that are WGS 84 to within metres. */
export type Crs =
  | { readonly name: string; readonly forward: (position: readonly number[]) => [number, number] }
  | 'degrees';

export function isDegrees(crs: Crs): crs is 'degrees' {
  return crs === 'degrees';
}

/**
 * Reads what `definitionOf` reads. Throws `FileErrors` for a system that is not known, or whose datum lies elsewhere
 * and does not say where.
 */
export function readCrs(text: string): Crs {
  const trimmed = text.trim();
  const name = nameOf(trimmed);
  const definition = definitionOf(trimmed);
  if (definition === null) throw fileError('crs-unknown', { crs: name });
  if (definition === 'lonlat') return 'degrees';
  const {
    a,
    datum_params: shift,
    projName,
  } = proj4.Proj(definition) as unknown as {
    readonly a?: number;
    readonly datum_params?: unknown;
    readonly projName?: string;
  };
  const isModern = a !== undefined && isModernAxis(a);
  if (!isModern && !isShift(shift)) throw fileError('crs-datum', { crs: name });
  if (projName === 'longlat' && isModern && !isShift(shift)) return 'degrees';
  const { forward } = proj4(definition, 'WGS84');
  return {
    name,
    forward: (position) => {
      const [lon = NaN, lat = NaN] = forward([position[0] ?? NaN, position[1] ?? NaN]);
      return [lon, lat];
    },
  };
}

function isShift(params: unknown): boolean {
  return Array.isArray(params) && params.some((value) => Number(value) !== 0);
}

/** `PROJCS["CGCS2000_3_Degree_GK_CM_120E",…` is told by what stands in the first quotation marks. */
function nameOf(text: string): string {
  return (/^\w+\s*\[\s*"([^"]*)"/.exec(text)?.[1] ?? text).slice(0, 80);
}

/**
 * The feature with its geometry in degrees. What is no geometry stays as it is, for the checks to say so. Degrees under
 * the name of a system of metres are an error: they would all lie within a few steps of one place.
 */
export function toDegrees(feature: SourceFeature, crs: Crs, errors: LoadError[]): SourceFeature {
  if (isDegrees(crs)) return feature;
  const { geometry } = feature;
  if (typeof geometry !== 'object' || geometry === null || !('coordinates' in geometry)) return feature;
  const [x = NaN, y = NaN] = firstPosition(geometry.coordinates);
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) {
    errors.push({ feature: feature.number, message: 'crs-degrees', params: { crs: crs.name, x, y } });
    return { ...feature, geometry: undefined };
  }
  return { ...feature, geometry: { ...geometry, coordinates: convert(geometry.coordinates, crs.forward) } };
}

function firstPosition(coordinates: unknown): readonly number[] {
  let at: unknown = coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) ? at.filter((value) => typeof value === 'number') : [];
}

function convert(coordinates: unknown, forward: (position: readonly number[]) => [number, number]): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const items: readonly unknown[] = coordinates;
  if (isPosition(items)) return forward(items);
  return items.map((item) => convert(item, forward));
}

function isPosition(items: readonly unknown[]): items is readonly number[] {
  return items.length >= 2 && items.every((item) => typeof item === 'number');
}
