import { describe, expect, it } from 'vitest';
import { readEvent } from './stream.ts';

describe('an event of the service', () => {
  it('is parsed by its type', () => {
    expect(readEvent('hello', '{"revisions":{"toilets":3}}')).toEqual({ type: 'hello', revisions: { toilets: 3 } });
    expect(readEvent('change', '{"layer":"toilets","revision":4,"boxes":[[120,36,120,36]]}')).toEqual({
      type: 'change',
      layer: 'toilets',
      revision: 4,
      boxes: [[120, 36, 120, 36]],
    });
    expect(readEvent('hello', '{"revisions":{},"definitions":"a"}')).toEqual({
      type: 'hello',
      revisions: {},
      definitions: 'a',
    });
    expect(readEvent('layers', '{"layer":"toilets","definitions":"b"}')).toEqual({
      type: 'layers',
      layer: 'toilets',
      definitions: 'b',
    });
    expect(readEvent('layers', '{"layer":"toilets"}')).toBeNull();
    expect(readEvent('change', '{"layer":"toilets","revision":5,"boxes":null}')).toMatchObject({ boxes: null });
  });

  it.each(['', '{', 'null', '7', '[]', '{"revisions":7}', '{"revisions":{"a":"b"}}', undefined])(
    'that cannot be parsed reads as null: %s',
    (data) => {
      expect(readEvent('hello', data)).toBeNull();
      expect(readEvent('change', data)).toBeNull();
    },
  );

  it.each([
    '{"layer":7,"revision":1,"boxes":null}',
    '{"layer":"a","revision":"1","boxes":null}',
    '{"layer":"a","revision":1}',
    '{"layer":"a","revision":1,"boxes":[[1,2,3]]}',
  ])('with a missing or wrong field reads as null: %s', (data) => {
    expect(readEvent('change', data)).toBeNull();
  });
});
