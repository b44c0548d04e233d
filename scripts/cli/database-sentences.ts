/** What becomes of the database, in sentences for the console. */
import { type DatabaseDamaged, type DatabaseDiskFull, megabytes } from '../../server/platform/db/errors.ts';
import { LEAST_ROOM_BYTES } from '../../server/platform/db/embedded/room.ts';
import type { Restart } from '../../server/platform/db/embedded/supervisor.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import { say, type Lang } from '../../server/platform/messages/index.ts';
import { DAMAGE, WHAT_TO_DO } from './messages/damage.ts';

/** For the disk of the embedded database; a server with a full one has a sentence of its own, `DATABASE`. */
export function diskFullSentence({ disk: { folder, freeBytes } }: DatabaseDiskFull, lang: Lang): string {
  const values = { folder: folder ?? '', freeMb: megabytes(freeBytes), neededMb: megabytes(LEAST_ROOM_BYTES) };
  return cliMessage(lang, 'database-disk-full', values);
}

export function damageSentence({ folder, path, damage, detail }: DatabaseDamaged, lang: Lang): string {
  const values = { path, folder, detail };
  return `${say(DAMAGE[damage], lang, values)}${lang === 'en' ? ' ' : ''}${say(WHAT_TO_DO[damage === 'other-release' ? 'other-release' : 'damaged'], lang, values)}`;
}

/** Says that the embedded database ended by itself, and when it is there again. */
export function restartSentence({ waitMs, reason, fullDisk, hang }: Restart, lang: Lang): string {
  if (fullDisk === null && hang !== null)
    return cliMessage(lang, `database-hung-${hang.kind}`, { seconds: hang.seconds, ms: waitMs });
  return fullDisk === null
    ? cliMessage(lang, 'database-restarts', { ms: waitMs, reason })
    : `${diskFullSentence(fullDisk, lang)} ${cliMessage(lang, 'database-waits-for-room')}`;
}
