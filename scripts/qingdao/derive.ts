/**
 * Derives `data/cities/qingdao/base/` from open packages: `npm run data:derive -- --packages DIR`. Needed only when the
 * derivation changes: its result is committed. The same packages give the same bytes.
 */
import { parseArgs } from 'node:util';
import { deriveBase } from './derive/derive-base.ts';
import { runCommand } from '../cli/console.ts';
import { checkPackages } from './derive/packages.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { packages: { type: 'string', default: '' } } });
  checkPackages(values.packages);
  await deriveBase(values.packages, (line) => process.stdout.write(`${line}\n`));
}

await runCommand('data:derive', main);
