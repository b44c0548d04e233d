import { describe, expect, it } from 'vitest';
import { withTimeCheck } from './time-check.ts';
import { holdMsOf, limitMsOf, longestMs } from './time-limits.ts';

const SCAN = { name: 'layers/sql/scan', text: 'select count(*) from feature f where {in_time} and f.layer_id = $1' };

describe('time limits', () => {
  it('are in proportion to the one setting, that of a tile', () => {
    expect(limitMsOf('tile', 10_000)).toBe(10_000);
    expect(limitMsOf('nearby', 10_000)).toBe(5000);
    expect(limitMsOf('nearby', 20_000)).toBe(10_000);
    expect(limitMsOf('analysis', 10_000)).toBe(longestMs(10_000));
  });

  it('are none where the setting is none', () => {
    expect([limitMsOf('tile', 0), limitMsOf('search', 0), longestMs(0), holdMsOf(0)]).toEqual([0, 0, 0, 0]);
  });
});

describe('the check of time in a statement', () => {
  it('is nothing on PostgreSQL, which ends statements itself, and where there is no limit', () => {
    const without = { ...SCAN, text: SCAN.text.replace('{in_time}', 'true') };
    expect(withTimeCheck(SCAN, 'server', 2000)).toEqual(without);
    expect(withTimeCheck(SCAN, 'embedded', 0)).toEqual(without);
  });

  it('asks the clock at every row on the embedded database, in a prepared statement of its own', () => {
    const checked = withTimeCheck(SCAN, 'embedded', 2000);
    expect(checked.text).toContain("interval '2000 milliseconds'");
    expect(checked.text).toContain('f.fid');
    expect(checked.name).not.toBe(SCAN.name);
  });

  it('leaves other statements as they are', () => {
    const one = { name: 'one', text: 'select 1' };
    expect(withTimeCheck(one, 'embedded', 2000)).toBe(one);
  });
});
