import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../tiles/i18n.ts';
import { asksForHelp, helpText, type CommandName } from './help.ts';
import { HELP } from './messages/help.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> };
const run = promisify(execFile);

/** Scripts of package.json that end in a program of ours, with what stands behind its file. */
const OURS = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file, rest = ''] = /node server\/run\.mjs (\S+)(.*)$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file, args: rest.split(' ').filter((each) => each !== '') }];
});
/** `npm run test:all` is `npm test` with an option. */
const SAME: Readonly<Record<string, CommandName>> = { 'test:all': 'test' };

/** The file of a command, and those that read its arguments in the folder of its name. */
function sourcesOf(file: string): string[] {
  const folder = `${ROOT}${file.replace(/\.ts$/, '').replace('export-tiles', 'export')}`;
  const beside = existsSync(folder) ? readdirSync(folder).filter((each) => each.endsWith('options.ts')) : [];
  return [`${ROOT}${file}`, ...beside.map((each) => `${folder}/${each}`)].map((path) => readFileSync(path, 'utf8'));
}

describe('--help', () => {
  it('is there for every command of package.json that is ours', () => {
    expect(OURS.map(({ name }) => SAME[name] ?? name).sort()).toEqual([...Object.keys(HELP), 'test'].sort());
  });

  it.each(OURS)('of npm run $name lists its options in both languages, and ends well', async ({ name, file, args }) => {
    for (const lang of LANGUAGES) {
      const { stdout, stderr } = await run(process.execPath, ['server/run.mjs', file, ...args, '--help'], {
        cwd: ROOT,
        env: { ...process.env, CHENGTU_LANG: lang, CHENGTU_CITY: '/nowhere', DATABASE_URL: 'nonsense' },
      });
      expect(stderr).toBe('');
      expect(stdout).toBe(`${helpText(SAME[name] ?? (name as CommandName), lang)}\n`);
    }
  });

  it.each(Object.entries(HELP))('of %s has one line for each option', (name, { options }) => {
    for (const lang of LANGUAGES) {
      const text = helpText(name as CommandName, lang);
      for (const option of Object.keys(options)) expect(text).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
      expect(text).toContain('--help');
    }
  });

  it.each(OURS)('of npm run $name knows every option that the command reads', ({ name, file }) => {
    const known = Object.keys(HELP[SAME[name] ?? (name as CommandName)].options);
    const unknown = sourcesOf(file)
      .flatMap((text) => [...text.matchAll(/^\s*'?([a-z][a-z0-9-]*)'?: \{ type: '(?:string|boolean)'/gm)])
      .flatMap(([, option = '']) => (known.includes(option) ? [] : [option]));
    expect(unknown).toEqual([]);
  });

  it('is not asked for by a file of that name', () => {
    expect([['--help'], ['-h'], ['--', '--help'], ['a.csv']].map(asksForHelp)).toEqual([true, true, false, false]);
  });
});
