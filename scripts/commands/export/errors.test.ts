import { describe, expect, it } from 'vitest';
import { BucketError } from '../../../server/export/store/s3-client.ts';
import { explainFailure, explainRegionFailure } from './errors.ts';

const GOING_ON = new AbortController().signal;

// Node says ENOENT where it is to make a folder on a read-only disk.
it.each(['ENOENT', 'ENOTDIR', 'EROFS'])('a folder with %s is not said to be missing: an export makes it', (code) => {
  const path = '/srv/tiles/370200';
  const error = Object.assign(new Error(`${code}: mkdir '${path}'`), { code, syscall: 'mkdir', path });
  expect(explainRegionFailure(error, '/srv/tiles', 'en', GOING_ON)).toEqual({
    message: 'place-unwritable',
    values: { place: '/srv/tiles', reason: error.message },
  });
  expect(explainFailure(error, path, 'en', GOING_ON)?.message).toBe(code === 'EROFS' ? 'unwritable' : 'no-folder');
});

describe('what is said of a bucket that refuses', () => {
  const explained = (error: BucketError) => explainRegionFailure(error, 'place', 'en', GOING_ON);

  it.each([
    [403, 'SignatureDoesNotMatch', 'bucket-key'],
    [403, 'InvalidAccessKeyId', 'bucket-key'],
    [403, 'RequestTimeTooSkewed', 'bucket-clock'],
    [403, 'AccessDenied', 'bucket-denied'],
    [404, 'NoSuchBucket', 'no-bucket'],
    [400, 'EntityTooLarge', 'bucket'],
  ])('%i %s', (status, code, message) => {
    expect(explained(new BucketError(status, code, 'why'))).toEqual({
      message,
      values: { status, code, reason: 'why' },
    });
  });

  it('tells one that cannot be reached from one that refuses', () => {
    expect(explained(new BucketError(0, '', 'ECONNREFUSED'))).toEqual({
      message: 'bucket-lost',
      values: { reason: 'ECONNREFUSED' },
    });
  });
});
