import { describe, expect, it } from 'vitest';
import { parseSourcesCommand } from './options.ts';

describe('arguments of npm run sources', () => {
  it.each([
    [[], { task: 'list', names: [] }],
    [['list', 'gis', 'gis.planning.wc'], { task: 'list', names: ['gis', 'gis.planning.wc'] }],
  ])('%j', (args, options) => {
    expect(parseSourcesCommand(args)).toEqual({ options });
  });

  it.each([
    [['serve'], 'unknown-task'],
    [['--all'], 'unknown-option'],
  ])('%j are refused', (args, message) => {
    expect(parseSourcesCommand(args)).toMatchObject({ errors: [{ message }] });
  });
});
