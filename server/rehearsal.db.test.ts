import { beforeAll, expect, it } from 'vitest';
import { ensureLayers } from './ingest/layers.ts';
import { registryOf } from './layers/registry.ts';
import type { Database } from './platform/db/types.ts';
import { rehearse } from './rehearsal.ts';
import { describeDatabases } from './testing/describe-databases.ts';
import { testCatalogue } from './testing/layers.ts';

describeDatabases('A rehearsal', { embedded: 'daily' }, (database, kind) => {
  beforeAll(() => ensureLayers(database(), testCatalogue));

  /** Rehearses on a database that notes how each statement ended. */
  async function ends(change: Partial<Database> = {}) {
    const db: Database = { ...database(), ...change };
    const asked: { readonly text: string; readonly error: unknown }[] = [];
    let processes = 0;
    const prepared: string[] = [];
    const query: Database['query'] = async (sql, params, options) => {
      try {
        const rows = await db.query(sql, params, options);
        asked.push({ text: sql.text, error: null });
        return rows;
      } catch (error) {
        asked.push({ text: sql.text, error });
        throw error;
      }
    };
    const engine = { prepare: () => (processes += 1) };
    const overview = {
      picture: () => Promise.resolve(prepared.push('picture')),
      figures: () => (prepared.push('figures'), Promise.reject(new Error('no people'))),
    };
    await rehearse({ db: { ...db, query }, registry: registryOf(testCatalogue), engine, overview });
    return { asked, processes, prepared };
  }

  it('asks an embedded database each kind of question about each kind of geometry', async () => {
    const { asked, processes } = await ends();
    const geometries = new Set(registryOf(testCatalogue).list.map(({ geometry }) => geometry));
    expect(asked.filter(({ error }) => error !== null)).toEqual([]);
    // A tile without and one with a filter, what is nearby, and a count.
    expect(asked).toHaveLength(kind === 'embedded' ? geometries.size * 4 : 0);
    expect(processes).toBe(1);
  });

  it('has the overview made, and its picture before and after', async () => {
    expect((await ends()).prepared).toEqual(['picture', 'figures', 'picture']);
  });

  it('does not mind a database that is lost', async () => {
    const { asked, processes } = await ends({ query: () => Promise.reject(new Error('lost')) });
    expect(asked.every(({ error }) => error !== null)).toBe(true);
    expect(processes).toBe(1);
  });
});
