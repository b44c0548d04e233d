import { describe, expect, it } from 'vitest';
import { ApiError, problemOf } from '../http/errors.ts';
import { say } from './index.ts';

const HUGE = 'x'.repeat(60_000_000);
const TEXT = { zh: '没有“{name}”，也没有“{name}”。', en: 'There is no “{name}”, and no “{name}”.' };

describe('a name of megabytes', () => {
  it('is cut in every sentence', () => {
    expect(say(TEXT, 'en', { name: HUGE }).length).toBeLessThan(2100);
    expect(say(TEXT, 'zh', { name: 'short' })).toBe('没有“short”，也没有“short”。');
  });

  it('makes no answer and no line of the log long, wherever it stands', () => {
    const error = new ApiError(422, 'unknown', TEXT, {
      values: { name: HUGE },
      parameter: `/${HUGE}`,
      details: [{ code: 'unknown', text: { zh: '无', en: 'none' }, at: `/${HUGE}` }],
    });
    expect(JSON.stringify(problemOf(error, 'en', 'id')).length).toBeLessThan(6000);
    expect(error.message.length).toBeLessThan(2200);
  });
});
