/**
 * The folder in which the engine keeps its data. The engine takes a folder without PG_VERSION for a new one and writes
 * an empty database over whatever is there, so it is looked at first.
 */
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseDamaged, type Damage } from '../errors.ts';

const FOLDER = 'pgdata';
/** Beside the folder while a first start fills it. The engine writes PG_VERSION last. */
const BEGUN = 'pgdata.begun';
/** Release of PostgreSQL that the engine is made from; its files are those of no other. */
export const ENGINE_RELEASE = '18';
const CONTROL_BYTES = 8192;

export function dataFolderOf(home: string): string {
  return join(home, FOLDER);
}

/**
 * Readies the folder for the engine, and returns what to call once the engine has started. What a first start has left
 * half made is removed: nothing had been stored yet. Rejects with `DatabaseDamaged`, and changes nothing then.
 */
export async function prepareDataFolder(home: string): Promise<() => Promise<void>> {
  const folder = dataFolderOf(home);
  const begun = join(home, BEGUN);
  const entries = await entriesOf(folder);
  const finish = (): Promise<void> => rm(begun, { force: true });
  if (entries.includes('PG_VERSION')) {
    await checkVersion(folder);
    await checkControl(folder);
    return finish;
  }
  if (entries.length > 0 && !(await entriesOf(home)).includes(BEGUN))
    throw new DatabaseDamaged(folder, join(folder, 'PG_VERSION'), 'missing');
  await rm(folder, { recursive: true, force: true });
  await writeFile(begun, '');
  return finish;
}

async function checkVersion(folder: string): Promise<void> {
  const path = join(folder, 'PG_VERSION');
  const release = (await readFile(path, 'utf8').catch(unreadable(folder, path))).trim();
  if (!/^[0-9]+$/.test(release)) throw new DatabaseDamaged(folder, path, 'overwritten');
  if (release !== ENGINE_RELEASE) throw new DatabaseDamaged(folder, path, 'other-release', release);
}

/** The engine says no more of a broken control file than that it has failed. */
async function checkControl(folder: string): Promise<void> {
  const path = join(folder, 'global', 'pg_control');
  const file = await open(path).catch(unreadable(folder, path));
  try {
    const { buffer, bytesRead } = await file
      .read(Buffer.alloc(CONTROL_BYTES), 0, CONTROL_BYTES, 0)
      .catch(unreadable(folder, path));
    if (bytesRead < CONTROL_BYTES) throw new DatabaseDamaged(folder, path, 'cut-off');
    if (buffer.every((byte) => byte === 0)) throw new DatabaseDamaged(folder, path, 'overwritten');
  } finally {
    await file.close();
  }
}

function unreadable(folder: string, path: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const damage: Damage = code === 'ENOENT' ? 'missing' : 'unreadable';
    throw new DatabaseDamaged(folder, path, damage, error instanceof Error ? error.message : String(error));
  };
}

/** Names in a folder; none where there is no folder. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
}
