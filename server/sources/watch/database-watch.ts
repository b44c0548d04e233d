/**
 * Knows when tables of a source change. Watched tables tell of each change and where it was; of all others PostgreSQL
 * is asked every few seconds how many rows were ever written.
 */
import type { Change } from '../../layers/change.ts';
import type { LayerRevision } from '../../layers/source.ts';
import { asError } from '../../platform/as-error.ts';
import {
  onlyRow,
  readArray,
  readBoolean,
  readNumber,
  readNumberOrNull,
  readTextOrNull,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import { DatabaseUnavailable } from '../../platform/db/errors.ts';
import type { Database, Row } from '../../platform/db/types.ts';
import { pause } from '../../platform/pause.ts';
import type { TableName } from '../table.ts';

const STATE = loadSql('sources/watch/sql/state');
const NEWEST = loadSql('sources/watch/sql/newest');
const NOTES = loadSql('sources/watch/sql/notes');

/** Looks that come so soon after one another are one. */
const TOGETHER_MS = 60;
/** Nobody waits longer for a look: the answer is then what is known already. */
const PATIENCE_MS = 150;
/** A database whose last look was slow is waited for again after so long without one. */
const PATIENT_AGAIN_AFTER_MS = 2000;
/** A look that takes longer counts as one that failed. */
const HUNG_AFTER_MS = 1000;
/** A database that could not be looked at is tried again so often, */
const LOST_EVERY_MS = 500;
/** and after so long without a try nobody knows whether it still cannot. */
const LOST_KNOWN_MS = 5000;
const STATE_EVERY_MS = 5000;
/** A standby tells no more than how far it has come, and every change of its primary moves that. */
const STANDBY_EVERY_MS = 15_000;
/** Of data of another server nothing is known: it counts as changed so often. */
const FOREIGN_EVERY_MS = 60_000;
/** Other sessions tell the statistics of what they have done ten seconds later, where they do nothing else. */
const STATISTICS_LATE_S = 10;
/** A table that nobody asks for is not looked at. */
const FORGOTTEN_AFTER_MS = 30_000;
const MOST_NOTES = 5000;
/** Ids of transactions that were rolled back stay missing for ever: only the newest are asked for. */
const MOST_MISSING = 2000;
const MOST_CHANGES = 500;

/** How the service knows of changes: the trigger, PostgreSQL's counters, the progress of a standby, or the clock. */
export type WatchKind = 'trigger' | 'counters' | 'replay' | 'clock';

/**
 * Turns boxes of the table's coordinates into metres of EPSG:3857; null where they cannot be: the whole layer counts.
 */
export type ToMetres = (boxes: readonly number[]) => Promise<readonly number[] | null>;

export interface WatchedTable {
  readonly name: TableName;
  readonly layer: string;
  readonly toMetres: ToMetres;
  /** Something was changed: what it was, in EPSG:3857, or null for the whole table. */
  readonly onChange?: ((boxes: readonly number[] | null) => void) | undefined;
  /** The table is not any more what it was: it has other columns, or is gone. */
  readonly onSchemaChange?: (() => void) | undefined;
}

const watches = new WeakMap<Database, DatabaseWatch>();

/** The watch of a database: one for all its tables. */
export function watchOf(database: Database): DatabaseWatch {
  let watch = watches.get(database);
  if (watch === undefined) {
    watch = new DatabaseWatch(database);
    watches.set(database, watch);
  }
  return watch;
}

export class DatabaseWatch {
  readonly #database: Database;
  readonly #tables = new Set<TableWatch>();
  #looking: Promise<void> | null = null;
  #sentAtMs = -Infinity;
  #stateAtMs = -Infinity;
  #isSlow = false;
  #newest: number | null = null;
  #missing: readonly number[] = [];
  #error: Error | null = null;
  #failedAtMs = -Infinity;
  /** Of the source, as settings call it. */
  #name: string | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  add(table: WatchedTable): TableWatch {
    this.#name = table.name.source;
    return new TableWatch(table, this);
  }

  /** The error of the last look; null where it was answered. */
  get error(): Error | null {
    return this.#error;
  }

  /** Whether the last look failed, or the one under way gets no answer: changes would go unseen. */
  get isLost(): boolean {
    const nowMs = performance.now();
    if (this.#looking !== null && nowMs - this.#sentAtMs >= HUNG_AFTER_MS) return true;
    return this.#error !== null && nowMs - this.#failedAtMs < LOST_KNOWN_MS;
  }

  /** The next look asks for everything: something was found that should not be. */
  suspect(): void {
    this.#stateAtMs = -Infinity;
    void this.look();
  }

  /** Looks for changes of all tables that somebody asks for. Never rejects. */
  async look(): Promise<void> {
    const lastAgeMs = performance.now() - this.#sentAtMs;
    if (this.#looking === null && lastAgeMs >= (this.#error === null ? TOGETHER_MS : LOST_EVERY_MS)) this.#begin();
    if (this.#looking === null || (this.#isSlow && lastAgeMs < PATIENT_AGAIN_AFTER_MS)) return;
    const { done, stop } = pause(PATIENCE_MS);
    await Promise.race([this.#looking, done]).finally(stop);
  }

  /** Looks, and waits however long it takes; for who must know what there is. */
  async lookThrough(table: TableWatch): Promise<void> {
    this.join(table);
    if (this.#looking === null) this.#begin();
    await this.#looking;
    if (!table.hasLooked) {
      this.#begin();
      await this.#looking;
    }
  }

  join(table: TableWatch): void {
    if (!this.#tables.has(table)) {
      this.#tables.add(table);
      this.#stateAtMs = -Infinity;
    }
  }

  #begin(): void {
    if (this.#looking !== null) return;
    this.#sentAtMs = performance.now();
    this.#looking = this.#lookOnce()
      .then(
        () => {
          this.#error = null;
        },
        (error: unknown) => {
          this.#error = this.#named(error);
          this.#failedAtMs = performance.now();
          this.#stateAtMs = -Infinity;
        },
      )
      .finally(() => {
        this.#isSlow = performance.now() - this.#sentAtMs > PATIENCE_MS;
        this.#looking = null;
      });
  }

  #named(error: unknown): Error {
    if (error instanceof DatabaseUnavailable && error.source === null)
      return new DatabaseUnavailable(error.cause, this.#name);
    return asError(error);
  }

  async #lookOnce(): Promise<void> {
    const nowMs = performance.now();
    for (const table of this.#tables) if (nowMs - table.askedAtMs > FORGOTTEN_AFTER_MS) this.#tables.delete(table);
    const tables = [...this.#tables];
    if (nowMs - this.#stateAtMs >= STATE_EVERY_MS) await this.#lookAtState(tables, nowMs);
    if (tables.some(({ kind }) => kind === 'trigger')) await this.#lookAtNotes(tables);
  }

  async #lookAtState(tables: readonly TableWatch[], nowMs: number): Promise<void> {
    if (tables.length > 0) {
      const names = tables.map(({ table }) => table.name);
      const rows = await this.#database.background.query(STATE, [
        names.map(({ schema }) => schema),
        names.map(({ table }) => table),
      ]);
      const states = rows.map(readState);
      const known = new Set(tables.flatMap((table) => (table.kind === 'trigger' ? [...table.bases] : [])));
      const bases = states.flatMap((state) => (state.isWatched ? [...state.bases] : []));
      // Notes of tables that were not watched before were not read: what they say is behind what is known now.
      if (bases.some((base) => !known.has(base))) await this.#beginNotes(tables, states, bases);
      tables.forEach((table, index) => {
        const state = states[index];
        if (state !== undefined) table.takeState(state, nowMs);
      });
    }
    this.#stateAtMs = nowMs;
  }

  async #beginNotes(
    tables: readonly TableWatch[],
    states: readonly TableState[],
    bases: readonly number[],
  ): Promise<void> {
    const row = onlyRow(await this.#database.background.query(NEWEST, [[...bases]]));
    if (this.#newest === null) {
      this.#newest = readNumber(row, 'newest');
      this.#missing = readArray(row, 'missing').map(Number);
    }
    const moments = readArray(row, 'moments').map(Number);
    const byRelation = new Map(readArray(row, 'relations').map((oid, index) => [Number(oid), moments[index] ?? 0]));
    tables.forEach((table, index) => {
      const state = states[index];
      if (state?.isWatched !== true || table.kind === 'trigger') return;
      table.beginNotes(Math.max(0, ...[...state.bases].map((base) => byRelation.get(base) ?? 0)));
    });
  }

  async #lookAtNotes(tables: readonly TableWatch[]): Promise<void> {
    if (this.#newest === null) return;
    const rows = await this.#database.background.query(NOTES, [this.#newest, [...this.#missing]]);
    const newest = readNumber(rows[0] ?? {}, 'newest');
    const notes = rows.flatMap((row) => (row['id'] === null ? [] : [readNote(row)]));
    const watched = tables.filter(({ kind }) => kind === 'trigger');
    const hasBegunAnew = newest < this.#newest;
    if (hasBegunAnew || notes.length > MOST_NOTES) {
      this.#newest = newest;
      this.#missing = [];
      for (const table of watched) table.change(null, Date.now() * 1000, hasBegunAnew);
      return;
    }
    for (const table of watched) {
      for (const note of notes) if (table.bases.has(note.relation)) await table.note(note);
    }
    const seen = new Set(notes.map(({ id }) => id));
    const last = Math.max(this.#newest, ...seen);
    const missing = this.#missing.filter((id) => !seen.has(id));
    for (let id = Math.max(this.#newest + 1, last - MOST_MISSING); id < last; id += 1)
      if (!seen.has(id)) missing.push(id);
    this.#missing = missing.slice(-MOST_MISSING);
    this.#newest = last;
  }
}

interface TableState {
  readonly fingerprint: string | null;
  readonly edits: number;
  readonly bases: ReadonlySet<number>;
  readonly isWatched: boolean;
  readonly isForeign: boolean;
  readonly replayed: number | null;
}

function readState(row: Row): TableState {
  return {
    fingerprint: readTextOrNull(row, 'fingerprint'),
    edits: readNumber(row, 'edits'),
    bases: new Set(readArray(row, 'bases').map(Number)),
    isWatched: readBoolean(row, 'is_watched'),
    isForeign: readBoolean(row, 'is_foreign'),
    replayed: readNumberOrNull(row, 'replayed'),
  };
}

interface Note {
  readonly id: number;
  readonly relation: number;
  /** Microseconds since 1970. */
  readonly moment: number;
  readonly boxes: readonly number[] | null;
}

function readNote(row: Row): Note {
  return {
    id: readNumber(row, 'id'),
    relation: readNumber(row, 'relation'),
    moment: readNumber(row, 'moment'),
    boxes: row['boxes'] === null ? null : readArray(row, 'boxes').flat().map(Number),
  };
}

/** What is known of the changes of one table. */
export class TableWatch {
  readonly table: WatchedTable;
  readonly #watch: DatabaseWatch;
  kind: WatchKind | null = null;
  bases: ReadonlySet<number> = new Set();
  askedAtMs = -Infinity;
  #fingerprint: string | null | undefined = undefined;
  #mark: string | null = null;
  #markAtMs = -Infinity;
  #revision = 0;
  #changedAt: Date | null = null;
  /** In order; those before the first are not known any more. */
  readonly #changes: Change[] = [];
  #before = 0;

  constructor(table: WatchedTable, watch: DatabaseWatch) {
    this.table = table;
    this.#watch = watch;
  }

  get hasLooked(): boolean {
    return this.#fingerprint !== undefined;
  }

  get error(): Error | null {
    return this.#watch.error;
  }

  get isLost(): boolean {
    return this.#watch.isLost;
  }

  get current(): LayerRevision {
    return { revision: this.#revision, changedAt: this.#changedAt };
  }

  /** How old the data shown can be, in seconds; null before the first look. */
  get ageS(): number | null {
    switch (this.kind) {
      case 'trigger':
        return 1;
      case 'counters':
        return STATE_EVERY_MS / 1000 + STATISTICS_LATE_S;
      case 'replay':
        return STANDBY_EVERY_MS / 1000;
      case 'clock':
        return FOREIGN_EVERY_MS / 1000;
      case null:
        return null;
    }
  }

  suspect(): void {
    this.#watch.suspect();
  }

  /** What has changed since a revision. Waits for a look, but not for long. */
  async changesSince(known: number | undefined): Promise<readonly Change[]> {
    this.#asked();
    await this.#watch.look();
    if (known === this.#revision) return [];
    const whole = { layer: this.table.layer, revision: this.#revision, boxes: null };
    if (known === undefined) return [{ ...whole, isReset: false }];
    if (known > this.#revision) return [{ ...whole, isReset: true }];
    if (known < this.#before) return [{ ...whole, isReset: false }];
    return this.#changes.filter(({ revision }) => revision > known);
  }

  /** Looks once at least, however long it takes. */
  async look(): Promise<LayerRevision> {
    this.#asked();
    if (this.hasLooked) await this.#watch.look();
    else await this.#watch.lookThrough(this);
    return this.current;
  }

  #asked(): void {
    this.askedAtMs = performance.now();
    this.#watch.join(this);
  }

  beginNotes(moment: number): void {
    // Before the first look nothing was made that could be out of date.
    if (this.kind === null) this.#revision = Math.max(1, moment);
    else this.change(null, Math.max(moment, Date.now() * 1000), false);
    this.#before = this.#revision;
    this.#changedAt = moment === 0 ? this.#changedAt : new Date(moment / 1000);
  }

  takeState(state: TableState, nowMs: number): void {
    const before = this.#fingerprint;
    this.#fingerprint = state.fingerprint;
    this.bases = state.bases;
    const kind: WatchKind = state.isWatched
      ? 'trigger'
      : state.isForeign
        ? 'clock'
        : state.replayed === null
          ? 'counters'
          : 'replay';
    const wasWatched = this.kind === 'trigger';
    const isFirst = this.kind === null;
    this.kind = kind;
    if (kind !== 'trigger') this.#takeMark(kind, state, nowMs, isFirst);
    if (wasWatched && kind !== 'trigger') this.change(null, this.#revision + 1, false);
    if (before !== undefined && before !== state.fingerprint) {
      this.change(null, this.#revision + 1, false);
      this.table.onSchemaChange?.();
    }
  }

  /** A table that nothing notes the changes of has changed where its mark differs. */
  #takeMark(kind: WatchKind, { edits, replayed }: TableState, nowMs: number, isFirst: boolean): void {
    const every = kind === 'clock' ? FOREIGN_EVERY_MS : kind === 'replay' ? STANDBY_EVERY_MS : 0;
    if (!isFirst && nowMs - this.#markAtMs < every) return;
    const mark = kind === 'clock' ? String(nowMs) : kind === 'replay' ? String(replayed) : String(edits);
    const hasChanged = mark !== this.#mark;
    this.#mark = mark;
    this.#markAtMs = nowMs;
    if (!hasChanged) return;
    // The same number in every process that looks at the table, as far as there is one.
    const revision = Math.max(
      1,
      kind === 'clock' ? Date.now() * 1000 : Math.min(replayed ?? edits, Number.MAX_SAFE_INTEGER / 2),
    );
    if (isFirst) {
      this.#revision = revision;
      this.#before = revision;
      this.#changedAt = new Date();
      return;
    }
    // Counters begin anew after a crash, and a dropped partition takes its own along.
    this.change(null, revision > this.#revision ? revision : this.#revision + 1, false);
  }

  async note({ moment, boxes }: Note): Promise<void> {
    const metres = boxes === null ? null : await this.table.toMetres(boxes).catch(() => null);
    this.change(metres, moment, false);
    this.#changedAt = new Date(moment / 1000);
  }

  change(boxes: readonly number[] | null, revision: number, isReset: boolean): void {
    this.#revision = Math.max(this.#revision + 1, revision);
    this.#changedAt = new Date();
    const change: Change = { layer: this.table.layer, revision: this.#revision, boxes, isReset };
    this.#changes.push(change);
    if (this.#changes.length > MOST_CHANGES) this.#before = this.#changes.shift()?.revision ?? this.#before;
    this.table.onChange?.(boxes);
  }
}
