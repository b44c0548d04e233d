import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { fold, spell } from '../search/index.ts';
import type { Folded } from '../search/index.ts';
import type { CheckedFeature, LoadProgress } from './types.ts';

const CLEAR = loadSql('ingest/sql/clear-terms');
const INSERT = loadSql('ingest/sql/insert-terms');

const BATCH = 1000;
/** At most this many features of a load are found by one text, or by a part of names that differ only in numbers. */
const MAX_SAME = 30;
const MAX_COUNTED = 1_000_000;
/** Of boundaries, by the part that the layer plays for the city, or by its id. */
const BOUNDARY_WEIGHT: Readonly<Record<string, number>> = { district: 40, subdistrict: 20, communities: 10 };
const NAME_WEIGHT = 2;

/** What the terms of a feature are made of. */
type NamedFeature = Pick<CheckedFeature, 'id' | 'attributes'>;

interface Term {
  readonly featureId: string;
  readonly text: string;
  readonly weight: number;
  readonly isName: boolean;
}

interface TermOptions {
  readonly layer: LayerDefinition;
  readonly replace: boolean;
  readonly onProgress: (progress: LoadProgress) => void;
}

/**
 * Fills `search_term` for features just written. Case data (reports by the ten thousand) is found by its id alone:
 * its names say nothing.
 */
export async function replaceSearchTerms(
  tx: Queryable,
  features: readonly NamedFeature[],
  options: TermOptions,
): Promise<void> {
  const terms = new SearchTerms(options);
  await terms.clear(tx, features);
  await terms.add(tx, features);
}

/** Search terms of a load that comes in parts: a text that many features share is counted over all of them. */
export class SearchTerms {
  readonly #options: TermOptions;
  readonly #seen = new Counts();
  readonly #spelt = new Counts();

  constructor(options: TermOptions) {
    this.#options = options;
  }

  /** Removes the terms of the features, or of the whole layer where it is replaced. */
  async clear(tx: Queryable, features: readonly NamedFeature[]): Promise<void> {
    const { layer, replace } = this.#options;
    await tx.query(CLEAR, [layer.id, replace ? null : features.map((feature) => feature.id)]);
  }

  async add(tx: Queryable, features: readonly NamedFeature[]): Promise<void> {
    const { layer, onProgress } = this.#options;
    if (layer.caseData !== undefined) return;
    const terms = termsOf(features, layer, this.#seen);
    // The database writes one batch while the next is spelt.
    let written: Promise<unknown> = Promise.resolve();
    for (let start = 0; start < terms.length; start += BATCH) {
      const batch = terms.slice(start, start + BATCH);
      const folded = batch.map((term) => fold(term.text));
      const letters = batch.map((term, index) => lettersOf(term, folded[index], this.#spelt));
      const parameters = [
        layer.id,
        batch.map((term) => term.featureId),
        folded.map((term) => term.folded),
        folded.map((term) => term.latin),
        folded.map((term) => term.initials),
        folded.map((term) => term.characters.join('')),
        letters,
        batch.map((term) => term.weight),
      ];
      await written;
      written = tx.query(INSERT, parameters);
      // The next round awaits it. Until then nobody handles its failure.
      written.catch(() => undefined);
      onProgress({ phase: 'searching', done: start + batch.length, total: terms.length });
    }
    await written;
  }
}

/** Counts texts. Beyond a million of them those that came once are forgotten, so that any load fits into memory. */
class Counts {
  readonly #counts = new Map<string, number>();

  add(text: string): number {
    const count = (this.#counts.get(text) ?? 0) + 1;
    this.#counts.set(text, count);
    if (this.#counts.size > MAX_COUNTED)
      for (const [each, times] of this.#counts) if (times === 1) this.#counts.delete(each);
    return count;
  }
}

/** What parts of names and typing errors are looked for in; null where that would find too many, or is not wanted. */
function lettersOf(term: Term, folded: Folded | undefined, spelt: Counts): string | null {
  if (!term.isName) return null;
  const letters = spell(term.text, folded);
  if (letters === '') return null;
  return spelt.add(letters) <= MAX_SAME ? letters : null;
}

function termsOf(features: readonly NamedFeature[], layer: LayerDefinition, seen: Counts): Term[] {
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
