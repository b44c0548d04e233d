/** Runs the attacks one after the other, each against the databases that it is for. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bothLanguages } from '../../server/platform/messages/index.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { describeMachine, type Machine } from '../bench/machine.ts';
import { canMakePlace, type DatabaseKind } from '../bench/place.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import { atSignal, Undos } from '../testing/at-signal.ts';
import {
  randomOf,
  seedOf,
  Tally,
  skipped,
  type Attack,
  type AttackContext,
  type AttackInput,
  type AttackName,
  type Outcome,
} from './attack.ts';
import { ALL_ATTACKS } from './attacks.ts';
import type { TortureOptions } from './options.ts';
import { siteOpener } from './site.ts';

export interface AttackResult {
  readonly attack: AttackName;
  readonly about: Text;
  readonly database: DatabaseKind;
  readonly seconds: number;
  readonly outcome: Outcome;
}

export interface TortureResult {
  readonly seed: number;
  readonly startedAt: string;
  readonly machine: Omit<Machine, 'databases'>;
  readonly results: readonly AttackResult[];
}

export async function runTorture(options: TortureOptions, tell: (text: Text) => void): Promise<TortureResult> {
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-torture-'));
  // PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o755);
  const plan = planOf(options);
  const shares = plan.reduce((sum, { attack }) => sum + (attack.share ?? 0), 0);
  const results: AttackResult[] = [];
  const undos = new Undos();
  const off = atSignal(async () => {
    await undos.run().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });
  try {
    for (const { attack, database } of plan) {
      tell(bothLanguages(TORTURE.attacking, { attack: attack.name, database: TORTURE[database], about: attack.about }));
      const own = join(folder, `${attack.name}-${database}`);
      await mkdir(own);
      const startedMs = performance.now();
      const ms = (options.minutes * 60_000 * (attack.share ?? 0)) / Math.max(1, shares);
      const outcome = await runOne(attack, contextOf(attack, database, own, ms, options, tell, undos), undos);
      const { tried, survived, lost, wrong } = outcome;
      tell(bothLanguages(TORTURE.attacked, { tried, survived, lost, wrong }));
      await rm(own, { recursive: true, force: true });
      results.push({
        attack: attack.name,
        about: attack.about,
        database,
        seconds: (performance.now() - startedMs) / 1000,
        outcome,
      });
    }
  } finally {
    off();
    await rm(folder, { recursive: true, force: true });
  }
  return { seed: options.seed, startedAt, machine, results };
}

function planOf({
  only,
  databases,
}: TortureOptions): readonly { readonly attack: Attack; readonly database: DatabaseKind }[] {
  return ALL_ATTACKS.filter(({ name }) => only.has(name)).flatMap((attack) =>
    attack.databases.filter((each) => databases.includes(each)).map((database) => ({ attack, database })),
  );
}

/** An attack that cannot be made to the end is none that was survived. */
async function runOne(attack: Attack, context: AttackContext, undos: Undos): Promise<Outcome> {
  if (!canMakePlace(context.database)) return skipped(TORTURE['no-postgres']);
  try {
    try {
      return await attack.run(context);
    } finally {
      await undos.run();
    }
  } catch (error) {
    const tally = new Tally();
    tally.try();
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tally.fail('not-survived', 0, bothLanguages(TORTURE['attack-failed'], { reason: reason.slice(0, 2000) }));
    return tally.outcome();
  }
}

function contextOf(
  { name }: Attack,
  database: DatabaseKind,
  folder: string,
  ms: number,
  { seed: seedOfRun, input, schemathesis }: TortureOptions,
  tell: (text: Text) => void,
  { defer }: Undos,
): AttackContext {
  const seed = seedOf(seedOfRun, name);
  return {
    database,
    seed,
    folder,
    schemathesis,
    tell,
    open: siteOpener(database, folder, defer),
    defer,
    inputs: () => (input === null ? inputsFor(seed, ms) : [{ index: input, random: randomOf(seed, input) }]),
  };
}

/** At least one input, however short the time is. */
function* inputsFor(seed: number, ms: number): Generator<AttackInput> {
  const endsAt = performance.now() + ms;
  for (let index = 0; index === 0 || performance.now() < endsAt; index += 1)
    yield { index, random: randomOf(seed, index) };
}

/** A number of inputs, the same ones on every run. */
export function* firstInputs(seed: number, count: number): Generator<AttackInput> {
  for (let index = 0; index < count; index += 1) yield { index, random: randomOf(seed, index) };
}
