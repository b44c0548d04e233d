import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { licenceErrors, withPackageList } from './check.ts';
import { productionPackages, type Package } from './packages.ts';
import { ALLOWED } from './policy.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const of = (name: string, declared: string | null): Package => ({ name, version: '1.0.0', declared, dependencies: [] });
/** The errors without any finding about a package. */
const errors = (...packages: Package[]): string[] =>
  licenceErrors(packages, { allowed: ALLOWED, findings: {} }).map(({ message }) => message);

describe('the licences of production packages', () => {
  it('are all allowed today, and all listed in NOTICE', async () => {
    const packages = await productionPackages(ROOT);
    expect(packages.length).toBeGreaterThan(200);
    expect(licenceErrors(packages)).toEqual([]);
    const notice = await readFile(join(ROOT, 'NOTICE'), 'utf8');
    expect(withPackageList(notice, packages)).toBe(notice);
    for (const name of ['@electric-sql/pglite-postgis', 'geojson-validation', '@esbuild/win32-x64'])
      expect(notice).toContain(`\n  ${name}\n`);
    expect(notice).not.toContain('  vitest\n');
  });

  it('pass where one of a choice, or all of several, are allowed', () => {
    const fine = ['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND (ISC OR GPL-2.0-only)', 'GPL-3.0-only OR MIT AND Zlib'];
    expect(errors(...fine.map((licence) => of('a', licence)))).toEqual([]);
  });

  it('fail where one is missing, unknown or not allowed', () => {
    expect(errors(of('silent', null))).toEqual(['none']);
    const nonsense = ['SEE LICENSE IN FILE', 'MIT AND', '(MIT', 'MIT)', '', 'MIT ISC', 'AND', 'GPL-2.0-only WITH x'];
    expect(errors(...nonsense.map((licence) => of('odd', licence)))).toEqual(nonsense.map(() => 'unknown'));
    const refused = ['GPL-3.0-only', 'AGPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'MTI', 'constructor', 'UNLICENSED'];
    expect(errors(...refused.map((licence) => of('strict', licence)))).toEqual(refused.map(() => 'not-allowed'));
  });

  it('fail where a finding no longer holds: another licence is declared, or the package has gone', () => {
    const findings = {
      mapper: { declared: 'LGPL-3', licence: 'LGPL-3.0-only', alsoAllowed: ['LGPL-3.0-only'], reason: 'tested' },
    };
    const check = (...packages: Package[]) => licenceErrors(packages, { allowed: ALLOWED, findings });
    expect(check(of('mapper', 'LGPL-3'))).toEqual([]);
    expect(check(of('mapper', 'AGPL-3.0-only'))).toMatchObject([{ message: 'changed', before: 'LGPL-3' }]);
    expect(check(of('other', 'LGPL-3.0-only'))).toMatchObject([{ message: 'not-allowed' }, { message: 'left' }]);
  });

  it('change NOTICE when a package comes or goes, and leave its text alone', async () => {
    const notice = await readFile(join(ROOT, 'NOTICE'), 'utf8');
    const renewed = withPackageList(notice, [of('a', 'MIT'), of('b', 'ISC'), of('a', 'MIT')]);
    expect(renewed).toMatch(/^城图 Chengtu[^]*---\n\nISC\n {2}b\n\nMIT\n {2}a\n$/);
    expect(() => withPackageList('no list', [])).toThrow('NOTICE');
  });
});
