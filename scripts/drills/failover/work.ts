/** What is under way while the primary is lost: a file that is loaded, and a study that is computed. */
import { writeFile } from 'node:fs/promises';
import type { Study } from '../../../tiles/api/study.ts';
import { ENDLESS } from '../../../server/testing/endless.ts';
import { onlyRow, readNumber } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import type { Undo } from '../../testing/at-signal.ts';
import { get, post, waitFor } from '../../torture/client.ts';
import { runCommand, type Command } from '../../torture/commands.ts';

export const LOADED_LAYER = 'wells';
const COUNT = sqlText(`select count(*)::int as n from feature where layer_id = '${LOADED_LAYER}'`);
const REMOVE = sqlText(`delete from feature where layer_id = '${LOADED_LAYER}'`);

const STUDY = { title: 'Drill', analyses: [{ ...ENDLESS, permutations: 3000 }] } satisfies Study;
/** A study of a process that died is taken up by another after half a minute of silence. */
const STUDY_LIMIT_MS = 300_000;

/** How a load came out: all of it is there and it said so; nothing is and it said why; or neither. */
export type LoadOutcome = 'whole' | 'refused' | 'unsure' | 'half';

export interface LoadEnd {
  readonly outcome: LoadOutcome;
  readonly said: string;
}

export class BulkLoad {
  readonly #file: string;
  readonly #features: number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #defer: (undo: Undo) => void;

  constructor(file: string, features: number, env: Readonly<Record<string, string>>, defer: (undo: Undo) => void) {
    this.#file = file;
    this.#features = features;
    this.#env = env;
    this.#defer = defer;
  }

  async write(): Promise<void> {
    const lines = Array.from(
      { length: this.#features },
      (_, n) =>
        `load-${n},${n},${(120 + (n % 300) * 0.001).toFixed(3)},${(36.2 + Math.floor(n / 300) * 0.0005).toFixed(4)}`,
    );
    await writeFile(this.#file, ['id,name,lon,lat', ...lines].join('\n'));
  }

  begin(): Command {
    const args = ['--layer', LOADED_LAYER, '--datum', 'wgs84', this.#file];
    return runCommand({ defer: this.#defer }, 'scripts/commands/load.ts', args, this.#env);
  }

  /** How it came out, and its features are removed. */
  async end(command: Command, db: Database): Promise<LoadEnd> {
    const { status, output } = await command.ended;
    const found = readNumber(onlyRow(await db.query(COUNT)), 'n');
    await db.query(REMOVE);
    const said = output.trim().split('\n').at(-1) ?? '';
    if (found !== 0 && found !== this.#features) return { outcome: 'half', said };
    // A commit whose acknowledgement was lost with the connection: whole, though nobody could say so.
    if (status !== 0 && found > 0) return { outcome: 'unsure', said: output.slice(-600) };
    if (status === 0) return { outcome: found > 0 ? 'whole' : 'half', said };
    return { outcome: 'refused', said: output.slice(-600) };
  }
}

/** How a study came out: computed, or not and told why, or neither. */
export interface StudyEnd {
  readonly outcome: 'done' | 'failed' | 'refused' | 'lost';
  readonly said: string;
}

/** The address of a job that was taken in, or what was said instead. */
export async function beginStudy(host: string): Promise<{ readonly place: string } | { readonly refused: string }> {
  const { status, headers, body } = await post(host, '/analysis/jobs', STUDY);
  const place = headers['location'];
  return status === 202 && place !== undefined ? { place } : { refused: `${status} ${body.toString().slice(0, 600)}` };
}

/** Waits for a job at another host than took it in. */
export async function endStudy(host: string, place: string): Promise<StudyEnd> {
  const { pathname } = new URL(place, host);
  let said = '';
  await waitFor(
    async () => {
      const answer = await get(host, `${pathname}?lang=en`);
      said = `${answer.status} ${answer.body.toString().slice(0, 600)}`;
      return /"state":"(?:done|failed|cancelled)"/.test(said) || answer.status === 404;
    },
    STUDY_LIMIT_MS,
    500,
  );
  if (said.includes('"state":"done"')) return { outcome: 'done', said: '' };
  return { outcome: said.includes('"state":"failed"') ? 'failed' : 'lost', said };
}
