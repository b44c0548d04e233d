import { describe, expect, it } from 'vitest';
import { parseJobsCommand } from './options.ts';

describe('arguments of npm run jobs', () => {
  it.each([
    [[], { task: 'list', all: false }],
    [['list', '--all'], { task: 'list', all: true }],
    [['cancel', 'a', 'b'], { task: 'cancel', ids: ['a', 'b'] }],
    [['cancel', '--of', '::ffff:192.0.2.1'], { task: 'cancel-of', client: '192.0.2.1' }],
    [['cancel', '--of', '2001:db8:1:2::/64'], { task: 'cancel-of', client: '2001:db8:1:2::/64' }],
  ])('%j', (args, options) => {
    expect(parseJobsCommand(args)).toEqual({ options });
  });

  it.each([
    [['end'], 'unknown-task'],
    [['cancel'], 'whom-to-cancel'],
    [['cancel', 'a', '--of', '192.0.2.1'], 'whom-to-cancel'],
    [['cancel', '--of', 'everybody'], 'not-an-address'],
    [['cancel', 'a', '--all'], 'too-much'],
    [['list', 'a'], 'too-much'],
    [['--every'], 'unknown-option'],
  ])('%j are refused', (args, message) => {
    expect(parseJobsCommand(args)).toMatchObject({ errors: [{ message }] });
  });
});
