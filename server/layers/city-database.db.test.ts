import { expect, it } from 'vitest';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCity } from '../testing/city.ts';
import { claimDatabase, DatabaseOfOtherCity, namesOf } from './city-database.ts';

const NUUK = { code: 'nuuk', name: { zh: '努克', en: 'Nuuk' } };

describeDatabases('the database of a city', { embedded: 'full' }, (db) => {
  it('is that of the city that used it first, also where two start at once, and of no other', async () => {
    await Promise.all([claimDatabase(db(), testCity), claimDatabase(db(), testCity)]);
    const refused: unknown = await claimDatabase(db(), NUUK).catch((error: unknown) => error);
    if (!(refused instanceof DatabaseOfOtherCity)) throw new Error('It was not refused.');
    expect(refused.message).toBe('The database holds Qingdao (370200), so that Nuuk (nuuk) cannot use it.');
    expect(namesOf(refused, 'zh')).toEqual({ held: '青岛 (370200)', city: '努克 (nuuk)' });
    await claimDatabase(db(), testCity);
  });

  it('follows a new name of its city', async () => {
    await claimDatabase(db(), { code: testCity.code, name: { zh: '青岛市', en: 'Qingdao City' } });
    const refused: unknown = await claimDatabase(db(), NUUK).catch((error: unknown) => error);
    expect(refused).toMatchObject({ held: { code: '370200', name: { zh: '青岛市', en: 'Qingdao City' } } });
  });
});
