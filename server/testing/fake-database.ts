import type { Database, Row, SqlFile, SqlValue } from '../platform/db/types.ts';

/** A database whose every statement is answered by `query`; for tests of what needs none. */
export function fakeDatabase(query: (sql: SqlFile) => Promise<readonly Row[]>): Database {
  return {
    kind: 'server',
    hasAsMvt: true,
    url: '',
    as(_principal, options) {
      const session = { query: (sql: SqlFile, params?: readonly SqlValue[]) => this.query(sql, params, options) };
      return { kind: 'server', hasAsMvt: true, ...session, snapshot: (use) => use(session) };
    },
    query,
    background: { query },
    transaction: () => Promise.reject(new Error('The fake database has no transactions.')),
    refuses: () => null,
    stats: () => ({ connections: 0, busy: 0, waiting: 0, refused: 0, cancelled: 0, timedOut: 0 }),
    fullDisk: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

/** What a statement selects from that gives a row of nulls where it finds nothing; see `foundRows`. */
const ALWAYS_A_ROW = 'from (select) as asked';
/** The columns by which what they found is known. */
const NULLS: Row = { layer_id: null, feature_id: null, network_id: null, id: null };

/** What a database without any layer answers: the statements that always give a row give one of nulls. */
export function emptyAnswer({ text }: SqlFile): Promise<readonly Row[]> {
  return Promise.resolve(text.includes(ALWAYS_A_ROW) ? [NULLS] : []);
}
