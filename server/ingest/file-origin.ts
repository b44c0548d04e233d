/** What a file says of its own source, licence and date. */
import { isTextOfOrigin, readAsOf } from './origin-text.ts';
import { NOT_SAID } from './note-load.ts';
import type { LoadOrigin } from './types.ts';

/**
 * Names that members of a FeatureCollection beside its features have for it, the surest first: no standard says them,
 * so these are what portals, Overpass (`copyright`, `timestamp`) and exports of GIS programs write.
 */
const NAMES = {
  source: ['source', 'attribution', 'copyright', 'dataSource', '来源', '数据来源'],
  licence: ['licence', 'license', 'rights', '许可', '许可协议'],
  asOf: ['as_of', 'asOf', 'as-of', 'timestamp', 'date', 'updated', '数据日期'],
} as const;
/** Members that hold such members. */
const NESTED = ['metadata', 'properties', 'meta'];

/** Reads the members of a GeoJSON document that stand beside its features. A text that cannot be shown says nothing. */
export function originIn(document: Readonly<Record<string, unknown>>): LoadOrigin {
  const places = [document, ...NESTED.map((name) => asObject(document[name]))];
  const text = (names: readonly string[], read: (value: string) => string | null): string | null => {
    for (const place of places) {
      for (const name of names) {
        const value = place[name];
        const found = typeof value === 'string' ? read(value.trim()) : null;
        if (found !== null) return found;
      }
    }
    return null;
  };
  const usable = (value: string): string | null => (isTextOfOrigin(value) ? value : null);
  const source = text(NAMES.source, usable);
  const origin = {
    source: source === null ? null : { zh: source, en: source },
    licence: text(NAMES.licence, usable),
    asOf: text(NAMES.asOf, (value) => readAsOf(value.slice(0, 10))),
  };
  // A date alone is often that of the export: it says nothing of a source that is not known.
  return origin.source === null && origin.licence === null ? NOT_SAID : origin;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
