import { asError } from '../as-error.ts';
import { THE_SERVICE } from '../fairness/client-address.ts';
import type { Ticket, TurnQueue } from '../fairness/turn-queue.ts';
import { DatabaseUnavailable, QueryCancelled } from './errors.ts';
import { readNumber } from './rows.ts';
import type { QueryOptions, Row, SqlFile, SqlValue } from './types.ts';

/** Sends a statement of lists on a connection that is free. */
type Send = (sql: SqlFile, params: readonly SqlValue[], options: QueryOptions) => Promise<readonly Row[]>;

/** What one caller asks for. */
interface Member {
  readonly sql: SqlFile;
  /** Parameters before the lists, which are those of all that go together. */
  readonly shared: readonly SqlValue[];
  readonly own: readonly SqlValue[];
  readonly clients: ReadonlySet<string>;
  readonly options: QueryOptions;
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: Error) => void;
  ticket: Ticket | null;
  /** Its turn has come; the slot is its own until `leave`. */
  isInside: boolean;
  /** It was answered, or goes with another one. */
  isTaken: boolean;
}

/** Callers that ask for the same statement with the same shared parameters. */
interface Group {
  readonly key: string;
  /** Not sent yet, in the order in which they came. */
  readonly open: Set<Member>;
  isScheduled: boolean;
  /** What the last ones took, in milliseconds, on average; null before the first answer. */
  usualMs: number | null;
  /** The least of it: what the work takes where nothing else holds the processors. */
  leastMs: number;
}

/** It goes with another one, and needs no turn of its own. */
class Taken extends Error {
  override readonly name = 'Taken';
}

/** Heavy ones go alone, on connections of their own: nobody waits for others for longer than this. */
const MOST_MS = { work: 4, usual: 16 } as const;
const MOST_TOGETHER = 8;
const MOST_GROUPS = 2000;

/**
 * Statements that take lists (`SqlFile.lists`). Every caller waits for a turn of its own. The first whose turn comes
 * takes along what the same client asks for of the same kind, by this turn of the event loop; these leave the queue,
 * or the slot that they have. Where several fail together, each is tried alone, so that one is not to blame for the
 * others.
 */
export class JointStatements {
  readonly #queue: TurnQueue;
  readonly #send: Send;
  readonly #now: () => number;
  readonly #groups = new Map<string, Group>();

  /** @param now clock in milliseconds */
  constructor(queue: TurnQueue, send: Send, now: () => number = () => performance.now()) {
    this.#queue = queue;
    this.#send = send;
    this.#now = now;
  }

  /** Resolves with the row of a caller. Rejects as `Queryable.query` does. */
  ask(sql: SqlFile, lists: number, params: readonly SqlValue[], options: QueryOptions): Promise<readonly Row[]> {
    const { signal, clients = THE_SERVICE } = options;
    if (signal?.aborted === true) return Promise.reject(new QueryCancelled());
    const shared = params.slice(0, params.length - lists);
    const group = this.#groupOf(`${sql.name ?? sql.text} ${shared.join()}`);
    return new Promise((resolve, reject) => {
      const member: Member = {
        sql,
        shared,
        own: params.slice(params.length - lists),
        clients,
        options,
        resolve: (rows) => {
          signal?.removeEventListener('abort', abort);
          resolve(rows);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', abort);
          reject(error);
        },
        ticket: null,
        isInside: false,
        isTaken: false,
      };
      const abort = (): void => {
        if (!member.isTaken) this.#takeOut(group, member);
        member.reject(new QueryCancelled());
      };
      signal?.addEventListener('abort', abort);
      group.open.add(member);
      const onTicket = (ticket: Ticket): void => {
        member.ticket = ticket;
      };
      this.#queue.enter({ clients, onTicket }).then(
        (ticket) => {
          // It was taken along, or given up, as its turn came.
          if (member.isTaken) return this.#queue.leave(ticket);
          member.isInside = true;
          this.#schedule(group);
        },
        (error: unknown) => {
          if (error instanceof Taken) return;
          this.#takeOut(group, member);
          member.reject(asError(error));
        },
      );
    });
  }

  /** Sends once all that has arrived by now is read. */
  #schedule(group: Group): void {
    if (group.isScheduled) return;
    group.isScheduled = true;
    setImmediate(() => {
      group.isScheduled = false;
      for (const member of group.open) if (member.isInside) void this.#lead(group, member);
      if (group.open.size === 0 && this.#groups.size > MOST_GROUPS) this.#groups.delete(group.key);
    });
  }

  async #lead(group: Group, leader: Member): Promise<void> {
    const most = mostTogether(group);
    const members = [leader];
    for (const other of group.open) {
      if (members.length === most) break;
      if (other !== leader && sharesClient(leader, other)) members.push(other);
    }
    for (const member of members) if (member !== leader) this.#takeOut(group, member);
    group.open.delete(leader);
    leader.isTaken = true;
    const { ticket } = leader;
    try {
      await this.#sendAll(group, members);
    } finally {
      if (ticket !== null) this.#queue.leave(ticket);
    }
  }

  /** Answers all members. Never rejects. */
  async #sendAll(group: Group, members: readonly Member[]): Promise<void> {
    const [first] = members;
    if (first === undefined) return;
    const together = members.length > 1 ? allGone(members) : { signal: first.options.signal, stop: () => undefined };
    const startedAtMs = this.#now();
    try {
      const lists = first.own.map((_, list) => members.map(({ own }) => own[list] ?? null));
      const rows = await this.#send(first.sql, [...first.shared, ...lists], {
        ...first.options,
        signal: together.signal,
      });
      note(group, (this.#now() - startedAtMs) / members.length);
      const byPlace = new Map(rows.map((row) => [readNumber(row, 'place'), row]));
      members.forEach(({ resolve }, place) => {
        const row = byPlace.get(place + 1);
        resolve(row === undefined ? [] : [row]);
      });
    } catch (error) {
      if (members.length === 1 || error instanceof DatabaseUnavailable || error instanceof QueryCancelled)
        for (const { reject } of members) reject(asError(error));
      else for (const member of members) await this.#sendAll(group, [member]);
    } finally {
      together.stop();
    }
  }

  #takeOut(group: Group, member: Member): void {
    group.open.delete(member);
    member.isTaken = true;
    if (member.ticket === null) return;
    if (member.isInside) this.#queue.leave(member.ticket);
    else member.ticket.fail(new Taken());
  }

  #groupOf(key: string): Group {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, open: new Set(), isScheduled: false, usualMs: null, leastMs: Infinity };
      this.#groups.set(key, group);
    }
    return group;
  }
}

function mostTogether({ usualMs, leastMs }: Group): number {
  if (usualMs === null) return 1;
  return Math.max(1, Math.min(MOST_TOGETHER, Math.floor(Math.min(MOST_MS.work / leastMs, MOST_MS.usual / usualMs))));
}

function note(group: Group, tookMs: number): void {
  group.usualMs = group.usualMs === null ? tookMs : group.usualMs + (tookMs - group.usualMs) / 8;
  // What takes longer from now on is known after a while.
  group.leastMs = Math.min(tookMs, group.leastMs * 1.02);
}

/** Parameters of one caller as the database takes them: in lists where the statement takes lists. */
export function listed({ lists = 0 }: SqlFile, params?: readonly SqlValue[]): readonly SqlValue[] | undefined {
  return lists === 0 ? params : params?.map((value, place) => (place < params.length - lists ? value : [value]));
}

function sharesClient({ clients }: Member, other: Member): boolean {
  if (clients.size === 0) return other.clients.size === 0;
  for (const client of clients) if (other.clients.has(client)) return true;
  return false;
}

/** A signal for when nobody waits any more. */
function allGone(members: readonly Member[]): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const check = (): void => {
    if (members.every(({ options }) => options.signal?.aborted === true)) controller.abort();
  };
  for (const { options } of members) options.signal?.addEventListener('abort', check);
  return {
    signal: controller.signal,
    stop: () => {
      for (const { options } of members) options.signal?.removeEventListener('abort', check);
    },
  };
}
