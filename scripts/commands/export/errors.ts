import { dirname } from 'node:path';
import { ApiError } from '../../../server/platform/http/errors.ts';
import { ArchiveExists } from '../../../server/export/archive-file.ts';
import { NothingToExport } from '../../../server/export/export.ts';
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { NotAManifest } from '../../../server/export/region-manifest.ts';
import { BucketError } from '../../../server/export/store/s3-client.ts';
import type { CommandError } from '../../cli/command.ts';
import type { ExportMessage } from '../../cli/messages/export.ts';

/** What to say of an export of a region that failed; null as below. */
export function explainRegionFailure(
  error: unknown,
  place: string,
  lang: Lang,
  interrupt: AbortSignal,
): CommandError<ExportMessage> | null {
  if (interrupt.aborted) return { message: 'interrupted-region' };
  if (error instanceof NotAManifest) return { message: 'not-a-manifest', values: { place } };
  if (error instanceof BucketError) return explainBucket(error);
  const failure = explainFailure(error, place, lang, interrupt);
  switch (failure?.message) {
    case 'disk-full':
      return { message: 'place-full', values: { file: place } };
    // The folder would have been made: on a read-only disk Node says that there is none.
    case 'no-folder':
    case 'unwritable':
      return { message: 'place-unwritable', values: { place, reason: error instanceof Error ? error.message : '' } };
    default:
      return failure;
  }
}

/** By code of S3: what is to be done about it. */
const REFUSALS: Readonly<Record<string, ExportMessage>> = {
  SignatureDoesNotMatch: 'bucket-key',
  InvalidAccessKeyId: 'bucket-key',
  NotSignedUp: 'bucket-key',
  RequestTimeTooSkewed: 'bucket-clock',
  AccessDenied: 'bucket-denied',
  NoSuchBucket: 'no-bucket',
};

function explainBucket({ status, code, message: reason }: BucketError): CommandError<ExportMessage> {
  return status === 0
    ? { message: 'bucket-lost', values: { reason } }
    : { message: REFUSALS[code] ?? 'bucket', values: { status, code, reason } };
}

/** What to say of an export that failed, where a person can do something about it; else null. */
export function explainFailure(
  error: unknown,
  file: string,
  lang: Lang,
  interrupt: AbortSignal,
): CommandError<ExportMessage> | null {
  if (interrupt.aborted) return { message: 'interrupted', values: { file } };
  if (error instanceof ArchiveExists) return { message: error.isPlainFile ? 'exists' : 'is-folder', values: { file } };
  if (error instanceof NothingToExport) return { message: 'nothing' };
  if (error instanceof ApiError && error.status === 422)
    return { message: 'refused', values: { reason: say(error.text, lang, error.values) } };
  if (error instanceof ApiError && error.status < 500)
    return { message: 'bad-filter', values: { reason: say(error.text, lang, error.values) } };
  if (
    !(error instanceof Error) ||
    !('code' in error) ||
    !('syscall' in error) ||
    !('path' in error || error.code === 'ENOSPC')
  )
    return null;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { message: 'disk-full', values: { file } };
    case 'ENOENT':
    case 'ENOTDIR':
      return { message: 'no-folder', values: { folder: dirname(file) } };
    default:
      return { message: 'unwritable', values: { file, reason: error.message } };
  }
}
