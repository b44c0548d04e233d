import { describe, expect, it } from 'vitest';
import { parseSourcesCommand } from './options.ts';

describe('arguments of npm run sources', () => {
  it.each([
    [[], { task: 'list', names: [] }],
    [['list', 'gis', 'gis.planning.wc'], { task: 'list', names: ['gis', 'gis.planning.wc'] }],
    [
      ['watch', 'gis.planning.wc'],
      { task: 'watch', name: { source: 'gis', schema: 'planning', table: 'wc' }, isApplied: false, url: null },
    ],
    [
      ['unwatch', 'gis."a.b".wc', '--apply', '--as', 'postgres://owner@host/gis'],
      {
        task: 'unwatch',
        name: { source: 'gis', schema: 'a.b', table: 'wc' },
        isApplied: true,
        url: 'postgres://owner@host/gis',
      },
    ],
  ])('%j', (args, options) => {
    expect(parseSourcesCommand(args)).toEqual({ options });
  });

  it.each([
    [['serve'], 'unknown-task'],
    [['--all'], 'unknown-option'],
    [['watch'], 'not-a-table'],
    [['watch', 'planning.wc'], 'not-a-table'],
  ])('%j are refused', (args, message) => {
    expect(parseSourcesCommand(args)).toMatchObject({ errors: [{ message }] });
  });
});
