import { describe, expect, it } from 'vitest';
import { parseDemandCommand } from './options.ts';

const options = (...args: readonly string[]) => {
  const command = parseDemandCommand(args, '/data');
  if ('errors' in command) throw new Error(JSON.stringify(command.errors));
  return command.options;
};
const errors = (...args: readonly string[]): readonly string[] => {
  const command = parseDemandCommand(args);
  return 'errors' in command ? command.errors.map(({ message }) => message) : [];
};

describe('the arguments of demand:import', () => {
  it('need a file alone: its name tells the kind and the id', () => {
    expect(options('People 2020.csv')).toMatchObject({
      path: '/data/People 2020.csv',
      kind: 'csv',
      id: 'people-2020',
      cells: null,
      datum: null,
      provenance: 'imported',
      replace: false,
      streets: null,
    });
    expect(options('pop.tif').kind).toBe('raster');
    expect(options('streets.geojson').kind).toBe('layer');
    expect(options('cells.parquet').kind).toBe('layer');
    expect(options('h3.parquet', '--kind', 'csv').kind).toBe('csv');
    expect(options('b.geojson', '--people-per-m2', '0.025')).toMatchObject({ kind: 'buildings', peoplePerM2: 0.025 });
    expect(options('b.geojson', '--kind', 'buildings', '--people', 'n').kind).toBe('buildings');
  });

  it('choose cells, streets and titles', () => {
    expect(options('a.csv', '--cell', '250').cells).toEqual({ sizeM: 250 });
    expect(options('a.csv', '--h3', '10').cells).toEqual({ resolution: 10 });
    expect(options('a.geojson', '--spread', 'streets').streets).toBe('roads');
    expect(options('a.geojson', '--network', 'osm').streets).toBe('osm');
    expect(options('a.geojson', '--spread', 'even', '--network', 'osm').streets).toBeNull();
    expect(options('a.csv', '--title-zh', '人口').title).toEqual({ zh: '人口', en: '人口' });
  });

  it('name groups of people and their columns', () => {
    expect(options('a.csv', '--groups', 'school-age=pupils, 60+=老年').groups).toEqual([
      { name: 'school-age', column: 'pupils' },
      { name: '60+', column: '老年' },
    ]);
    expect(options('a.csv').groups).toBeUndefined();
    for (const wrong of ['pupils', '=pupils', 'a=', 'a=x,a=y'])
      expect(errors('a.csv', '--groups', wrong)).toEqual(['groups-wrong']);
    expect(errors('a.tif', '--groups', 'a=b')).toEqual(['groups-of-raster']);
  });

  it('are refused with all that is wrong with them', () => {
    expect(errors()).toEqual(['no-file']);
    expect(errors('--nonsense')).toEqual(['unknown-option']);
    expect(errors('a.xlsx', 'b.csv')).toEqual(['unknown-option', 'file-type']);
    expect(errors('人口.csv')).toEqual(['id-needed']);
    expect(errors('a.csv', '--cell', '0', '--h3', '10.5', '--datum', 'mars', '--spread', 'even')).toEqual([
      'only-for',
      'number',
      'whole-number',
      'cell-or-h3',
      'one-of',
    ]);
    expect(errors('a.tif', '--kind', 'csv')).toEqual(['kind-of-file']);
    expect(errors('a.geojson', '--kind', 'layer', '--floors', 'n')).toEqual(['only-for']);
  });
});
