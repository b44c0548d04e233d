/** The terms by which search finds features: their names, codes and addresses as `search_term` has them. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { foundRows, readNumber, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { fold, spell, type Folded } from './fold.ts';

const LOCK = loadSql('search/sql/lock-terms');
const CLEAR = loadSql('search/sql/clear-terms');
const INSERT = loadSql('search/sql/insert-terms');
const SAME = loadSql('search/sql/same-terms');

const BATCH = 1000;
/** At most this many features of a load are found by one text, or by a part of names that differ only in numbers. */
const MAX_SAME = 30;
/** Of boundaries, by the part that the layer plays for the city, or by its id. */
const BOUNDARY_WEIGHT: Readonly<Record<string, number>> = { district: 40, subdistrict: 20, communities: 10 };
const NAME_WEIGHT = 2;

/** What the terms of a feature are made of. */
export interface NamedFeature {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Term {
  readonly featureId: string;
  readonly text: string;
  readonly weight: number;
  readonly isName: boolean;
}

/** How many terms there are of each text already, so that those of one text stay few. */
interface Known {
  readonly folded: ReadonlyMap<string, number>;
  readonly letters: ReadonlyMap<string, number>;
}

const NONE: Known = { folded: new Map(), letters: new Map() };

export interface TermsOptions {
  readonly layer: LayerDefinition;
  readonly replace: boolean;
  readonly onProgress: (progress: {
    readonly phase: 'searching';
    readonly done: number;
    readonly total: number;
  }) => void;
}

/**
 * Fills `search_term` for features just written. Case data (reports by the ten thousand) is found by its id alone:
 * its names say nothing.
 */
export async function replaceSearchTerms(
  tx: Queryable,
  features: readonly NamedFeature[],
  { layer, replace, onProgress }: TermsOptions,
): Promise<void> {
  await tx.query(LOCK, [layer.id]);
  await tx.query(CLEAR, [layer.id, replace ? null : features.map((feature) => feature.id)]);
  await writeTerms(tx, layer, termsOf(features, layer), NONE, onProgress);
}

/** Adds the terms of a few features whose old ones are gone, beside those of all others. */
export async function addSearchTerms(
  tx: Queryable,
  features: readonly NamedFeature[],
  layer: LayerDefinition,
): Promise<void> {
  const terms = termsOf(features, layer);
  if (terms.length > 0) await writeTerms(tx, layer, terms, await knownTerms(tx, layer, terms));
}

async function knownTerms(tx: Queryable, layer: LayerDefinition, terms: readonly Term[]): Promise<Known> {
  const folded = terms.map(({ text }) => fold(text));
  const letters = terms.flatMap(({ text, isName }, index) => (isName ? [spell(text, folded[index])] : []));
  const rows = foundRows(await tx.query(SAME, [layer.id, folded.map((each) => each.folded), letters]), 'text');
  const count = (column: 'folded' | 'letters'): ReadonlyMap<string, number> =>
    new Map(rows.map((row) => [readText(row, 'text'), readNumber(row, column)]));
  return { folded: count('folded'), letters: count('letters') };
}

async function writeTerms(
  tx: Queryable,
  layer: LayerDefinition,
  terms: readonly Term[],
  known: Known,
  onProgress: TermsOptions['onProgress'] = () => undefined,
): Promise<void> {
  const spelt = new Map(known.letters);
  const same = new Map(known.folded);
  // The database writes one batch while the next is spelt.
  let written: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < terms.length; start += BATCH) {
    const batch = terms.slice(start, start + BATCH).flatMap((term) => {
      const folded = fold(term.text);
      const count = (same.get(folded.folded) ?? 0) + 1;
      if (known !== NONE) same.set(folded.folded, count);
      return count > MAX_SAME ? [] : [{ ...term, folded, letters: lettersOf(term, folded, spelt) }];
    });
    const parameters = [
      layer.id,
      batch.map((term) => term.featureId),
      batch.map(({ folded }) => folded.folded),
      batch.map(({ folded }) => folded.latin),
      batch.map(({ folded }) => folded.initials),
      batch.map(({ folded }) => folded.characters.join('')),
      batch.map(({ letters }) => letters),
      batch.map((term) => term.weight),
    ];
    await written;
    written = tx.query(INSERT, parameters);
    // The next round awaits it. Until then nobody handles its failure.
    written.catch(() => undefined);
    onProgress({ phase: 'searching', done: Math.min(start + BATCH, terms.length), total: terms.length });
  }
  await written;
}

/** What parts of names and typing errors are looked for in; null where that would find too many, or is not wanted. */
function lettersOf(term: Term, folded: Folded, spelt: Map<string, number>): string | null {
  if (!term.isName) return null;
  const letters = spell(term.text, folded);
  if (letters === '') return null;
  const count = (spelt.get(letters) ?? 0) + 1;
  spelt.set(letters, count);
  return count <= MAX_SAME ? letters : null;
}

function termsOf(features: readonly NamedFeature[], layer: LayerDefinition): Term[] {
  if (layer.caseData !== undefined) return [];
  const base = BOUNDARY_WEIGHT[layer.role ?? layer.id] ?? 0;
  const sources = [
    { attribute: layer.name.zh, weight: base + NAME_WEIGHT, isName: true },
    ...(layer.name.en === undefined ? [] : [{ attribute: layer.name.en, weight: base + NAME_WEIGHT, isName: true }]),
    ...(layer.search ?? []).map((attribute) => ({ attribute, weight: base, isName: false })),
  ];
  const seen = new Map<string, number>();
  const terms: Term[] = [];
  for (const feature of features) {
    const own = new Set<string>();
    for (const { attribute, weight, isName } of sources) {
      const value = feature.attributes[attribute];
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string' || text === '' || own.has(text)) continue;
      own.add(text);
      const count = (seen.get(text) ?? 0) + 1;
      seen.set(text, count);
      if (count <= MAX_SAME) terms.push({ featureId: feature.id, text, weight, isName });
    }
  }
  return terms;
}
