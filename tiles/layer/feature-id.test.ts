import { describe, expect, it } from 'vitest';
import { isFeatureId, MAX_FEATURE_ID } from './feature-id.ts';

describe('a feature id', () => {
  it.each(['05-0001', 'way/4711', '中山路 3 号', 'a+b&c=d#e?f', '100%', '😀', '...'])('may be %s', (id) => {
    expect(isFeatureId(id)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a step in a path', '.'],
    ['a step up in a path', '..'],
    ['a zero byte', 'a\0b'],
    ['a line break', 'a\nb'],
    ['half a surrogate pair', 'a\ud800'],
    ['a mark that turns the text around', 'a\u202eb'],
    ['blank at its end', 'a '],
    ['too long', 'x'.repeat(MAX_FEATURE_ID + 1)],
  ])('is not %s', (_, id) => {
    expect(isFeatureId(id)).toBe(false);
  });
});
