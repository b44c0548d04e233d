import { expect, it } from 'vitest';
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
