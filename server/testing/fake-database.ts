import type { Database, Row, SqlFile } from '../platform/db/types.ts';

/** A database whose every statement is answered by `query`; for tests of what needs none. */
export function fakeDatabase(query: (sql: SqlFile) => Promise<readonly Row[]>): Database {
  return {
    kind: 'server',
    hasAsMvt: true,
    url: '',
    as() {
      return this;
    },
    query,
    background: { query },
    transaction: () => Promise.reject(new Error('The fake database has no transactions.')),
    refuses: () => false,
    stats: () => ({ connections: 0, busy: 0, waiting: 0, refused: 0, cancelled: 0, timedOut: 0 }),
    fullDisk: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

const GIVE_A_ROW = ['layers/sql/revisions', 'layers/sql/stats', 'layers/sql/areas'];

/** What a database without any layer answers: the statements that always give a row give one of nulls. */
export function emptyAnswer({ name }: SqlFile): Promise<readonly Row[]> {
  return Promise.resolve(GIVE_A_ROW.includes(name ?? '') ? [{ layer_id: null }] : []);
}
