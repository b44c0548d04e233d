import { describe, expect, it } from 'vitest';
import { isMet } from '../figures.ts';
import { UnknownArgument } from '../options.ts';
import type { ServiceFigure } from './figures.ts';
import { compareDatabases } from './figures.ts';
import { parseOptions } from './options.ts';
import type { BenchResult } from './run.ts';
import { renderResult } from './table.ts';

const start = { part: 'start', name: 'start-later', unit: 's', atMost: 8 } as const;
const FIGURES: readonly ServiceFigure[] = [
  { ...start, database: 'embedded', value: 9.5 },
  { ...start, database: 'server', value: 1.25 },
  { part: 'tiles', name: 'tiles-zoom', detail: 12, database: 'server', value: 1896.4, unit: '/s' },
  { part: 'search', name: 'search-kind', detail: 'typos', database: 'server', value: 12.34, unit: 'ms' },
];
const RESULT: BenchResult = {
  machine: {
    cores: 2,
    cpu: 'test',
    memoryGb: 4,
    node: '20.19.0',
    system: 'linux 6',
    busyBefore: 0.04,
    databases: { embedded: { postgresql: '18.3', postgis: '3.6.2' }, server: { postgresql: '15.1', postgis: '3.3.2' } },
  },
  quick: false,
  figures: FIGURES,
  missing: [],
};

describe('the table of a benchmark', () => {
  const lines = renderResult(RESULT, 'en')
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' | '));

  it('names the machine and the versions of both databases', () => {
    expect(lines.slice(0, 3)).toEqual([
      'This machine: 2 cores (test), 4 GB of memory, Node 20.19.0, linux 6; load of the minute before: 0.0',
      'embedded: PostgreSQL 18.3, PostGIS 3.6.2',
      'PostgreSQL: PostgreSQL 15.1, PostGIS 3.3.2',
    ]);
  });

  it('holds each figure with its unit beside its target, a column a database', () => {
    expect(lines).toContain('later start (median) | 9.50 s MISSED | 1.25 s met | ≤ 8 s');
    expect(lines).toContain('tiles of zoom 12 | – | 1,896 per s');
    expect(lines).toContain('search, mistyped, 95th percentile | – | 12.3 ms');
  });

  it('counts the targets that were met', () => {
    expect(renderResult(RESULT, 'zh')).toContain('有目标的 2 项中，1 项达标');
  });

  it('says which database is missing and that a quick run measures little', () => {
    const text = renderResult({ ...RESULT, quick: true, missing: ['server'] }, 'en');
    expect(text).toContain('PostgreSQL is not installed here and was not measured');
    expect(text).toContain('--quick');
  });

  it('aligns the columns of Chinese lines', () => {
    const [header = '', first = ''] = renderResult(RESULT, 'zh').split('\n').slice(4);
    const columns = (text: string): number =>
      [...text].reduce((sum, character) => sum + (/[\p{Script=Han}（），]/u.test(character) ? 2 : 1), 0);
    expect(columns(header.slice(0, header.indexOf('目标') + 2))).toBe(columns(first));
  });
});

describe('figures', () => {
  it('without a target are neither met nor missed', () => {
    expect(FIGURES.map(isMet)).toEqual([false, true, null, null]);
  });

  it('compare the databases of one run only where both were measured', () => {
    const tiles = (database: ServiceFigure['database'], value: number): ServiceFigure => ({
      part: 'tiles',
      name: 'tiles-all',
      database,
      value,
      unit: '/s',
    });
    expect(compareDatabases([tiles('embedded', 200)])).toEqual([]);
    expect(compareDatabases([tiles('embedded', 200), tiles('server', 900)])).toMatchObject([{ value: 4.5, unit: '×' }]);
  });
});

describe('the arguments', () => {
  it('ask for everything where there are none', () => {
    expect(parseOptions([])).toEqual({
      parts: new Set(['start', 'tiles', 'nearby', 'search', 'find', 'load']),
      databases: ['embedded', 'server'],
      quick: false,
      json: null,
    });
  });

  it('choose parts and databases', () => {
    const { parts, databases, quick } = parseOptions(['--only', 'load,tiles', '--database', 'server', '--quick']);
    expect([...parts]).toEqual(['tiles', 'load']);
    expect({ databases, quick }).toEqual({ databases: ['server'], quick: true });
  });

  it.each([['--only', 'loads'], ['--fast'], ['--database', 'mysql']])(
    'are refused where they are not known: %s %s',
    (...args) => {
      expect(() => parseOptions(args.filter((arg) => arg !== undefined))).toThrow(UnknownArgument);
    },
  );
});
