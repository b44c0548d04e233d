import { describe, expect, it } from 'vitest';
import { BackupExists, BackupUnreadable, NothingToKeep, RestoreRefused } from '../../../server/backup/errors.ts';
import { say } from '../../../server/platform/messages/index.ts';
import { BACKUP } from '../../cli/messages/backup.ts';
import { parseBackupCommand } from './options.ts';
import { explainFailure } from './report.ts';

describe('the arguments of a backup', () => {
  it('are one file, from the folder in which the command was called', () => {
    expect(parseBackupCommand(['city.gz'], 'force', '/var/backups')).toEqual({
      options: { path: '/var/backups/city.gz', task: 'run', mayReplace: false },
    });
    expect(parseBackupCommand(['--force', '/a.gz'], 'force')).toMatchObject({ options: { mayReplace: true } });
    expect(parseBackupCommand(['/a.gz', '--replace'], 'replace')).toMatchObject({ options: { mayReplace: true } });
    expect(parseBackupCommand(['--check', '/a.gz'], 'replace')).toMatchObject({ options: { task: 'check' } });
  });

  it('are refused where there is no file, more than one, or an option of the other command', () => {
    expect(parseBackupCommand([], 'force')).toEqual({ errors: [{ message: 'one-file', values: { count: 0 } }] });
    expect(parseBackupCommand(['a', 'b'], 'force')).toEqual({
      errors: [{ message: 'one-file', values: { count: 2 } }],
    });
    expect(parseBackupCommand(['a', '--replace'], 'force')).toMatchObject({ errors: [{ message: 'unknown-option' }] });
  });
});

describe('what is said of a backup that fails', () => {
  const fileError = (code: string, syscall: string, path?: string): Error =>
    Object.assign(new Error(`${code}: said so`), { code, syscall, ...(path === undefined ? {} : { path }) });

  it.each([
    [new BackupExists('/b/a.gz', true), 'exists'],
    [new BackupExists('/b/a.gz', false), 'is-folder'],
    [new BackupUnreadable('damaged', 'seal'), 'damaged'],
    [new BackupUnreadable('not-a-backup', 'first-line'), 'not-a-backup'],
    [new NothingToKeep(), 'nothing-to-keep'],
    [new RestoreRefused('not-empty', { table: 'feature' }), 'not-empty'],
    [fileError('ENOENT', 'open', '/b/.a.gz.00.part'), 'no-folder'],
    [fileError('ENOENT', 'stat', '/b/a.gz'), 'no-file'],
    [fileError('EACCES', 'open', '/b/a.gz'), 'unreadable'],
    [fileError('EACCES', 'open', '/b/.a.gz.00.part'), 'unwritable'],
    [fileError('ENOSPC', 'write'), 'disk-full'],
    [fileError('EISDIR', 'read'), 'is-folder'],
  ])('names the file and what to do: %s', (error, message) => {
    const failure = explainFailure(error, '/b/a.gz');
    expect(failure?.message).toBe(message);
    // Every value of the sentence is there.
    for (const lang of ['zh', 'en'] as const)
      expect(say(BACKUP[message as keyof typeof BACKUP], lang, failure?.values)).not.toContain('{');
  });

  it('is left to others where it has nothing to do with the file', () => {
    expect(explainFailure(new Error('another'), '/b/a.gz')).toBeNull();
    expect(explainFailure(fileError('ENOENT', 'open', '/elsewhere'), '/b/a.gz')).toBeNull();
  });
});
