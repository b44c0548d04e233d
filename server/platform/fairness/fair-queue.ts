import { firstOf, NO_CLIENT } from './client-address.ts';

/** Work that waits for its turn, or has it. */
export interface Claim {
  /** Clients that wait for it; more may join. The first whose turn comes brings it in, and its account pays. */
  readonly clients: ReadonlySet<string>;
  /** Never refused, however many wait. */
  readonly unlimited?: boolean;
}

/** Why a claim finds no place. `share`: its client has to leave room for others who are here. `full`: it is alone. */
export type Refusal = 'full' | 'share';

export interface Refused<T> {
  readonly claim: T;
  readonly refusal: Refusal;
}

export interface FairQueueOptions {
  /** How many may be inside. */
  readonly slots: number;
  /** How many may wait. */
  readonly maxWaiting: number;
  /**
   * Slots that clients which hold many have together while others are here; default: one half. Where their work takes
   * the processors of this machine, as many as there are: more at once would only make each of them slower.
   */
  readonly busySlots?: number;
  /**
   * Where one piece of work is done at a time, and none is interrupted: how long it stands idle for the next claim of a
   * client that uses little, before one that uses much has another turn. Else such a client, whose answers are made of
   * several turns, would find work of the other before each. In milliseconds; default: 0.
   */
  readonly lingerMs?: number;
  /** Processes with such a queue before the same database, which do not know of each other's clients. Default: one. */
  readonly processes?: number;
  /** Clock in milliseconds. */
  readonly now?: () => number;
}

interface Account {
  inside: number;
  waiting: number;
  /** Time in slots that it has used, in milliseconds; counted from `#floor` for who comes back. */
  usedMs: number;
  /** Slots it has held lately, on average: see `AVERAGE_MS`. */
  held: number;
  heldAtMs: number;
  seenAtMs: number;
}

interface Turn {
  readonly payer: string;
  readonly startedAtMs: number;
  readonly chargedMs: number;
}

/** How far back the average of held slots looks. */
const AVERAGE_MS = 1000;
/** A client counts as being here for so long after its last request. */
const HERE_MS = 10_000;
/** The number of clients is counted again after so long. */
const RECOUNT_MS = 100;
/** The queue forgets clients that were without work for `FORGET_MS`, at most this often. */
const SWEEP_MS = 10_000;
const FORGET_MS = 60_000;

/**
 * Decides who comes next among clients that want the same few slots: the one that has used the least time in them, and
 * of its own claims the first that came. So a client that asks for ten times as much waits ten times as long, and
 * nobody else does. A client that has held many slots for long gets no more than its part of one half of them, so
 * that whoever comes finds one free and does not share the database with twenty statements of one client. Claims beyond
 * `maxWaiting` are refused: the newest of the client that has the most of them. A client alone has everything.
 */
export class FairQueue<T extends Claim> {
  readonly #slots: number;
  readonly #maxWaiting: number;
  /** What a client that has held many slots keeps while it is alone here. */
  readonly #half: number;
  /** What such clients share while several are here. */
  readonly #busySlots: number;
  readonly #lingerMs: number;
  readonly #now: () => number;
  readonly #waiting = new Set<T>();
  readonly #turns = new Map<T, Turn>();
  readonly #accounts = new Map<string, Account>();
  /** The most that any client had used when it came in. A client that comes anew begins here: nobody saves time up. */
  #floorMs = 0;
  /** What a turn took lately, on average: charged at the start of a turn, and put right at its end. */
  #usualMs = 0;
  #here = { count: 1, atMs: -Infinity };
  /** Clients that are at work, or may go on in a moment, and until when that is waited for; `lingerMs` says why. */
  readonly #expected = new Map<string, number>();
  #sweptAtMs = -Infinity;

  constructor({
    slots,
    maxWaiting,
    busySlots = Infinity,
    lingerMs = 0,
    processes = 1,
    now = () => performance.now(),
  }: FairQueueOptions) {
    this.#slots = slots;
    this.#maxWaiting = maxWaiting;
    this.#half = slots / 2 / processes;
    this.#busySlots = Math.min(this.#half, busySlots / processes);
    this.#lingerMs = lingerMs;
    this.#now = now;
  }

  get inside(): number {
    return this.#turns.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Why one more claim of these clients would find no place; null where it would. */
  refuses(clients: ReadonlySet<string>): Refusal | null {
    const owner = firstOf(clients);
    this.#seen(owner);
    return this.#hasRoom(clients) || this.#displacedBy(owner) !== null ? null : this.#refusal(owner);
  }

  /**
   * Takes a claim in. @returns the claim that has to go for it, itself perhaps, and why. `next` tells whose turn it is.
   */
  add(claim: T): Refused<T> | null {
    // It waits on the account of whoever asked for it first.
    const owner = firstOf(claim.clients);
    const account = this.#seen(owner);
    let refused: Refused<T> | null = null;
    if (claim.unlimited !== true && !this.#hasRoom(claim.clients)) {
      const displaced = this.#displacedBy(owner);
      if (displaced === null) return { claim, refusal: this.#refusal(owner) };
      this.remove(displaced);
      refused = { claim: displaced, refusal: 'share' };
    }
    this.#waiting.add(claim);
    account.waiting += 1;
    return refused;
  }

  /** Takes a waiting claim out. False where it does not wait. */
  remove(claim: T): boolean {
    if (!this.#waiting.delete(claim)) return false;
    this.#account(firstOf(claim.clients)).waiting -= 1;
    return true;
  }

  /** Lets the next claim in, to be followed by `done`; null where none can come in now. */
  next(): T | null {
    if (this.#turns.size >= this.#slots) return null;
    let best: { readonly claim: T; readonly payer: string; readonly usedMs: number } | null = null;
    for (const claim of this.#waiting) {
      const payer = this.#payerOf(claim.clients);
      if (payer === null) continue;
      const { usedMs } = this.#account(payer);
      if (best === null || usedMs < best.usedMs) best = { claim, payer, usedMs };
    }
    if (best === null) return null;
    this.remove(best.claim);
    this.#begin(best.claim, best.payer);
    return best.claim;
  }

  /** Milliseconds after which `next` may have a claim, though nobody comes or goes meanwhile; 0 where none is to be. */
  get lingersMs(): number {
    if (this.#waiting.size === 0 || this.#expected.size === 0) return 0;
    const untilMs = Math.max(...this.#expected.values());
    return untilMs === Infinity ? 0 : Math.max(0, untilMs - this.#now());
  }

  /** The turn of a claim is over. */
  done(claim: T): void {
    const turn = this.#turns.get(claim);
    if (turn === undefined) return;
    this.#turns.delete(claim);
    const account = this.#account(turn.payer);
    const tookMs = this.#now() - turn.startedAtMs;
    this.#note(account);
    account.inside -= 1;
    if (account.inside === 0 && this.#expected.has(turn.payer))
      this.#expected.set(turn.payer, this.#now() + this.#lingerMs);
    account.usedMs += tookMs - turn.chargedMs;
    this.#usualMs += (tookMs - this.#usualMs) / 16;
  }

  /** All that wait. */
  get claims(): readonly T[] {
    return [...this.#waiting];
  }

  /** Whether one more claim could come in at once, or wait. */
  #hasRoom(clients: ReadonlySet<string>): boolean {
    return this.#waiting.size < this.#maxWaiting || this.#payerOf(clients) !== null;
  }

  /** A share is what one has: who has nothing here finds it full. */
  #refusal(owner: string): Refusal {
    const { waiting, inside } = this.#account(owner);
    return waiting + inside > 0 && this.#countHere() > 1 ? 'share' : 'full';
  }

  #begin(claim: T, payer: string): void {
    const account = this.#account(payer);
    this.#note(account);
    account.inside += 1;
    this.#expect(payer);
    this.#floorMs = Math.max(this.#floorMs, account.usedMs);
    account.usedMs += this.#usualMs;
    this.#turns.set(claim, { payer, startedAtMs: this.#now(), chargedMs: this.#usualMs });
  }

  /** Of the clients that may come in now the one that has used the least; null where none may. */
  #payerOf(clients: ReadonlySet<string>): string | null {
    if (this.#turns.size >= this.#slots) return null;
    if (clients.size === 0) return NO_CLIENT;
    let best: string | null = null;
    for (const client of clients) {
      const account = this.#account(client);
      if (account.inside >= this.#bound(client, account)) continue;
      if (best === null || account.usedMs < this.#account(best).usedMs) best = client;
    }
    return best;
  }

  /** How many slots a client may hold now. */
  #bound(client: string, account: Account): number {
    if (client === NO_CLIENT) return this.#slots;
    const here = this.#countHere();
    const part = Math.max(1, Math.floor(here === 1 ? this.#half : this.#busySlots / here));
    this.#note(account);
    // At half of it already: at the whole it would go back and forth between its part and all slots.
    if (account.held <= part / 2) return this.#slots;
    return this.#isExpecting() ? 0 : part;
  }

  #expect(client: string): void {
    if (this.#lingerMs === 0 || client === NO_CLIENT) return;
    const nowMs = this.#now();
    for (const [each, untilMs] of this.#expected) if (untilMs < nowMs) this.#expected.delete(each);
    this.#expected.set(client, Infinity);
  }

  /** Whether a client is at work, or may go on in a moment, that uses less than half of its part of the time. */
  #isExpecting(): boolean {
    const most = 1 / 2 / this.#countHere();
    const nowMs = this.#now();
    for (const [client, untilMs] of this.#expected) {
      if (untilMs <= nowMs) continue;
      const account = this.#account(client);
      this.#note(account);
      if (account.held < most) return true;
    }
    return false;
  }

  /** What has to go for one more claim of a client; null where no other client has more of them. */
  #displacedBy(owner: string): T | null {
    let most = { client: NO_CLIENT, waiting: (this.#accounts.get(owner)?.waiting ?? 0) + 1 };
    for (const [client, { waiting }] of this.#accounts) if (waiting > most.waiting) most = { client, waiting };
    if (most.client === NO_CLIENT) return null;
    let newest: T | null = null;
    // What others have come to wait for as well stays.
    for (const claim of this.#waiting)
      if (claim.unlimited !== true && claim.clients.size === 1 && claim.clients.has(most.client)) newest = claim;
    return newest;
  }

  /** Clients that are here now. */
  #countHere(): number {
    const nowMs = this.#now();
    if (nowMs - this.#here.atMs < RECOUNT_MS) return this.#here.count;
    let count = 0;
    for (const [client, { inside, waiting, seenAtMs }] of this.#accounts)
      if (client !== NO_CLIENT && (inside > 0 || waiting > 0 || nowMs - seenAtMs < HERE_MS)) count += 1;
    this.#here = { count: Math.max(1, count), atMs: nowMs };
    return this.#here.count;
  }

  /** Brings the average of held slots up to now. */
  #note(account: Account): void {
    const nowMs = this.#now();
    const kept = Math.exp((account.heldAtMs - nowMs) / AVERAGE_MS);
    account.held = account.held * kept + account.inside * (1 - kept);
    account.heldAtMs = nowMs;
  }

  /** A client that comes with one more claim. */
  #seen(client: string): Account {
    const nowMs = this.#now();
    const account = this.#account(client);
    if (nowMs - account.seenAtMs >= HERE_MS) this.#here = { count: 1, atMs: -Infinity };
    if (account.inside === 0 && account.waiting === 0) account.usedMs = Math.max(account.usedMs, this.#floorMs);
    account.seenAtMs = nowMs;
    return account;
  }

  #account(client: string): Account {
    const known = this.#accounts.get(client);
    if (known !== undefined) return known;
    const nowMs = this.#now();
    this.#sweep(nowMs);
    const account = { inside: 0, waiting: 0, usedMs: this.#floorMs, held: 0, heldAtMs: nowMs, seenAtMs: -Infinity };
    this.#accounts.set(client, account);
    return account;
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAtMs < SWEEP_MS) return;
    this.#sweptAtMs = nowMs;
    for (const [client, { inside, waiting, seenAtMs }] of this.#accounts)
      if (inside === 0 && waiting === 0 && nowMs - seenAtMs > FORGET_MS) this.#accounts.delete(client);
  }
}
