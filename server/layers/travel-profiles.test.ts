import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QINGDAO_FOLDER, readCity } from './city.ts';
import { readProfiles } from './travel-profiles.ts';

const ELDERLY = {
  id: 'elderly',
  title: { zh: '老年人', en: 'Older person' },
  source: { zh: '测试', en: 'Test' },
  mode: 'walk',
  speedMps: 0.8,
  rules: { avoid: ['steps'] },
};

describe('profiles of a city', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-profiles-'));
    mkdirSync(join(folder, 'profiles'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(folder, 'profiles', name), typeof value === 'string' ? value : JSON.stringify(value));

  it('are read from their files, and are none where there is no folder', async () => {
    write('elderly.json', ELDERLY);
    expect(await readProfiles(folder)).toEqual({ profiles: [ELDERLY], errors: [] });
    rmSync(join(folder, 'profiles'), { recursive: true });
    expect(await readProfiles(folder)).toEqual({ profiles: [], errors: [] });
  });

  it('are part of Qingdao, each with the source of its numbers', async () => {
    const { city, errors } = await readCity(QINGDAO_FOLDER);
    expect(errors).toEqual([]);
    expect(city?.profiles?.map(({ id, mode, speedMps }) => [id, mode, speedMps])).toEqual([['elderly', 'walk', 0.8]]);
    expect(city?.profiles?.[0]?.source.en).toContain('Asher et al. 2012');
  });

  it.each([
    ['not-json.json', '{', ['profiles/not-json.json: is not JSON']],
    [
      'elderly.json',
      { ...ELDERLY, rules: { avoid: ['stairs'] }, sped: 1 },
      ['/rules/avoid/0 is "stairs": write one of motorway', '/ has the key "sped", which means nothing here'],
    ],
    ['elderly.json', { ...ELDERLY, source: undefined }, ['/ lacks "source": add it.']],
    ['old.json', ELDERLY, ['/id is elderly: write old, the name of the file']],
    ['wheelchair.json', { ...ELDERLY, id: 'wheelchair' }, ['/id is wheelchair, which the service has already']],
    ['elderly.json', { ...ELDERLY, mode: 'drive' }, ['/speedMps is 0.8, but driving is timed by class of road']],
    ['elderly.json', { ...ELDERLY, mode: 'cycle', slope: true }, ['/slope is true, but only times on foot']],
    [
      'elderly.json',
      { ...ELDERLY, rules: { speeds: [{ classes: ['steps'], mps: 0.3 }] } },
      ['/speedMps and /rules/speeds exclude each other'],
    ],
  ])('tell what is wrong in %s: %j', async (name, value, expected) => {
    write(name, value);
    const { errors } = await readProfiles(folder);
    for (const part of expected) expect(errors.join('\n')).toContain(part);
    expect(errors).toHaveLength(expected.length);
  });
});
