import { describe, expect, it } from 'vitest';
import { FairPlaces } from './fair-places.ts';

describe('places', () => {
  const make = (most: number) => {
    const places = new FairPlaces(most);
    const ended: string[] = [];
    let taken = 0;
    const take = (client: string) => {
      taken += 1;
      const name = `${client}${String(taken)}`;
      return places.take(client, () => ended.push(name));
    };
    return { places, ended, take };
  };

  it('are all for a client alone, and not one more', () => {
    const { places, ended, take } = make(3);
    for (let i = 0; i < 3; i += 1) {
      expect(places.refuses('a')).toBeNull();
      take('a');
    }
    expect([places.refuses('a'), places.size, ended]).toEqual(['full', 3, []]);
  });

  it('of the client with the most go to one with fewer, the newest first, until they have as many', () => {
    const { places, ended, take } = make(4);
    for (let i = 0; i < 4; i += 1) take('a');
    for (const expected of [['a4'], ['a4', 'a3']]) {
      expect(places.refuses('b')).toBeNull();
      take('b');
      expect([places.size, ended]).toEqual([4, expected]);
    }
    expect([places.refuses('b'), places.refuses('a'), places.refuses('c')]).toEqual(['share', 'share', null]);
  });

  it('are given back once, whoever gives them back', () => {
    const { places, take } = make(2);
    const first = take('a');
    take('a');
    first();
    first();
    expect([places.size, places.refuses('a')]).toEqual([1, null]);
  });

  it('that were taken away are not given back again', () => {
    const { places, take } = make(2);
    take('a');
    const second = take('a');
    take('b');
    second();
    expect([places.size, places.refuses('c')]).toEqual([2, 'full']);
  });
});
