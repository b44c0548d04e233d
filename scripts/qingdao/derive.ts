/**
 * Derives `data/cities/qingdao/base/` from open packages: `npm run data:derive -- --packages DIR`. Needed only when the
 * derivation changes: its result is committed. The same packages give the same bytes.
 */
import { parseArgs } from 'node:util';
import { deriveBase } from './derive/derive-base.ts';
import { checkPackages, MissingPackages } from './derive/packages.ts';

const { values } = parseArgs({ options: { packages: { type: 'string', default: '' } } });

try {
  checkPackages(values.packages);
  await deriveBase(values.packages, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  if (!(error instanceof MissingPackages)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
