import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import type { NormalisedFeature } from './normalise.ts';
import { matchArea, nameVariants } from './profiles/osm-match.ts';
import type { KnownArea } from './profiles/osm-match.ts';
import type { Message } from './types.ts';

const AREA_NAMES = loadSql('ingest/sql/area-names');
/** Names shown at most. */
const SHOWN = 5;

/** Attribute → numbers of the features in which it named an area that nobody knows. */
export type Unnamed = ReadonlyMap<string, ReadonlySet<number>>;

/**
 * Puts codes in the place of names of districts and subdistricts: tables have 市南区 where the layer has 370202. A name
 * that no area has, such as that of a development zone, is taken out: where the feature lies tells more.
 */
export async function codesOfAreas(
  db: Queryable,
  catalogue: Catalogue,
  layer: LayerDefinition,
  features: readonly NormalisedFeature[],
): Promise<{ unnamed: Unnamed; notes: Message[] }> {
  const unnamed = new Map<string, Set<number>>();
  const notes: Message[] = [];
  // Districts first: they tell subdistricts of one name apart.
  for (const role of ['district', 'subdistrict'] as const) {
    const areas = catalogue.playing(role);
    const attributes = Object.entries(layer.attributes).filter(([, { format }]) => format === role);
    const named = attributes.filter(([id]) => features.some((feature) => isName(feature.attributes[id])));
    if (areas === undefined || named.length === 0) continue;
    const rows = await db.query(AREA_NAMES, [areas.id, areas.name.zh]);
    const known = rows.map((row) => ({ code: readText(row, 'code'), name: readText(row, 'name') }));
    if (known.length === 0) continue;
    for (const [id] of named) {
      const found = replaceNames(features, id, known);
      if (found.unknown.size > 0) {
        unnamed.set(id, found.unknown);
        const names = [...found.names].slice(0, SHOWN).join(', ') + (found.names.size > SHOWN ? '…' : '');
        notes.push({ message: 'area-unnamed', params: { property: id, count: found.unknown.size, names } });
      }
      if (found.replaced > 0) notes.push({ message: 'area-named', params: { property: id, count: found.replaced } });
    }
  }
  return { unnamed, notes };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && /\p{L}/u.test(value);
}

function replaceNames(
  features: readonly NormalisedFeature[],
  id: string,
  known: readonly KnownArea[],
): { unknown: Set<number>; names: Set<string>; replaced: number } {
  const unknown = new Set<number>();
  const names = new Set<string>();
  let replaced = 0;
  for (const { number, attributes } of features) {
    const name = attributes[id];
    if (!isName(name)) continue;
    const { district } = attributes;
    const code = codeOf(name, known, typeof district === 'string' ? district : null);
    if (code !== null) {
      attributes[id] = code;
      replaced += 1;
    } else {
      delete attributes[id];
      unknown.add(number);
      names.add(name);
    }
  }
  return { unknown, names, replaced };
}

/** 市南, 青岛市市南区 and 香港中路街道办事处 are 市南区 and 香港中路街道. */
function codeOf(name: string, known: readonly KnownArea[], district: string | null): string | null {
  const [plain = name] = nameVariants(name);
  const short = plain.replace(/(?:街道|镇)?办事处$/, '');
  for (const tried of [name, short, ...['区', '市', '县', '街道', '镇'].map((end) => short + end)]) {
    const found = matchArea({ name: tried, code: null, district }, known);
    if (found !== null) return found.code;
  }
  const within = known.filter((area) => plain.endsWith(area.name));
  return within.length === 1 ? (within[0]?.code ?? null) : null;
}
