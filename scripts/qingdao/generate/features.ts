import type { AttributeValue, Provenance } from '../../../tiles/layer/layer.ts';
import { pointAt } from './sketch.ts';
import type { DemoFeature, LonLat } from './types.ts';

/** Properties without those that have no value: an attribute that does not apply is left out of the data. */
export function definite(properties: Readonly<Record<string, AttributeValue | undefined>>): DemoFeature['properties'] {
  const entries = Object.entries(properties).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== null && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** A point feature; properties without a value are left out. */
export function pointFeature({
  id,
  at,
  provenance,
  properties,
}: {
  id: string;
  at: LonLat;
  provenance: Provenance;
  properties: Readonly<Record<string, AttributeValue | undefined>>;
}): DemoFeature {
  return { id, geometry: pointAt(at), provenance, properties: definite(properties) };
}

/** `07-0012`: the number of the case, then the number within it. */
export function caseFeatureId(caseNumber: number, index: number, part = ''): string {
  return `${String(caseNumber).padStart(2, '0')}-${part}${String(index + 1).padStart(4, '0')}`;
}
