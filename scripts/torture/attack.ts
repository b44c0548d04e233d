/** What every attack has in common: its shape, its random inputs, and the tally of what came of them. */
import { randomFrom, type Random } from '../../server/testing/random.ts';
import { bothLanguages } from '../../server/platform/messages/index.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import type { DatabaseKind } from '../bench/place.ts';
import type { Undo } from '../testing/at-signal.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import type { OpenSite, Site, SiteOptions } from './site.ts';

export const ATTACKS = [
  'routes',
  'schemathesis',
  'names',
  'parsers',
  'edits',
  'kill-load',
  'kill-edit',
  'kill-export',
  'kill-migrate',
  'kill-first-start',
  'lost-database',
  'frozen-database',
  'full-disk',
  'hung-worker',
  'dead-thread',
  'clock',
  'fairness',
] as const;
export type AttackName = (typeof ATTACKS)[number];

/** What went wrong: a fault that was not survived, data that is lost or half there, an answer that is wrong. */
export type Harm = 'not-survived' | 'lost' | 'wrong';

export interface Failure {
  readonly harm: Harm;
  readonly what: Text;
  /** Number of the input, or of the round, that repeats it. */
  readonly input: number;
}

export interface Outcome {
  /** Inputs, faults or answers tried. */
  readonly tried: number;
  /** Of them those that did no harm. */
  readonly survived: number;
  /** Acknowledged data that is gone, and work that is half done. */
  readonly lost: number;
  readonly wrong: number;
  /** The longest that a client waited for an answer, or for the service to be back. */
  readonly worstWaitMs: number;
  readonly failures: readonly Failure[];
  /** Further figures. */
  readonly notes: readonly Text[];
  /** Why it was not tried here; null where it was. */
  readonly skipped: Text | null;
}

export interface AttackInput {
  readonly index: number;
  readonly random: Random;
}

export interface AttackContext {
  readonly database: DatabaseKind;
  /** Of this attack, by the seed of the run and its name. */
  readonly seed: number;
  /** Starts a service with a small town in it, on a free port and in a temporary folder. */
  readonly open: OpenSite;
  /** A temporary folder, which is removed after the run. PostgreSQL's user may pass through. */
  readonly folder: string;
  /** Ends what the attack has begun, after it or at a signal: what was begun last is ended first. */
  readonly defer: (undo: Undo) => void;
  /** Inputs one after the other, each with random numbers of its own, until there were enough. */
  inputs(): Iterable<AttackInput>;
  /** Whether the other generator of hostile requests, which is downloaded, may be used. */
  readonly schemathesis: boolean;
  readonly tell: (text: Text) => void;
}

/** One kind of hostility: what it does, and how it is done. */
export interface Attack {
  readonly name: AttackName;
  readonly about: Text;
  /** Databases that it is tried on. What needs none is tried once. */
  readonly databases: readonly DatabaseKind[];
  /** Part of the time that inputs get, beside the others; null where it takes as long as it takes. */
  readonly share: number | null;
  readonly run: (context: AttackContext) => Promise<Outcome>;
}

/** Uses a service of the attack's own. */
export function onSite(
  use: (site: Site, context: AttackContext) => Promise<Outcome>,
  settings: SiteOptions['settings'] = {},
): Attack['run'] {
  return async (context) => use(await context.open({ settings }), context);
}

/** Random numbers of one input: the same for the same seed, whatever came before it. */
export function randomOf(seed: number, index: number): Random {
  return randomFrom((Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0);
}

/** Seed of an attack: that of the run, apart for each name. */
export function seedOf(seed: number, name: string): number {
  let hash = seed >>> 0;
  for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** An element of a list that is not empty. */
export function oneOf<T>(random: Random, items: readonly T[]): T {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('Nothing to choose from.');
  return item;
}

/** More failures than anybody reads say no more. */
const MOST_FAILURES = 50;

export class Tally {
  #tried = 0;
  #worstWaitMs = 0;
  readonly #harmed = new Set<number>();
  readonly #counts: Record<Harm, number> = { 'not-survived': 0, lost: 0, wrong: 0 };
  readonly #failures: Failure[] = [];
  readonly #notes: Text[] = [];

  try(count = 1): void {
    this.#tried += count;
  }

  wait(ms: number): void {
    this.#worstWaitMs = Math.max(this.#worstWaitMs, ms);
  }

  fail(harm: Harm, input: number, what: Text, count = 1): void {
    this.#counts[harm] += count;
    this.#harmed.add(input);
    if (this.#failures.length < MOST_FAILURES) this.#failures.push({ harm, input, what });
  }

  /** The service did not become ready again within that time. */
  notBack(input: number, limitMs: number): void {
    this.fail('not-survived', input, bothLanguages(TORTURE['not-back'], { seconds: limitMs / 1000 }));
  }

  note(text: Text): void {
    this.#notes.push(text);
  }

  /** Inputs that did harm. */
  get failures(): number {
    return this.#harmed.size;
  }

  outcome(): Outcome {
    const { lost, wrong } = this.#counts;
    return {
      tried: this.#tried,
      survived: Math.max(0, this.#tried - this.#harmed.size),
      lost,
      wrong,
      worstWaitMs: Math.round(this.#worstWaitMs),
      failures: this.#failures,
      notes: this.#notes,
      skipped: null,
    };
  }
}

export function skipped(reason: Text): Outcome {
  return { ...new Tally().outcome(), skipped: reason };
}

/** Whether anything was lost, wrong or not survived. */
export function didHarm({ failures }: Outcome): boolean {
  return failures.length > 0;
}
