/**
 * Reads from standbys. A standby is behind its primary by as much as it has not replayed yet: what this process knows
 * of, by its polls of the primary or by what it has read before, a standby must have too. Else it is waited for, and
 * then the primary is read. So nobody sees less than by reading the primary alone.
 */
import type { Principal } from '../platform/auth/principal.ts';
import { QueryCancelled } from '../platform/db/errors.ts';
import { OTHER_SERVER } from '../platform/db/servers-behind.ts';
import type { Database, QueryOptions, Session } from '../platform/db/types.ts';
import type { Change } from '../layers/change.ts';
import { pause } from '../platform/pause.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { LabelledFigure, ModuleFigure } from '../platform/metrics/sources.ts';
import { standbyFigures, type StandbyCounts } from './figures.ts';
import { traced } from '../platform/tracing/tracer.ts';
import { Floor, floorOf } from './floor.ts';
import type { ReadAddress } from './read-address.ts';
import { codeOf, readSession, type Course, type Place, type Reachable } from './session.ts';
import type { Standby } from './standby.ts';

const NOTE_TIMELINE = loadSql('standbys/sql/note-timeline');
/** As `revisions.sql` tells it among the layers. */
const TIMELINE = ' timeline';
const NOTE_AGAIN_MS = 1000;

/** A standby that has not come so far is waited for this long. */
const WAIT_MS = 250;
/** Between two looks at it meanwhile. */
const LOOK_AGAIN_MS = 20;
/** Whom all servers have failed waits this long for another: until the primary is known to be lost, and a while. */
const ELSEWHERE_MS = 500;

/** What is known of the primary. */
export interface PrimaryWatch {
  /** Polls until an answer is valid for a reader of `askedAtMs`. False where the primary is lost. */
  freshen(askedAtMs: number): Promise<boolean>;
  onChange(phase: 'caches', listener: (changes: readonly Change[]) => void): () => void;
}

export interface StandbysParts {
  readonly primary: Database;
  readonly addresses: readonly ReadAddress[];
  readonly watch: PrimaryWatch;
  /** Whether a layer's features are in this database, and not in one of a source. */
  readonly isOwn: (layer: string) => boolean;
}

export class Standbys {
  /** What is known: less is shown to nobody while the primary answers. */
  readonly floor = new Floor();
  /** What was taken out of public sight: less is never shown. */
  readonly #withdrawn = new Floor();
  /** The primary, but for what is read for a principal. */
  readonly database: Database;
  readonly #parts: StandbysParts;
  readonly #counts: { -readonly [name in keyof StandbyCounts]: number } = {
    reads: 0,
    waits: 0,
    atPrimary: 0,
    failed: 0,
  };
  #nextFirst = 0;
  #timeline: number | null = 1;

  constructor(parts: StandbysParts) {
    this.#parts = parts;
    const { primary, addresses, watch, isOwn } = parts;
    watch.onChange('caches', (changes) => {
      for (const { layer, revision, isReset, withdraws, timeline } of changes) {
        if (!isOwn(layer)) continue;
        if (timeline !== undefined) this.#follow(timeline);
        const before = this.floor.of(layer);
        if (isReset && revision < before) {
          for (const floor of [this.floor, this.#withdrawn]) floor.reset(layer, revision, before);
          continue;
        }
        this.floor.raise(layer, revision);
        if (withdraws === true) this.#withdrawn.raise(layer, revision);
        else this.#withdrawn.pass(layer, revision);
      }
    });
    this.database = { ...primary, as: (principal, options) => this.#session(principal, options) };
    for (const address of addresses) address.start();
  }

  /**
   * Addresses that are set, those behind which a standby answers, and all standbys that do. While one does, reads go on
   * without the primary.
   */
  counts(): { readonly set: number; readonly up: number; readonly servers: number } {
    const { addresses } = this.#parts;
    const up = addresses.map(({ standbys }) => standbys.length).filter((count) => count > 0);
    return { set: addresses.length, up: up.length, servers: up.reduce((sum, count) => sum + count, 0) };
  }

  get figures(): readonly (ModuleFigure | LabelledFigure)[] {
    return standbyFigures({
      addresses: this.#parts.addresses,
      up: () => this.counts(),
      counts: () => this.#counts,
      isBehind: (standby) => !this.floor.isReachedBy(standby.revisions),
    });
  }

  async close(): Promise<void> {
    this.#timeline = null;
    await Promise.all(this.#parts.addresses.map((address) => address.close()));
  }

  /**
   * A standby is read once it has what the primary has noted of its timeline: one that still follows a lost primary may
   * have revisions that never came to this one.
   */
  #follow(timeline: number): void {
    if (this.#timeline === null || timeline === this.#timeline) return;
    this.#timeline = timeline;
    this.floor.raise(TIMELINE, timeline);
    void this.#note(timeline);
  }

  async #note(timeline: number): Promise<void> {
    while (this.#timeline === timeline) {
      try {
        await this.#parts.primary.background.query(NOTE_TIMELINE);
        return;
      } catch {
        // The primary may be lost again, or wait for a standby to confirm it.
        await pause(NOTE_AGAIN_MS).done;
      }
    }
  }

  #session(principal: Principal, { signal }: Pick<QueryOptions, 'signal'>): Session {
    const { primary } = this.#parts;
    const usual = primary.as(principal, { signal });
    const asked: Asked = { principal, signal, primary: { session: usual, at: null } };
    return readSession({
      usual,
      keepsPlans: usual.keepsPlans === true && this.#standbys().every(({ database }) => database.keepsPlans !== false),
      signal,
      choose: () => this.#choose(asked),
      elsewhere: (course) => this.#elsewhere(asked, course),
      onFailed: ({ at }, error) => {
        if (at === null) return;
        if (codeOf(error) === OTHER_SERVER) at.address.noteMixed();
        this.#counts.failed += 1;
      },
    });
  }

  async #choose(asked: Asked): Promise<Place> {
    const askedAtMs = performance.now();
    for (const address of this.#parts.addresses) address.wake();
    if (this.#standbys().length === 0) return this.#usePrimary(asked);
    const isKnown = await this.#parts.watch.freshen(askedAtMs);
    const floor = this.#lowest(isKnown);
    const found =
      this.#leastBusy([floor]) ??
      (await traced('standby wait', {}, () => this.#waitFor(floor, askedAtMs, asked.signal)));
    if (asked.signal?.aborted === true) throw new QueryCancelled();
    return found === null ? this.#usePrimary(asked) : this.#use(found, asked);
  }

  /**
   * The primary, while it answers; else another standby, which is waited for where the primary has failed too: that it
   * is lost is known no sooner than the last poll of it is too old, and then a standby that is behind may be read.
   */
  async #elsewhere(asked: Asked, { failed, answered }: Course): Promise<Place | null> {
    const failedAtMs = performance.now();
    const given = [...answered].map((standby) => (standby === null ? this.floor : floorOf(standby.revisions)));
    for (;;) {
      const isKnown = await this.#parts.watch.freshen(performance.now());
      if (asked.signal?.aborted === true) throw new QueryCancelled();
      if (isKnown && !failed.has(null)) return asked.primary;
      const found = this.#leastBusy([this.#lowest(isKnown), ...given], failed);
      if (found !== null) return this.#use(found, asked);
      if (!failed.has(null)) return asked.primary;
      if (performance.now() - failedAtMs >= ELSEWHERE_MS) return null;
      for (const standby of this.#standbys()) void standby.look();
      await pause(LOOK_AGAIN_MS).done;
    }
  }

  /** Without the primary, what a standby has is the newest there is; nobody may see what was withdrawn all the same. */
  #lowest(isKnown: boolean): Floor {
    return isKnown ? this.floor : this.#withdrawn;
  }

  #use(found: Reachable, { principal, signal }: Asked): Place {
    const { lost, database } = found.standby;
    this.#counts.reads += 1;
    found.standby.reads += 1;
    const either = signal === undefined ? lost : AbortSignal.any([signal, lost]);
    return { at: found, session: database.as(principal, { signal: either }) };
  }

  #usePrimary({ primary }: Asked): Place {
    this.#counts.atPrimary += 1;
    return primary;
  }

  async #waitFor(floor: Floor, askedAtMs: number, signal: AbortSignal | undefined): Promise<Reachable | null> {
    this.#counts.waits += 1;
    while (performance.now() - askedAtMs < WAIT_MS && signal?.aborted !== true) {
      const standbys = this.#standbys();
      if (standbys.length === 0) return null;
      const again = pause(LOOK_AGAIN_MS);
      // One that hangs must not keep those that answer.
      await Promise.race(standbys.map((each) => each.look()));
      const found = this.#leastBusy([floor]);
      if (found !== null) {
        again.stop();
        return found;
      }
      await again.done;
    }
    return null;
  }

  #standbys(): readonly Standby[] {
    return this.#parts.addresses.flatMap(({ standbys }) => standbys);
  }

  /** Of those that may be read; of equally busy ones each in its turn. */
  #leastBusy(floors: readonly Floor[], failed: ReadonlySet<Standby | null> = new Set()): Reachable | null {
    const all = this.#parts.addresses.flatMap((address) => address.standbys.map((standby) => ({ address, standby })));
    this.#nextFirst += 1;
    let best: (Reachable & { readonly work: number }) | null = null;
    for (let nth = 0; nth < all.length; nth += 1) {
      const each = all[(this.#nextFirst + nth) % all.length];
      if (each === undefined || failed.has(each.standby)) continue;
      if (!floors.every((floor) => floor.isReachedBy(each.standby.revisions))) continue;
      const { busy, waiting } = each.standby.database.stats();
      if (best === null || busy + waiting < best.work) best = { ...each, work: busy + waiting };
    }
    return best;
  }
}

interface Asked {
  readonly principal: Principal;
  readonly signal: AbortSignal | undefined;
  readonly primary: Place;
}
