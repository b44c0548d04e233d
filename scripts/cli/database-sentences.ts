/** What becomes of the database, in sentences for the console. */
import { type DatabaseDiskFull, megabytes } from '../../server/platform/db/errors.ts';
import { LEAST_ROOM_BYTES } from '../../server/platform/db/embedded/room.ts';
import type { Restart } from '../../server/platform/db/embedded/supervisor.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import type { Lang } from '../../server/platform/messages/index.ts';

/** For the disk of the embedded database; a server with a full one has a sentence of its own, `DATABASE`. */
export function diskFullSentence({ disk: { folder, freeBytes } }: DatabaseDiskFull, lang: Lang): string {
  const values = { folder: folder ?? '', freeMb: megabytes(freeBytes), neededMb: megabytes(LEAST_ROOM_BYTES) };
  return cliMessage(lang, 'database-disk-full', values);
}

/** Says that the embedded database ended by itself, and when it is there again. */
export function restartSentence({ waitMs, reason, fullDisk, hang }: Restart, lang: Lang): string {
  if (fullDisk === null && hang !== null)
    return cliMessage(lang, `database-hung-${hang.kind}`, { seconds: hang.seconds, ms: waitMs });
  return fullDisk === null
    ? cliMessage(lang, 'database-restarts', { ms: waitMs, reason })
    : `${diskFullSentence(fullDisk, lang)} ${cliMessage(lang, 'database-waits-for-room')}`;
}
