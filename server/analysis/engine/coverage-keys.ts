import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import { onlyRow, readNumber, readText } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import type { CoverageKeys } from './protocol.ts';

const KEYS = loadSql('analysis/sql/keys');

/** Networks, demands and layers together. A comparison of cities has two or three. */
const MOST_KEPT = 8;

/** Revisions that another part of the service reads all the time, such as the change poller. */
export interface KnownRevisions {
  /** What was read holds for a reader who asks so much later: the promise to readers after a commit. */
  readonly freshMs: number;
  /** Null where it is not known, or not lately enough. */
  revision(layer: string): number | null;
}

interface Asked {
  readonly sentAtMs: number;
  readonly keys: Promise<CoverageKeys>;
}

/**
 * Names of the data that a coverage is computed from. A drag asks for them at every step: one statement tells all of
 * them, and what it told holds for the next steps as long as a look of the change poller does.
 */
export class CoverageKeyReader {
  readonly #db: Queryable;
  readonly #known: KnownRevisions | null;
  readonly #asked = new Map<string, Asked>();

  constructor(db: Queryable, known: KnownRevisions | null) {
    this.#db = db;
    this.#known = known;
  }

  async read({ network, demand, facilities }: CoverageRequest): Promise<CoverageKeys> {
    const ids = [network.stored, demand.stored, facilities.layer] as const;
    const revision = this.#known?.revision(facilities.layer) ?? null;
    const keys = await this.#lately(ids);
    return revision === null ? keys : { ...keys, facilities: String(revision) };
  }

  #lately(ids: readonly [network: string, demand: string, layer: string]): Promise<CoverageKeys> {
    const name = JSON.stringify(ids);
    const nowMs = performance.now();
    const last = this.#asked.get(name);
    if (last !== undefined && nowMs - last.sentAtMs < (this.#known?.freshMs ?? 0)) return last.keys;
    const keys = this.#ask(ids);
    this.#asked.delete(name);
    this.#asked.set(name, { sentAtMs: nowMs, keys });
    keys.catch(() => {
      if (this.#asked.get(name)?.keys === keys) this.#asked.delete(name);
    });
    for (const oldest of [...this.#asked.keys()].slice(0, -MOST_KEPT)) this.#asked.delete(oldest);
    return keys;
  }

  async #ask(ids: readonly string[]): Promise<CoverageKeys> {
    const row = onlyRow(await this.#db.query(KEYS, ids));
    return {
      network: row.network === null ? '' : readText(row, 'network'),
      demand: row.demand === null ? '' : readText(row, 'demand'),
      facilities: row.revision === null ? '0' : String(readNumber(row, 'revision')),
    };
  }
}
