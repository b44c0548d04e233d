/**
 * `npm run forget -- LAYER ID`: erases a feature for good, from its table, the history and all that is made of them.
 * Also lists what was erased, and erases it again after an older backup was restored.
 */
import {
  ErasureSchema,
  forget,
  forgetAgain,
  listErasures,
  NoFeature,
  previewErasure,
  type Erasure,
  type ErasurePreview,
} from '../../server/erasure/erasure.ts';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { checkJson, readJson } from '../../server/layers/json-file.ts';
import { readConfig } from '../../server/platform/config.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { enumerate, say, type PlainValues } from '../../server/platform/messages/index.ts';
import { nearMatches } from '../../server/platform/text/near-matches.ts';
import { printable } from '../../server/platform/text/printable.ts';
import { language, refuse, runCommand, withDatabase } from '../cli/console.ts';
import { FORGET, type ForgetMessage } from '../cli/messages/forget.ts';
import { parseForgetCommand, type ForgetOptions } from './forget/options.ts';
import { Type } from 'typebox';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseForgetCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) return refuse(command.errors, text);
  const { options } = command;
  const erasures = options.task === 'again' ? await readList(options.path) : [];
  if (erasures === null) return;
  await withDatabase(async (db) => {
    const catalogue = await loadCatalogue(readConfig().cityFolder);
    await migrateFor(db, catalogue.city);
    const known = catalogue.layers.map(({ id }) => id);
    if (options.task === 'forget') await forgetOne(db, options, known);
    else if (options.task === 'list') printList(await listErasures(db), options.isJson);
    else await eraseAgain(db, erasures);
  });
}

async function forgetOne(
  db: Database,
  { layer, id, reason, isConfirmed }: Extract<ForgetOptions, { readonly task: 'forget' }>,
  known: readonly string[],
): Promise<void> {
  const preview = await previewErasure(db, layer, id);
  if (preview.states === 0) return refuseFeature(layer, id, preview, known);
  for (const line of previewLines(layer, id, preview)) console.log(line);
  if (!isConfirmed) {
    console.log(text('not-confirmed'));
    return;
  }
  const startedAt = performance.now();
  try {
    const states = await forget(db, layer, id, reason);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(text('done', { layer, id, states, seconds }));
    console.log(text('what-remains'));
  } catch (error) {
    // Somebody else was quicker.
    if (!(error instanceof NoFeature)) throw error;
    refuseFeature(layer, id, await previewErasure(db, layer, id), known);
  }
}

function refuseFeature(
  layer: string,
  id: string,
  { hasLayer, erasedAt }: ErasurePreview,
  known: readonly string[],
): void {
  process.exitCode = 1;
  const near = hasLayer ? [] : nearMatches(layer, known);
  if (near.length > 0) console.error(text('unknown-layer-near', { layer, near: near.join(', ') }));
  else if (!hasLayer) console.error(text('unknown-layer', { layer }));
  else if (erasedAt !== null) console.error(text('erased-before', { layer, id, at: erasedAt.toISOString() }));
  else console.error(text('no-feature', { layer, id }));
}

function previewLines(
  layer: string,
  id: string,
  { states, firstAt, lastAt, present, names, terms, jobs }: ErasurePreview,
): readonly string[] {
  const others = names.filter(([ofLayer, ofId]) => ofLayer !== layer || ofId !== id).map((name) => name.join('/'));
  const [from, to] = [firstAt?.toISOString() ?? '', lastAt?.toISOString() ?? ''];
  const isPublic = present?.visibility === 'public';
  return [
    text('to-go', { layer, id, states, from, to }),
    present === null
      ? text('gone')
      : text('present', { ...present, visibility: text(isPublic ? 'public' : 'internal') }),
    ...(others.length === 0 ? [] : [text('names', { names: enumerate(others, language) })]),
    text('derived', { terms, jobs }),
  ];
}

function printList(erasures: readonly Erasure[], isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify(erasures, null, 2));
    return;
  }
  if (erasures.length === 0) console.log(text('none-erased'));
  for (const { erasedAt, layer, states, role, reason } of erasures)
    console.log(text('entry', { at: erasedAt, layer, states, role, reason: reason ?? text('no-reason') }));
}

/** Null where the file is no list, which is said. */
async function readList(path: string): Promise<readonly Erasure[] | null> {
  const { value, errors } = await readJson(path, path);
  const checked = errors.length > 0 ? { value: null, errors } : checkJson(Type.Array(ErasureSchema), value, path);
  if (checked.value !== null) return checked.value;
  console.error(text('list-unreadable', { path, reason: checked.errors.join(' ') }));
  process.exitCode = 1;
  return null;
}

async function eraseAgain(db: Database, erasures: readonly Erasure[]): Promise<void> {
  const erased = await forgetAgain(db, erasures);
  const [known, absent] = [erased.filter((each) => each === null).length, erased.filter((each) => each === 0).length];
  const count = erasures.length;
  const states = erased.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  console.log(text('again', { count, known, absent, erased: count - known - absent, states }));
}

function text(message: ForgetMessage, values: PlainValues = {}): string {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? printable(value, '') : value,
  ]);
  return say(FORGET[message], language, Object.fromEntries(shown) as PlainValues);
}

await runCommand('forget', main);
