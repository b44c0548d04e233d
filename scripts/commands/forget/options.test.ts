import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseForgetCommand } from './options.ts';

describe('arguments of npm run forget', () => {
  const one = { task: 'forget', layer: 'toilets', id: 't1', reason: null, isConfirmed: false };
  it.each([
    [['toilets', 't1'], one],
    [['toilets', 't1', '--yes'], { ...one, isConfirmed: true }],
    [['--reason', ' asked for ', 'toilets', 't1'], { ...one, reason: 'asked for' }],
    [['toilets', 't1', '--reason', ' '], one],
    [['toilets', '--', '--t 1'], { ...one, id: '--t 1' }],
    [['--list'], { task: 'list', isJson: false }],
    [['--list', '--json'], { task: 'list', isJson: true }],
    [['--again', 'list.json'], { task: 'again', path: resolve('folder', 'list.json') }],
  ])('%j', (args, options) => {
    expect(parseForgetCommand(args, 'folder')).toEqual({ options });
  });

  it.each([
    [[], 'no-feature-named'],
    [['toilets'], 'no-feature-named'],
    [['toilets', ''], 'no-feature-named'],
    [['toilets', 't1', 't2'], 'too-many-names'],
    [['--list', 'toilets', 't1'], 'one-at-a-time'],
    [['--list', '--yes'], 'one-at-a-time'],
    [['--list', '--again', 'a'], 'one-at-a-time'],
    [['--again', ''], 'blank-file'],
    [['toilets', 't1', '--json'], 'json-without-list'],
    [['toilets', 't1', '--force'], 'unknown-option'],
  ])('%j are refused', (args, message) => {
    const command = parseForgetCommand(args);
    expect('errors' in command ? command.errors.map((each) => each.message) : []).toContain(message);
  });
});
