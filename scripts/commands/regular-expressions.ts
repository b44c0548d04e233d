/**
 * `npm run patterns`: every regular expression of the product and of the cities' files takes a time that is linear in
 * the length of its text. A pattern that backtracks lets a request of a few bytes stop a process for ever.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { consoleLanguage } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { patternsOfCode, patternsOfJson, type Found } from './regular-expressions/collect.ts';
import { problemOf } from './regular-expressions/verdict.ts';

const CODE = ['server/*.ts', 'tiles/*.ts', 'client/*.ts', 'client/*.tsx', 'scripts/*.ts', '*.mjs'];
const JSON_FILES = ['data/cities/*/city.json', 'data/cities/*/layers/*.json', 'data/schemas/*.json'];
const TESTS = /[.]test[.]tsx?$|^server\/testing\/|^scripts\/testing\/|^client\/test\//;

const args = process.argv.slice(2);
if (asksForHelp(args)) {
  console.log(helpText('patterns', consoleLanguage(process.env)));
  process.exit();
}

const found: readonly Found[] = [
  ...filesOf(CODE)
    .filter((file) => !TESTS.test(file))
    .flatMap((file) => patternsOfCode(file, readFileSync(file, 'utf8'))),
  ...filesOf(JSON_FILES).flatMap((file) => patternsOfJson(file, readFileSync(file, 'utf8'))),
];
const problems = new Map<string, string | null>();
for (const each of found) {
  const { file, line, text, pattern } = each;
  const key = JSON.stringify(pattern ?? [file, text]);
  if (!problems.has(key)) problems.set(key, await problemOf(each));
  const problem = problems.get(key) ?? null;
  if (problem === null) continue;
  console.error(`${file}:${String(line)}: ${text} ${problem}.`);
  process.exitCode = 1;
}
// The checker may keep a process of its own, which would keep this one.
process.exit();

/** Files that git tracks, and new ones that it does not ignore. */
function filesOf(patterns: readonly string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', ...patterns];
  return execFileSync('git', args, { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '');
}
