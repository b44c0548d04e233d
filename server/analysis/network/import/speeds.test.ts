import { describe, expect, it } from 'vitest';
import { DEFAULT_SPEED_MPS, MODES } from '../../../../tiles/api/vocabulary.ts';
import { STAIRS_FACTOR } from './rules.ts';
import { readLimitKmh, speedsOf, type Tags } from './speeds.ts';

/** Modes each way, by their first letters: `wcd/wc` for a street that is one-way for cars. */
function modes(tags: Tags): string {
  const speeds = speedsOf(tags);
  if (speeds === null) return 'none';
  return [speeds.forwardMps, speeds.backwardMps]
    .map((way) =>
      MODES.filter((mode) => way[mode] !== undefined)
        .map((mode) => mode[0])
        .join(''),
    )
    .join('/');
}

function driveKmh(tags: Tags): number {
  return (speedsOf(tags)?.forwardMps.drive ?? NaN) * 3.6;
}

describe('who may go where', () => {
  it.each([
    // By class.
    [{ highway: 'residential' }, 'wcd/wcd'],
    [{ highway: 'motorway' }, 'd/'],
    [{ highway: 'motorway_link' }, 'd/d'],
    [{ highway: 'trunk' }, 'wcd/wcd'],
    [{ highway: 'trunk', motorroad: 'yes' }, 'd/d'],
    [{ highway: 'path' }, 'wc/wc'],
    [{ highway: 'cycleway' }, 'c/c'],
    [{ highway: 'cycleway', foot: 'designated' }, 'wc/wc'],
    [{ highway: 'footway' }, 'w/w'],
    [{ highway: 'footway', bicycle: 'yes' }, 'wc/wc'],
    [{ highway: 'pedestrian', motor_vehicle: 'destination' }, 'wd/wd'],
    [{ highway: 'steps' }, 'w/w'],
    [{ highway: 'bridleway' }, 'none'],
    [{ highway: 'bridleway', foot: 'yes' }, 'w/w'],
    [{ fclass: 'tertiary' }, 'wcd/wcd'],
    [{ fclass: 'track_grade2' }, 'wcd/wcd'],
    [{ fclass: 'unknown' }, 'wcd/wcd'],
    // No streets.
    [{ highway: 'construction' }, 'none'],
    [{ highway: 'proposed' }, 'none'],
    [{ highway: 'busway' }, 'none'],
    [{ highway: 'raceway' }, 'none'],
    [{ highway: 'toString' }, 'none'],
    [{ building: 'yes' }, 'none'],
    [{}, 'none'],
    [{ route: 'ferry' }, 'none'],
    // No highways, but walked on.
    [{ railway: 'platform' }, 'w/w'],
    [{ man_made: 'pier' }, 'w/w'],
    [{ man_made: 'pier', foot: 'no' }, 'none'],
    // Closed and opened by tags, the particular before the general.
    [{ highway: 'service', access: 'private' }, 'none'],
    [{ highway: 'service', access: 'no', foot: 'yes' }, 'w/w'],
    [{ highway: 'service', access: 'no', bicycle: 'permissive', foot: 'no' }, 'c/c'],
    [{ highway: 'residential', vehicle: 'no' }, 'w/w'],
    [{ highway: 'residential', motor_vehicle: 'no', motorcar: 'yes' }, 'wcd/wcd'],
    [{ highway: 'residential', motor_vehicle: 'agricultural' }, 'wc/wc'],
    [{ highway: 'residential', access: 'destination' }, 'wcd/wcd'],
    [{ highway: 'footway', access: 'yes' }, 'w/w'],
    [{ highway: 'residential', access: 'unknown' }, 'wcd/wcd'],
    [{ highway: 'primary', bicycle: 'use_sidepath' }, 'wd/wd'],
    [{ highway: 'residential', 'motor_vehicle:backward': 'no' }, 'wcd/wc'],
    // One way.
    [{ highway: 'residential', oneway: 'yes' }, 'wcd/w'],
    [{ highway: 'residential', oneway: '-1' }, 'w/wcd'],
    [{ highway: 'residential', oneway: 'reversible' }, 'w/w'],
    [{ highway: 'residential', oneway: 'perhaps' }, 'wcd/wcd'],
    [{ highway: 'residential', oneway: 'yes', 'oneway:bicycle': 'no' }, 'wcd/wc'],
    [{ highway: 'residential', oneway: 'yes', cycleway: 'opposite_lane' }, 'wcd/wc'],
    [{ highway: 'residential', oneway: 'yes', 'cycleway:left': 'opposite_track' }, 'wcd/wc'],
    [{ highway: 'residential', oneway: 'yes', 'bicycle:backward': 'yes' }, 'wcd/wc'],
    [{ highway: 'residential', 'oneway:bicycle': 'yes' }, 'wcd/wd'],
    [{ highway: 'tertiary', junction: 'roundabout' }, 'wcd/w'],
    [{ highway: 'tertiary', junction: 'roundabout', oneway: 'no' }, 'wcd/wcd'],
    [{ highway: 'motorway', oneway: 'no' }, 'd/d'],
    [{ fclass: 'primary', oneway: 'T' }, 'w/wcd'],
    [{ highway: 'footway', 'oneway:foot': 'yes' }, 'w/'],
    [{ highway: 'steps', conveying: 'backward' }, '/w'],
    [{ highway: 'steps', conveying: 'yes' }, 'w/w'],
  ] as const)('%o: %s', (tags, expected) => {
    expect(modes(tags as unknown as Tags)).toBe(expected);
  });
});

describe('how fast', () => {
  it('one walks and cycles at the speeds that times hold for, half as fast on stairs, and pushing a bicycle as on foot', () => {
    expect(speedsOf({ highway: 'residential' })?.forwardMps).toMatchObject({
      walk: DEFAULT_SPEED_MPS.walk,
      cycle: DEFAULT_SPEED_MPS.cycle,
    });
    expect(speedsOf({ highway: 'steps' })?.backwardMps.walk).toBe(DEFAULT_SPEED_MPS.walk * STAIRS_FACTOR);
    expect(speedsOf({ highway: 'footway', bicycle: 'dismount' })?.forwardMps.cycle).toBe(DEFAULT_SPEED_MPS.walk);
    expect(speedsOf({ highway: 'residential', oneway: 'yes', bicycle: 'dismount' })?.backwardMps.cycle).toBe(
      DEFAULT_SPEED_MPS.walk,
    );
  });

  it('one drives is of the class, or four fifths of the limit', () => {
    expect(driveKmh({ highway: 'primary' })).toBeCloseTo(65, 9);
    expect(driveKmh({ highway: 'primary', maxspeed: '50' })).toBeCloseTo(40, 9);
    expect(driveKmh({ highway: 'primary', maxspeed: '30 mph' })).toBeCloseTo(30 * 1.609344 * 0.8, 9);
    expect(driveKmh({ highway: 'primary', maxspeed: '50', 'maxspeed:forward': '70' })).toBeCloseTo(56, 9);
    expect(driveKmh({ highway: 'primary', maxspeed: 'CN:urban' })).toBeCloseTo(65, 9);
    expect(driveKmh({ highway: 'service', maxspeed: '120' })).toBeCloseTo(15, 9);
    expect(driveKmh({ highway: 'footway', motor_vehicle: 'yes' })).toBeCloseTo(10, 9);
  });

  it.each([
    ['50', 50],
    ['50 km/h', 50],
    ['20mph', 32.18688],
    ['80;60', 60],
    ['0', null],
    ['none', null],
    ['walk', null],
    ['50;x', null],
    ['-5', null],
    [undefined, null],
  ] as const)('a limit of %s is %s km/h', (text, expected) => expect(readLimitKmh(text)).toBe(expected));
});
