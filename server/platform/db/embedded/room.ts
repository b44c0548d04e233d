/** The room on the disk of the embedded database. */
import { statfs } from 'node:fs/promises';
import { DatabaseDiskFull } from '../errors.ts';

/**
 * With less the engine is not started and makes no checkpoint. A checkpoint or a recovery that finds no room for its
 * small files is a PANIC, after which the engine is lost; larger writes fail one by one, and it goes on.
 */
export const LEAST_ROOM_BYTES = 8 * 2 ** 20;

/**
 * Null where the disk of a folder has room for the database. A folder that cannot be asked counts as one with room: the
 * engine tells what is wrong with it.
 */
export async function findFullDisk(folder: string, cause?: unknown): Promise<DatabaseDiskFull | null> {
  const freeBytes = await freeBytesOf(folder);
  return freeBytes === null || freeBytes >= LEAST_ROOM_BYTES
    ? null
    : new DatabaseDiskFull({ folder, freeBytes }, cause);
}

/** The error for a statement that found no room; null is the disk of a PostgreSQL server. */
export async function diskFullOf(folder: string | null, cause: unknown): Promise<DatabaseDiskFull> {
  return new DatabaseDiskFull({ folder, freeBytes: folder === null ? null : await freeBytesOf(folder) }, cause);
}

/** What only root may use is no room for others, and counts for nobody. */
async function freeBytesOf(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}
