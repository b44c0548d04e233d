/** `npm run licences`: fails on a licence that is unknown or not allowed, and on a NOTICE that misses a package. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { parseCommand } from '../cli/command.ts';
import { helpText } from '../cli/help.ts';
import { LICENCES } from '../cli/messages/licences.ts';
import { licenceErrors, withPackageList, type LicenceError } from '../licences/check.ts';
import { NotInstalled, productionPackages } from '../licences/packages.ts';
import { ALLOWED } from '../licences/policy.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOTICE = join(ROOT, 'NOTICE');
const lang = consoleLanguage(process.env);

function sentence(error: LicenceError): string {
  if (error.message === 'left') return say(LICENCES.left, lang, { name: error.name });
  const { name, version, declared } = error.package;
  return say(LICENCES[error.message], lang, {
    package: `${name} ${version}`,
    licence: 'licence' in error ? error.licence : (declared ?? '–'),
    before: 'before' in error ? error.before : '',
    allowed: Object.keys(ALLOWED).join(', '),
  });
}

/** @returns the errors as sentences */
async function check(isWriting: boolean): Promise<readonly string[]> {
  const packages = await productionPackages(ROOT);
  const problems = licenceErrors(packages).map(sentence);
  const notice = await readFile(NOTICE, 'utf8');
  const renewed = withPackageList(notice, packages);
  if (isWriting) await writeFile(NOTICE, renewed);
  else if (renewed !== notice) problems.push(say(LICENCES.stale, lang));
  if (problems.length === 0)
    console.log(say(LICENCES[isWriting ? 'written' : 'fine'], lang, { count: packages.length }));
  return problems;
}

const command = parseCommand(process.argv.slice(2), {
  options: { write: { type: 'boolean' } },
  hasFiles: false,
  read: ({ write = false }) => ({ write }),
});
if ('errors' in command && command.errors.length === 0) {
  console.log(helpText('licences', lang));
} else if ('errors' in command) {
  for (const { values } of command.errors) console.error(say(LICENCES['unknown-option'], lang, values));
  console.error(say(LICENCES.usage, lang));
  process.exitCode = 1;
} else {
  try {
    const problems = await check(command.options.write);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error;
    console.error(say(LICENCES['not-installed'], lang, { name: error.message }));
    process.exitCode = 1;
  }
}
