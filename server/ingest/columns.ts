/** Which column of a file is which attribute of its layer. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { nearMatches } from '../platform/text/near-matches.ts';
import { commonNames, endsLike, foldName } from './aliases.ts';
import type { Message } from './types.ts';

/** What the columns of a file are in the layer: property of the file → attribute. */
export interface Mapping {
  readonly attributes: ReadonlyMap<string, string>;
  /** Columns that are no attribute, and that nobody has left out. */
  readonly unknown: readonly string[];
  /** Columns that are left out because somebody said so. */
  readonly leftOut: readonly string[];
  readonly errors: readonly Message[];
}

/** `名称` → `name`; an empty attribute leaves the column out. */
export type ColumnMap = ReadonlyMap<string, string>;

interface Claim {
  readonly column: string;
  readonly attribute: string;
  /** 0 where the column has the attribute's very name or title; the higher, the less sure. */
  readonly rank: number;
}

/** Claims of these ranks are sure enough that two of them for one attribute are an error. */
const SURE = 1;
/** Where the beginning of a name is all that a table of dBase has kept of it, */
const CUT = 3;
/** and where the end of a column's name is all there is to go by. */
const LEAST = 4;
/** Names of columns in dBase, hence in shapefiles. */
const DBF_BYTES = 10;

/**
 * Finds the attributes by their names, by their Chinese or English titles, or by what other tables call them.
 * @param said what somebody has said of columns, by their names or by what a table of dBase has cut them to
 */
export function mapColumns(columns: Iterable<string>, layer: LayerDefinition, said: ColumnMap = new Map()): Mapping {
  const all = [...columns];
  const given = whole(said, all);
  const errors = wrongMaps(all, layer, given);
  const attributes = new Map<string, string>();
  for (const [column, attribute] of given)
    if (attribute !== '' && all.includes(column) && Object.hasOwn(layer.attributes, attribute))
      attributes.set(column, attribute);
  const taken = new Set(attributes.values());
  const open = all.filter((column) => !given.has(column));
  const claims = claimsOf(open, layer).filter(({ attribute }) => !taken.has(attribute));
  for (const attribute of new Set(claims.map((claim) => claim.attribute))) {
    const own = claims.filter((claim) => claim.attribute === attribute && !attributes.has(claim.column));
    const best = Math.min(...own.map(({ rank }) => rank));
    const [first, second] = own.filter(({ rank }) => rank === best);
    if (first === undefined || (second !== undefined && best > SURE)) continue;
    if (second !== undefined)
      errors.push({ message: 'column-twice', params: { first: first.column, second: second.column } });
    attributes.set(first.column, attribute);
  }
  const twice = new Set(errors.map(({ params }) => params?.second));
  return {
    attributes,
    unknown: open.filter((column) => !attributes.has(column) && !twice.has(column)),
    leftOut: all.filter((column) => given.get(column) === ''),
    errors,
  };
}

/** Every attribute that a column may be, the surest first: a column is given away once. */
function claimsOf(columns: readonly string[], layer: LayerDefinition): Claim[] {
  const claims: Claim[] = [];
  const cut = new Map(columns.map((column) => [column, attributeCutTo(column, layer)]));
  for (const column of columns) {
    const exact = column.trim().toLowerCase();
    const folded = foldName(column);
    for (const [attribute, { title, aliases = [] }] of Object.entries(layer.attributes)) {
      const titles = [title.zh, title.en];
      const claim = (rank: number): void => void claims.push({ column, attribute, rank });
      if (column === attribute || titles.some((each) => each.toLowerCase() === exact)) claim(0);
      else if ([attribute, ...titles, ...aliases].some((name) => foldName(name) === folded)) claim(1);
      else if (commonNames(attribute).some((name) => foldName(name) === folded)) claim(2);
      else if (cut.get(column) === attribute) claim(CUT);
      else if (endsLike(folded, attribute, layer.title)) claim(LEAST);
    }
  }
  return claims.sort((a, b) => a.rank - b.rank);
}

/** What was said of columns under their whole names, under the names that the file has. */
function whole(said: ColumnMap, columns: readonly string[]): ColumnMap {
  return new Map(
    [...said].map(([column, attribute]) => {
      const cut = columns.includes(column) ? [] : columns.filter((each) => isCutOff(each, column));
      return [cut.length === 1 ? (cut[0] ?? column) : column, attribute];
    }),
  );
}

/** The one attribute whose name, title or other name the column's is the beginning of; undefined for several. */
function attributeCutTo(column: string, { attributes }: LayerDefinition): string | undefined {
  const found = Object.entries(attributes).filter(([attribute, { title, aliases = [] }]) =>
    [attribute, title.zh, title.en, ...aliases].some((name) => isCutOff(column, name)),
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
}

/** Whether a table of dBase has kept this of a name: it has room for ten bytes, and a Chinese character takes two. */
function isCutOff(column: string, name: string): boolean {
  const [short, long] = [column, name].map((each) => each.trim().toLowerCase().replaceAll(' ', '_'));
  if (short === undefined || long === undefined || !long.startsWith(short)) return false;
  const bytesOf = (text: string): number => [...text].reduce((sum, each) => sum + (each > '\u00ff' ? 2 : 1), 0);
  const next = [...long.slice(short.length)][0];
  return next !== undefined && bytesOf(short) <= DBF_BYTES && bytesOf(short + next) > DBF_BYTES;
}

function wrongMaps(columns: readonly string[], layer: LayerDefinition, given: ColumnMap): Message[] {
  const errors: Message[] = [];
  const takenBy = new Map<string, string>();
  for (const [column, attribute] of given) {
    if (!columns.includes(column))
      errors.push({ message: 'no-column', params: { column, columns: columns.join(', ') } });
    if (attribute === '') continue;
    const known = Object.keys(layer.attributes);
    if (!known.includes(attribute)) {
      const near = nearMatches(attribute, known);
      errors.push({
        message: 'map-unknown',
        params: { column, attribute, known: (near.length > 0 ? near : known).join(', ') },
      });
    }
    const first = takenBy.get(attribute);
    if (first !== undefined) errors.push({ message: 'column-twice', params: { first, second: column } });
    takenBy.set(attribute, column);
  }
  return errors;
}
