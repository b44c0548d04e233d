/** A primary and standbys that answer at once, with their own names, and that lead where a test says. */
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { ServerDatabase } from '../platform/db/servers-behind.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database, Row, SqlFile } from '../platform/db/types.ts';
import type { Change } from '../layers/change.ts';
import type { Log } from '../platform/log/log.ts';
import { ReadAddress, type Servers } from '../standbys/read-address.ts';
import { Standbys } from '../standbys/standbys.ts';
import { fakeDatabase } from './fake-database.ts';

/** What they answer with their names. */
export const WHO = sqlText('select who');

/** A database that answers with its own name, and says how far it has come. */
export class FakeServer {
  revision = 0;
  fails: Error | null = null;
  isLost = false;
  asked = 0;
  readonly name: string;
  readonly database: Database;

  constructor(name: string) {
    this.name = name;
    this.database = fakeDatabase((sql: SqlFile): Promise<readonly Row[]> => {
      if (this.isLost) return Promise.reject(new DatabaseUnavailable(new Error('gone')));
      if (sql !== WHO) return Promise.resolve([{ layer_id: 'toilets', revision: String(this.revision) }]);
      this.asked += 1;
      return this.fails === null ? Promise.resolve([{ name }]) : Promise.reject(this.fails);
    });
  }
}

/** An address whose connections lead to whichever server is said at the time. */
function serversOf(fake: () => FakeServer | undefined, onServer: (server: ServerDatabase) => void): Servers {
  const known = new Set<FakeServer>();
  return {
    look: () => {
      const to = fake();
      if (to === undefined || to.isLost) return Promise.reject(new DatabaseUnavailable(new Error('nobody')));
      if (known.has(to)) return Promise.resolve();
      known.add(to);
      const { database, name } = to;
      const close = (): Promise<void> => Promise.resolve(void known.delete(to));
      onServer({ ...database, keepsPlans: true, as: (...asked) => database.as(...asked), name, close });
      return Promise.resolve();
    },
    close: () => undefined,
  };
}

export interface FakeStandbys {
  readonly standbys: Standbys;
  readonly addresses: readonly ReadAddress[];
  readonly tell: (changes: readonly Change[]) => void;
  /** Whether the primary is known to be lost. */
  isLost: boolean;
}

/** `leadTo`: for each address, to which server its next connection leads. */
export async function openFakeStandbys(
  primary: FakeServer,
  leadTo: readonly (() => FakeServer | undefined)[],
  log: Pick<Log, 'info' | 'warn'>,
): Promise<FakeStandbys> {
  const listeners: ((changes: readonly Change[]) => void)[] = [];
  const addresses = leadTo.map(
    (fake, nth) =>
      new ReadAddress({
        name: `address${String(nth)}`,
        open: (onServer) => serversOf(fake, onServer),
        check: () => Promise.resolve(),
        log,
      }),
  );
  const standbys = new Standbys({
    primary: primary.database,
    addresses,
    watch: {
      freshen: () => Promise.resolve(!opened.isLost),
      onChange: (_phase, listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    isOwn: (layer) => layer === 'toilets',
  });
  const opened: FakeStandbys = {
    standbys,
    addresses,
    tell: (changes) => listeners.forEach((listener) => listener(changes)),
    isLost: false,
  };
  await Promise.all(addresses.map((address) => address.look()));
  return opened;
}

export const toiletsChanged = (revision: number, more: Partial<Change> = {}): Change => ({
  layer: 'toilets',
  revision,
  boxes: null,
  isReset: false,
  ...more,
});
