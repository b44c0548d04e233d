import type { Database, Row } from '../platform/db/types.ts';

/** A database whose every statement is answered by `query`; for tests of what needs none. */
export function fakeDatabase(query: () => Promise<readonly Row[]>): Database {
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
    close: () => Promise.resolve(),
  };
}
