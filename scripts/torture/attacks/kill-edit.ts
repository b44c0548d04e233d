/** `kill -9` while features are edited, two at a time in one transaction. */
import { readText } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, onSite, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { get } from '../client.ts';
import { brokenInvariants, lastRevision } from '../invariants.ts';
import { kill, pause, recover } from '../kills.ts';
import type { Victim } from '../site.ts';

const LAYER = 'toilets';
const PAIRS = 12;
const LONGEST_MS = 1500;

const UPSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('${LAYER}', $1, ST_SetSRID(ST_MakePoint(120.3 + $2::float8 * 0.01, 36.1 + $3::float8 * 0.0001), 4326),
    jsonb_build_object('name', $4::text, 'district', '370202'), 'torture', 'public', 'synthetic')
  on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`);
const PAIRS_NOW = sqlText(
  `select feature_id as id, attributes ->> 'name' as version from feature where layer_id = '${LAYER}' and owner = 'torture' order by 1`,
);

export const killEdit: Attack = {
  name: 'kill-edit',
  about: TORTURE['about-kill-edit'],
  databases: ['embedded', 'server'],
  share: 2,
  run: onSite(attackEdits),
};

export async function attackEdits(
  site: Victim,
  { inputs }: Pick<AttackContext, 'inputs'>,
  targets: readonly ('service' | 'database')[] = ['service', 'database'],
): Promise<Outcome> {
  const tally = new Tally();
  const editor = new PairEditor();
  let edits = 0;
  for (const { index, random } of inputs()) {
    const target = oneOf(random, targets);
    const writing = editor.writeUntilFailure(site.db);
    await pause(random.below(LONGEST_MS));
    await kill(site, target, random, null);
    const isBack = await recover(site, target, tally, index);
    editor.stop();
    edits += await writing;
    if (!isBack) break;
    for (const problem of await editor.compare(site.db))
      tally.fail('lost', index, bothLanguages(TORTURE[problem.text], problem.values));
    for (const broken of await brokenInvariants(site, [LAYER], editor.revision)) tally.fail('lost', index, broken);
    for (const problem of await editor.compareAnswers(site))
      tally.fail('wrong', index, bothLanguages(TORTURE['answer-of-other-state'], problem));
  }
  tally.note(bothLanguages(TORTURE['edits-made'], { edits }));
  return tally.outcome();
}

type Problem = { readonly text: 'edit-lost' | 'edit-half'; readonly values: Readonly<Record<string, string | number>> };

/** Writes pairs of features, both with the number of the edit, and remembers which edits were acknowledged. */
class PairEditor {
  readonly #acknowledged = new Map<number, number>();
  #version = 0;
  /** The edit that may or may not have come to its end. */
  #open: { readonly pair: number; readonly version: number } | null = null;
  #stopped = false;
  revision = 0;

  /** @returns how many were acknowledged */
  async writeUntilFailure(db: Database): Promise<number> {
    this.#stopped = false;
    let count = 0;
    while (!this.#stopped) {
      const version = (this.#version += 1);
      const pair = version % PAIRS;
      this.#open = { pair, version };
      try {
        await db.transaction(async (tx) => {
          for (const half of ['a', 'b'])
            await tx.query(UPSERT, [`pair-${pair}-${half}`, pair, version % 1000, String(version)]);
        });
        this.#acknowledged.set(pair, version);
        this.#open = null;
        count += 1;
        if (count % 20 === 0) this.revision = await lastRevision(db);
      } catch {
        break;
      }
    }
    return count;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** What the database has against what it has acknowledged. Goes on from what it has. */
  async compare(db: Database): Promise<readonly Problem[]> {
    const problems: Problem[] = [];
    const found = await versionsOf(db);
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [a = 0, b = 0] = [found.get(`pair-${pair}-a`), found.get(`pair-${pair}-b`)];
      const acknowledged = this.#acknowledged.get(pair) ?? 0;
      if (a !== b) problems.push({ text: 'edit-half', values: { pair, a, b } });
      const isOpen = this.#open?.pair === pair && this.#open.version === a;
      if (a !== acknowledged && !isOpen) problems.push({ text: 'edit-lost', values: { pair, acknowledged, found: a } });
      if (a !== 0) this.#acknowledged.set(pair, a);
    }
    this.#open = null;
    return problems;
  }

  /** What the service answers against what the database has. */
  async compareAnswers({
    service,
    db,
  }: Pick<Victim, 'service' | 'db'>): Promise<readonly Readonly<Record<string, string | number>>[]> {
    const found = await versionsOf(db);
    const answers = await Promise.all(
      [...found].map(async ([id, version]) => {
        const { status, body } = await get(service.url, `/layers/${LAYER}/items/${id}`);
        const isRight = status === 200 && body.toString().includes(`"name":"${version}"`);
        return isRight ? [] : [{ id, version, status, body: body.toString().slice(0, 100) }];
      }),
    );
    return answers.flat();
  }
}

async function versionsOf(db: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query(PAIRS_NOW);
  return new Map(rows.map((row) => [readText(row, 'id'), Number(readText(row, 'version'))]));
}
