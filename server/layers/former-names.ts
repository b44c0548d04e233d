/**
 * Files of cities that were written before 0.5.0 call subdistricts streets, and a standard that somebody has read
 * verified. They go on being read.
 */
import { isRecord } from '../platform/is-record.ts';

/** The value of a layer's file in the names of today; anything that is no layer, as it is. */
export function withoutFormerNames(layer: unknown): unknown {
  if (!isRecord(layer)) return layer;
  const { attributes, caseData, standard } = layer;
  return {
    ...layer,
    ...(isRecord(attributes) ? { attributes: mapValues(attributes, formatOfToday) } : {}),
    ...(isRecord(caseData) ? { caseData: areasOfToday(caseData) } : {}),
    ...(isRecord(standard) ? { standard: certaintyOfToday(standard) } : {}),
  };
}

function formatOfToday(attribute: unknown): unknown {
  return isRecord(attribute) && attribute.format === 'street' ? { ...attribute, format: 'subdistrict' } : attribute;
}

function areasOfToday(caseData: Readonly<Record<string, unknown>>): unknown {
  if (!isRecord(caseData.areas) || !Object.hasOwn(caseData.areas, 'street')) return caseData;
  const { street, ...areas } = caseData.areas;
  return { ...caseData, areas: { subdistrict: street, ...areas } };
}

/** What was read in its text names its clause. Without one nobody knows what was read. */
function certaintyOfToday(standard: Readonly<Record<string, unknown>>): unknown {
  if (standard.certainty !== 'verified') return standard;
  const { clause } = standard;
  return { ...standard, certainty: typeof clause === 'string' && clause.trim() !== '' ? 'text' : 'unverified' };
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
