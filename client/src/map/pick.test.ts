import { describe, expect, it } from 'vitest';
import { obvious, type Pick } from './pick.ts';

const pick = (id: string, isArea: boolean): Pick => ({
  layer: 'x',
  id,
  name: { zh: id, en: id },
  isArea,
  source: 'x',
  sourceLayer: 'x',
  fid: 1,
  values: {},
});

describe('a click', () => {
  it('opens the one mark there, whatever areas lie under it', () => {
    expect(obvious([pick('toilet', false), pick('street', true), pick('district', true)])?.id).toBe('toilet');
  });

  it('opens the one area there', () => {
    expect(obvious([pick('district', true)])?.id).toBe('district');
  });

  it('asks where there are several marks, or several areas and no mark', () => {
    expect(obvious([pick('a', false), pick('b', false)])).toBeNull();
    expect(obvious([pick('street', true), pick('district', true)])).toBeNull();
    expect(obvious([])).toBeNull();
  });
});
