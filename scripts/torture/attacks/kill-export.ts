/** `kill -9` while tiles are exported: the file is whole, or it is what it was before. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PMTiles } from 'pmtiles';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { archiveSource } from '../../../server/testing/archive.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, onSite, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Command } from '../commands.ts';
import { disturbed, KILLED, KILLED_TEXTS, undisturbed } from '../kills.ts';
import type { Site } from '../site.ts';

const LAYERS = 'toilets,districts,roads';

export const killExport: Attack = {
  name: 'kill-export',
  about: TORTURE['about-kill-export'],
  databases: ['embedded', 'server'],
  share: 2,
  run: onSite(attackExports),
};

async function attackExports(site: Site, context: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const folder = join(context.folder, 'export');
  const file = join(folder, 'city.pmtiles');
  await mkdir(folder);
  const run = (): Command =>
    runCommand(
      context,
      'scripts/commands/export-tiles.ts',
      ['--layers', LAYERS, '--maxzoom', '12', '--out', file, '--force'],
      site.ownerEnv,
    );
  const ms = await undisturbed(run);
  const expected = await tilesOf(file);
  let leftovers = 0;
  for (const { index, random } of context.inputs()) {
    const isFresh = random.below(2) === 0;
    if (isFresh) await rm(file, { force: true });
    const killed = oneOf(random, KILLED);
    const ended = await disturbed(site, run, { killed, random, ms }, tally, index);
    if (ended === null) break;
    const found = await tilesOf(file);
    const mayBeAbsent = isFresh && ended.status !== 0;
    if (found === null ? !mayBeAbsent : found !== expected)
      tally.fail(
        'lost',
        index,
        bothLanguages(TORTURE['half-export'], {
          killed: KILLED_TEXTS[killed],
          found: found ?? 'none',
          expected: expected ?? 0,
        }),
      );
    leftovers += (await readdir(folder)).filter((name) => name.startsWith('.')).length;
    const again = await run().ended;
    if (again.status !== 0 || (await tilesOf(file)) !== expected)
      tally.fail('not-survived', index, bothLanguages(TORTURE['second-fails'], { said: again.output.slice(-500) }));
    for (const name of await readdir(folder)) if (name.startsWith('.')) await rm(join(folder, name));
  }
  tally.note(bothLanguages(TORTURE['export-leftovers'], { leftovers }));
  return tally.outcome();
}

/** What an archive holds, read tile by tile; null where there is no file. Throws where it cannot be read. */
async function tilesOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return null;
  try {
    const archive = new PMTiles(archiveSource(bytes));
    const { numAddressedTiles, numTileContents, tileDataOffset, tileDataLength = 0 } = await archive.getHeader();
    const isWhole = bytes.length >= tileDataOffset + tileDataLength;
    const metadata = JSON.stringify(Object.keys((await archive.getMetadata()) as object).sort());
    return `${numAddressedTiles} ${numTileContents} ${String(isWhole)} ${metadata}`;
  } catch (error) {
    return `unreadable: ${error instanceof Error ? error.message : String(error)}`;
  }
}
