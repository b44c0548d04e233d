/** Ids for features that come without: the same content has the same id in every file, in every order. */
import { createHash } from 'node:crypto';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { AttributeValue } from '../../tiles/layer/layer.ts';

/** Hexadecimal digits of an id: among a million features two share one with a chance of one in thirty million. */
const DIGITS = 16;
/** A centimetre: programs write the last digits of the same place differently. */
const SCALE = 1e7;

/** What a feature is told apart by: its attributes in the terms of the layer, and its shape in WGS 84. */
export function contentKey(attributes: Readonly<Record<string, AttributeValue>>, geometry: GeoJSONGeometry): string {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const shape = JSON.stringify([geometry.type, geometry.coordinates], (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * SCALE) : value,
  );
  return createHash('sha256').update(JSON.stringify(entries)).update(shape).digest('hex').slice(0, DIGITS);
}

/** The features, those without an id with one of their content; the second of the same content ends in `-2`. */
export function withContentIds<T extends { readonly id: string | null; readonly content: string | null }>(
  features: readonly T[],
): T[] {
  const counts = new Map<string, number>();
  return features.map((feature) => {
    if (feature.id !== null || feature.content === null) return feature;
    const count = (counts.get(feature.content) ?? 0) + 1;
    counts.set(feature.content, count);
    return { ...feature, id: `c${feature.content}${count === 1 ? '' : `-${String(count)}`}` };
  });
}
