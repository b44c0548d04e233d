import { describe, expect, it } from 'vitest';
import type { Queryable, Row } from './types.ts';
import { checkPostgis, checkPostgres } from './pool.ts';

const answering = (row: Row): Queryable => ({ query: () => Promise.resolve([row]) });

describe('versions of the database', () => {
  it.each([
    ['15.0', 150_000],
    ['18.3 (Debian 18.3-1)', 180_003],
  ])('PostgreSQL %s will do', async (name, number) => {
    await expect(checkPostgres(answering({ name, number }))).resolves.toBeUndefined();
  });

  it('PostgreSQL 14 is refused, with what is needed', async () => {
    await expect(checkPostgres(answering({ name: '14.11', number: 140_011 }))).rejects.toMatchObject({
      product: 'PostgreSQL',
      found: '14.11',
      needed: '15',
    });
  });

  it.each(['3.3.0', '3.10.0dev', '4.0.1'])('PostGIS %s will do', async (name) => {
    await expect(checkPostgis(answering({ name }))).resolves.toBeUndefined();
  });

  it.each(['2.5.4', '3.2.7'])('PostGIS %s is refused', async (name) => {
    await expect(checkPostgis(answering({ name }))).rejects.toMatchObject({
      product: 'PostGIS',
      found: name,
      needed: '3.3',
    });
  });
});
