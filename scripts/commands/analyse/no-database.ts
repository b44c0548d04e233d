import type { Database } from '../../../server/platform/db/types.ts';

const refuse = (): Promise<never> =>
  Promise.reject(new Error('The study names stored data, but no database was opened for it.'));

/** In place of a database, for a study that brings along all its data. */
export const NO_DATABASE: Database = {
  kind: 'embedded',
  hasAsMvt: false,
  url: '',
  as() {
    return this;
  },
  query: refuse,
  queryRaw: refuse,
  transaction: refuse,
  background: { query: refuse },
  refuses: () => false,
  stats: () => ({ connections: 0, busy: 0, waiting: 0, refused: 0, cancelled: 0, timedOut: 0 }),
  close: () => Promise.resolve(),
};
