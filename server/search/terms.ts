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
const MAX_COUNTED = 1_000_000;
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
  options: TermsOptions,
): Promise<void> {
  const terms = new SearchTerms(options);
  await terms.clear(tx, features);
  await terms.add(tx, features);
}

/** Search terms of a load that may come in parts: a text that many features share is counted over all of them. */
export class SearchTerms {
  readonly #options: TermsOptions;
  readonly #seen = new Counts();
  readonly #spelt = new Counts();

  constructor(options: TermsOptions) {
    this.#options = options;
  }

  /** Removes the terms of the features, or of the whole layer where it is replaced. */
  async clear(tx: Queryable, features: readonly NamedFeature[]): Promise<void> {
    const { layer, replace } = this.#options;
    await tx.query(LOCK, [layer.id]);
    await tx.query(CLEAR, [layer.id, replace ? null : features.map((feature) => feature.id)]);
  }

  async add(tx: Queryable, features: readonly NamedFeature[]): Promise<void> {
    const { layer, onProgress } = this.#options;
    await writeTerms(tx, layer, termsOf(features, layer, this.#seen), { spelt: this.#spelt, same: null }, onProgress);
  }
}

/** Adds the terms of a few features whose old ones are gone, beside those of all others. */
export async function addSearchTerms(
  tx: Queryable,
  features: readonly NamedFeature[],
  layer: LayerDefinition,
): Promise<void> {
  const terms = termsOf(features, layer, new Counts());
  if (terms.length > 0) await writeTerms(tx, layer, terms, await knownTerms(tx, layer, terms));
}

/** How many terms there are already, so that those of one text stay few. */
interface Known {
  readonly spelt: Counts;
  /** By folded text; null where the load itself has counted them. */
  readonly same: Counts | null;
}

async function knownTerms(tx: Queryable, layer: LayerDefinition, terms: readonly Term[]): Promise<Known> {
  const folded = terms.map(({ text }) => fold(text));
  const letters = terms.flatMap(({ text, isName }, index) => (isName ? [spell(text, folded[index])] : []));
  const rows = foundRows(await tx.query(SAME, [layer.id, folded.map((each) => each.folded), letters]), 'text');
  const counts = (column: 'folded' | 'letters'): Counts =>
    new Counts(rows.map((row) => [readText(row, 'text'), readNumber(row, column)]));
  return { spelt: counts('letters'), same: counts('folded') };
}

async function writeTerms(
  tx: Queryable,
  layer: LayerDefinition,
  terms: readonly Term[],
  { spelt, same }: Known,
  onProgress: TermsOptions['onProgress'] = () => undefined,
): Promise<void> {
  // The database writes one batch while the next is spelt.
  let written: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < terms.length; start += BATCH) {
    const batch = terms.slice(start, start + BATCH).flatMap((term) => {
      const folded = fold(term.text);
      const isOneOfMany = same !== null && same.add(folded.folded) > MAX_SAME;
      return isOneOfMany ? [] : [{ ...term, folded, letters: lettersOf(term, folded, spelt) }];
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

/** Counts texts. Beyond a million of them those that came once are forgotten, so that any load fits into memory. */
class Counts {
  readonly #counts: Map<string, number>;

  constructor(known: Iterable<readonly [string, number]> = []) {
    this.#counts = new Map(known);
  }

  add(text: string): number {
    const count = (this.#counts.get(text) ?? 0) + 1;
    this.#counts.set(text, count);
    if (this.#counts.size > MAX_COUNTED)
      for (const [each, times] of this.#counts) if (times === 1) this.#counts.delete(each);
    return count;
  }
}

/** What parts of names and typing errors are looked for in; null where that would find too many, or is not wanted. */
function lettersOf(term: Term, folded: Folded, spelt: Counts): string | null {
  if (!term.isName) return null;
  const letters = spell(term.text, folded);
  if (letters === '') return null;
  return spelt.add(letters) <= MAX_SAME ? letters : null;
}

function termsOf(features: readonly NamedFeature[], layer: LayerDefinition, seen: Counts): Term[] {
  if (layer.caseData !== undefined) return [];
  const base = BOUNDARY_WEIGHT[layer.role ?? layer.id] ?? 0;
  const sources = [
    { attribute: layer.name.zh, weight: base + NAME_WEIGHT, isName: true },
    ...(layer.name.en === undefined ? [] : [{ attribute: layer.name.en, weight: base + NAME_WEIGHT, isName: true }]),
    ...(layer.search ?? []).map((attribute) => ({ attribute, weight: base, isName: false })),
  ];
  const terms: Term[] = [];
  for (const feature of features) {
    const own = new Set<string>();
    for (const { attribute, weight, isName } of sources) {
      const value = feature.attributes[attribute];
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string' || text === '' || own.has(text)) continue;
      own.add(text);
      if (seen.add(text) <= MAX_SAME) terms.push({ featureId: feature.id, text, weight, isName });
    }
  }
  return terms;
}
