import { describe, expect, it } from 'vitest';
import { factorsAt, needsWeekday, speedFactorsOf } from '../../../../server/analysis/network/speed-factors.ts';
import {
  classIndexOf,
  inclineOf,
  surfaceOf,
  wheelchairOf,
  widthOf,
} from '../../../../server/analysis/network/street-tags.ts';
import { STREET_CLASSES } from '../../../../tiles/api/vocabulary.ts';
import type { Kind } from '../types.ts';
import { createRng } from '../world/rng.ts';
import { rushHours } from './rush-hours.ts';
import { streetTags } from './tags.ts';

describe('what is known of the streets of the demonstration city', () => {
  it('is their class, and of a few that a wheelchair does not pass there', () => {
    const kinds = Array.from(
      { length: 6000 },
      (_, e) => (['local', 'lane', 'steps', 'primary'] as const)[e % 4] as Kind,
    );
    const tags = streetTags(kinds, createRng('tags'));
    const shareOf = (kind: Kind, is: (packed: number) => boolean): number => {
      const own = tags.filter((_, e) => kinds[e] === kind);
      return own.filter(is).length / own.length;
    };
    const classOf = (packed: number): string | undefined => STREET_CLASSES[classIndexOf(packed)];
    expect(shareOf('steps', (each) => classOf(each) === 'steps')).toBe(1);
    expect(shareOf('local', (each) => classOf(each) === 'residential')).toBe(1);
    expect(shareOf('steps', (each) => wheelchairOf(each) === 'yes')).toBeCloseTo(0.15, 1);
    expect(shareOf('lane', (each) => widthOf(each) === 0.8)).toBeCloseTo(0.08, 1);
    expect(shareOf('lane', (each) => surfaceOf(each) === 'bad')).toBeCloseTo(0.12, 1);
    expect(
      shareOf('primary', (each) => ((wheelchairOf(each) ?? surfaceOf(each) ?? widthOf(each)) ? true : false)),
    ).toBe(0);
    expect(tags.every((each) => inclineOf(each) === null)).toBe(true);
  });

  it('is how fast cars are by hour: slow in the rush hours of working days, whichever day is not named', () => {
    const factors = speedFactorsOf(rushHours());
    const primary = (hour: number, weekday: number | null): number =>
      factorsAt(factors, hour, weekday)[STREET_CLASSES.indexOf('primary')] as number;
    expect([primary(8, 0), primary(8, null), primary(18, 4)]).toEqual([0.5, 0.5, 0.5]);
    expect(primary(8, 5)).toBeGreaterThan(0.9);
    expect(primary(3, 2)).toBeGreaterThan(1);
    expect(primary(13, 2)).toBeGreaterThan(primary(8, 2));
    expect(needsWeekday(factors)).toBe(false);
  });
});
