import { describe, expect, it } from 'vitest';
import { parseMigrateCommand } from './options.ts';

describe('arguments of npm run migrate', () => {
  it.each([
    [[], { task: 'migrate' }],
    [['--grants', 'chengtu_web'], { task: 'grants', role: 'chengtu_web' }],
    [['--hand-over', '城图'], { task: 'hand-over', role: '城图' }],
  ])('%j', (args, options) => {
    expect(parseMigrateCommand(args)).toEqual({ options });
  });

  it.each([
    [['--grants', 'a', '--hand-over', 'b'], 'one-at-a-time'],
    [['--grants', ' '], 'blank-role'],
    [['--grants'], 'unknown-option'],
    [['--grant', 'a'], 'unknown-option'],
    [['a'], 'unknown-option'],
  ])('%j are refused', (args, message) => {
    expect(parseMigrateCommand(args)).toMatchObject({ errors: [{ message }] });
  });
});
