/** `kill -9` while tiles are exported: the file is whole, or it is what it was before. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PMTiles } from 'pmtiles';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { archiveSource } from '../../../server/testing/archive.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Command } from '../commands.ts';
import { BACK_LIMIT_MS, kill, KILLED, pause, recover } from '../kills.ts';
import type { Site } from '../site.ts';
import { ownerOf } from './kill-load.ts';

const LAYERS = 'toilets,districts,roads';

export const killExport: Attack = {
  name: 'kill-export',
  about: TORTURE['about-kill-export'],
  databases: ['embedded', 'server'],
  share: 2,
  run: async (context) => {
    const site = await context.open();
    try {
      return await attackExports(site, context);
    } finally {
      await site.remove();
    }
  },
};

async function attackExports(site: Site, { inputs, folder: parent }: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const folder = join(parent, 'export');
  const file = join(folder, 'city.pmtiles');
  await mkdir(folder);
  const run = (): Command =>
    runCommand(
      'scripts/commands/export-tiles.ts',
      ['--layers', LAYERS, '--maxzoom', '12', '--out', file, '--force'],
      ownerOf(site),
    );
  const whole = await run().ended;
  if (whole.status !== 0) throw new Error(`An export that nobody disturbs fails:\n${whole.output}`);
  const expected = await tilesOf(file);
  let leftovers = 0;
  for (const { index, random } of inputs()) {
    const isFresh = random.below(2) === 0;
    if (isFresh) await rm(file, { force: true });
    const killed = oneOf(random, KILLED);
    const command = run();
    await pause(random.next() * whole.ms * 1.1);
    await kill(site, killed, random, command);
    const { status } = await command.ended;
    const back = await recover(site, killed);
    tally.try();
    if (back === null) {
      tally.fail('not-survived', index, bothLanguages(TORTURE['not-back'], { seconds: BACK_LIMIT_MS / 1000 }));
      break;
    }
    tally.wait(back);
    const found = await tilesOf(file);
    const mayBeAbsent = isFresh && status !== 0;
    if (found === null ? !mayBeAbsent : found !== expected)
      tally.fail(
        'lost',
        index,
        bothLanguages(TORTURE['half-export'], { killed, found: found ?? 'none', expected: expected ?? 0 }),
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
