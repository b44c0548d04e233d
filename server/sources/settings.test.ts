import { describe, expect, it } from 'vitest';
import { ConfigError } from '../platform/config.ts';
import { readSources } from './settings.ts';

const CONFIG = { databaseConnections: 10, lang: 'en' as const };

function read(sources: string, more: Partial<Parameters<typeof readSources>[0]> = {}, city = {}) {
  return readSources({ ...CONFIG, sources, ...more }, city);
}

function errorsOf(sources: string, more = {}, city = {}): readonly string[] {
  try {
    read(sources, more, city);
  } catch (error) {
    if (error instanceof ConfigError) return error.errors;
    throw error;
  }
  return [];
}

describe('SOURCES', () => {
  it('names databases, with the schemas to look into', () => {
    expect(read('gis=postgres://reader@host/db?schemas=public,planning')).toMatchObject([
      { name: 'gis', url: 'postgres://reader@host/db', schemas: ['public', 'planning'], isOwn: false, connections: 10 },
    ]);
  });

  it('takes several, although schemas and passwords have commas too', () => {
    expect(
      read(
        'gis=postgres://r:a,b@h/db?sslmode=require&schemas=a,b, plan-2=postgresql://h2/x?connections=3,own?schemas=c',
        {
          databaseUrl: 'postgres://me@h/own',
        },
      ),
    ).toMatchObject([
      { name: 'gis', url: 'postgres://r:a,b@h/db?sslmode=require', schemas: ['a', 'b'] },
      { name: 'plan-2', url: 'postgresql://h2/x', schemas: null, connections: 3 },
      { name: 'own', url: 'postgres://me@h/own', isOwn: true, schemas: ['c'] },
    ]);
  });

  it('keeps what the driver reads as it is written', () => {
    expect(read('gis=postgres://r@/db?host=%2Frun%2Fpg&schemas=%E8%A7%84%E5%88%92')).toMatchObject([
      { url: 'postgres://r@/db?host=%2Frun%2Fpg', schemas: ['规划'] },
    ]);
  });

  it('is completed by the city, whose address it overrules', () => {
    const sources = {
      gis: { url: 'postgres://old/db', schemas: ['planning'], title: { zh: '规划库', en: 'Planning' } },
      water: { url: 'postgres://water/db?connections=2' },
    };
    expect(read('gis=postgres://new/db', {}, { sources })).toMatchObject([
      { name: 'gis', url: 'postgres://new/db', schemas: ['planning'], owner: { en: 'Planning' } },
      { name: 'water', url: 'postgres://water/db', connections: 2, title: { zh: '数据库 water' } },
    ]);
    expect(read('', {}, {})).toEqual([]);
  });

  it.each([
    ['postgres://r:secret@h/db', 'SOURCES: “postgres://r:***@h/db” has no name'],
    ['GIS=postgres://h/db', 'the name “GIS” cannot be used'],
    ['gis=mysql://r:secret@h/db', 'Source “gis”: mysql://r:***@h/db is not a valid address'],
    ['gis=postgres://r:secret@x@h:port/db', 'postgres://r:***@h:port/db is not'],
    ['gis=postgres://h/db?password=secret&schemas=', 'Source “gis”: schemas= is empty'],
    ['gis=postgres://h/db?connections=0', 'connections=0 should be a whole number from 1 to 50'],
    ['gis=postgres://h/a,gis=postgres://h/b', 'SOURCES has “gis” twice'],
    ['own', 'SOURCES=own needs DATABASE_URL'],
    ['own=postgres://h/db', 'own is the database of the service'],
  ])('%s is refused with what to do', (sources, message) => {
    const errors = errorsOf(sources).join('\n');
    expect(errors).toContain(message);
    expect(errors).not.toContain('secret');
  });

  it('names everything that is wrong at once, and a source of the city that has no address', () => {
    expect(errorsOf('A=postgres://h/db,own', {}, { sources: { gis: {} } })).toHaveLength(3);
    expect(errorsOf('', {}, { sources: { gis: {} } })).toEqual([
      expect.stringContaining('set SOURCES=gis=postgres://user@host/database'),
    ]);
  });
});
