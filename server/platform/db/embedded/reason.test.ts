import { describe, expect, it } from 'vitest';
import { reasonOf } from './reason.ts';

/** As the engine's file system throws it. */
class ErrnoError {
  readonly name = 'ErrnoError';
  readonly errno: number;
  constructor(errno: number) {
    this.errno = errno;
  }
}

describe('the reason of a failure of the engine', () => {
  it.each([
    [new Error('out of memory'), 'out of memory'],
    [new TypeError(''), 'TypeError'],
    [new ErrnoError(51), 'ErrnoError (errno 51)'],
    [
      { name: 'ExitStatus', message: 'Program terminated with exit(1)', status: 1 },
      'ExitStatus: Program terminated with exit(1) (status 1)',
    ],
    [{ code: 'ENOSPC', path: '/home' }, '(code ENOSPC)'],
    [{ detail: 7 }, '{"detail":7}'],
    ['aborted', 'aborted'],
    [null, 'null'],
  ])('is in words, whatever was thrown: %o', (thrown, words) => {
    expect(reasonOf(thrown)).toBe(words);
  });

  it('never reads [object Object]', () => {
    for (const thrown of [{}, Object.create(null), new ErrnoError(28), []])
      expect(reasonOf(thrown)).not.toContain('[object');
  });
});
