/** Random edits while something happens to the standbys that a service reads, one thing after another. */
import { onlyRow } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import type { Random, RandomEditor } from './edits.ts';
import { passed } from './moments.ts';
import type { TestService } from './serve.ts';
import { expectFresh, PROMISE_MS, type Address } from './standby-rig.ts';

/** Edits of a transaction. */
export const AT_ONCE = 40;
/** Transactions between two looks at every tile. */
const CHECK_EVERY = 5;
const READERS = 8;
export const COUNT = sqlText(`select count(*)::int as n from feature where layer_id = 'toilets'`);

/** What happens to the standbys, and how it ends. */
export interface Trouble {
  readonly begin: () => unknown;
  readonly end: () => unknown;
}

export interface TroubledEdits {
  readonly service: TestService;
  /** The primary. */
  readonly db: Database;
  readonly tiles: readonly Address[];
  readonly editor: RandomEditor;
  readonly random: Random;
  readonly troubles: readonly Trouble[];
  readonly edits: number;
}

/** Throws at the first tile, or count of features, that is older than what is known. No trouble is left. */
export async function editUnderTroubles(parts: TroubledEdits): Promise<void> {
  const { service, db, tiles, editor, random, troubles, edits } = parts;
  let ending: () => unknown = () => undefined;
  for (let round = 1; round <= edits / AT_ONCE; round += 1) {
    const readers = Array.from({ length: READERS }, () => service.get(oneOf(tiles, random).path));
    await editor.commit(AT_ONCE);
    await Promise.all(readers);
    if (round % CHECK_EVERY !== 0) continue;
    await passed(PROMISE_MS);
    await expectFresh(service, db, tiles, `after ${String(round)} rounds`);
    const [layer, { n }] = [await service.get('/layers/toilets'), onlyRow(await db.query(COUNT))];
    const { count } = (await layer.json()) as { readonly count: unknown };
    if (count !== n)
      throw new Error(`${String(count)} features in place of ${String(n)} after ${String(round)} rounds.`);
    await ending();
    const trouble = troubles[(round / CHECK_EVERY) % (troubles.length + 1)];
    ending = trouble?.end ?? (() => undefined);
    await trouble?.begin();
  }
  await ending();
}

function oneOf<T>(list: readonly T[], pick: Random): T {
  return list[Math.floor(pick() * list.length)] as T;
}
