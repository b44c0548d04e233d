/** Whether a server follows the primary at all. */
import { onlyRow, readText } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';

const CLUSTER = loadSql('standbys/sql/cluster');

/** The cluster of a server: a number that PostgreSQL gives it as it is made, and that its standbys have too. */
export async function clusterOf(server: Queryable): Promise<string> {
  return readText(onlyRow(await server.query(CLUSTER)), 'id');
}

/**
 * Tells copies of the primary from all else that has the same tables, such as a system for tests or a restored backup:
 * each counts the revisions of its layers for itself, so they say nothing of how far it is.
 */
export class SameCluster {
  readonly #primary: Queryable;
  #known: string | null = null;

  constructor(primary: Queryable) {
    this.#primary = primary;
  }

  /** Rejects for a server of another cluster, and where the primary was never asked and does not answer. */
  async check(server: Queryable): Promise<void> {
    const id = await clusterOf(server);
    // Asked anew only where it differs: a standby that comes back while the primary is lost is needed then.
    if (id === this.#known) return;
    this.#known = await clusterOf(this.#primary);
    if (id !== this.#known)
      throw new Error(`It is of another cluster (${id}) than the primary (${this.#known}), and is not read.`);
  }
}
