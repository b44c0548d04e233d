/** Checks packages against the policy, and keeps the list of NOTICE. */
import { ALLOWED, FINDINGS } from './policy.ts';
import type { Package } from './packages.ts';
import { parseLicence, satisfies } from './spdx.ts';

export type LicenceError =
  | { readonly message: 'none'; readonly package: Package }
  | { readonly message: 'unknown' | 'not-allowed'; readonly package: Package; readonly licence: string }
  /** The package declares another licence than when a person examined it. */
  | { readonly message: 'changed'; readonly package: Package; readonly before: string }
  /** A finding about a package that is no longer among them. */
  | { readonly message: 'left'; readonly name: string };

type Policy = {
  readonly allowed: Readonly<Record<string, string>>;
  readonly findings: typeof FINDINGS;
};
const POLICY: Policy = { allowed: ALLOWED, findings: FINDINGS };

/** Everything that is wrong, in the order of the packages. */
export function licenceErrors(packages: readonly Package[], { allowed, findings }: Policy = POLICY): LicenceError[] {
  const names = new Set(packages.map(({ name }) => name));
  return [
    ...packages.flatMap((each) => errorOf(each, { allowed, findings }) ?? []),
    ...Object.keys(findings).flatMap((name) => (names.has(name) ? [] : [{ message: 'left' as const, name }])),
  ];
}

function errorOf(of: Package, { allowed, findings }: Policy): LicenceError | null {
  const finding = findingOn(of, findings);
  if (finding !== undefined && finding.declared !== of.declared)
    return { message: 'changed', package: of, before: finding.declared ?? '–' };
  const licence = licenceOf(of, findings);
  if (licence === null) return { message: 'none', package: of };
  const parsed = parseLicence(licence);
  if (parsed === null) return { message: 'unknown', package: of, licence };
  const isAllowed = (id: string): boolean => Object.hasOwn(allowed, id) || (finding?.alsoAllowed ?? []).includes(id);
  return satisfies(parsed, isAllowed) ? null : { message: 'not-allowed', package: of, licence };
}

/** The licence that holds for a package: that of a finding, else the declared one. Null where neither says any. */
export function licenceOf(of: Package, findings: typeof FINDINGS = FINDINGS): string | null {
  return findingOn(of, findings)?.licence ?? of.declared;
}

function findingOn({ name }: Package, findings: typeof FINDINGS): (typeof FINDINGS)[string] | undefined {
  return Object.hasOwn(findings, name) ? findings[name] : undefined;
}

const LIST_BEGINS = '--- packages: written by `npm run licences -- --write` ---';

/** The text of NOTICE with its list of packages written anew; the text ahead of the list is written by hand. */
export function withPackageList(notice: string, packages: readonly Package[]): string {
  const [head, list] = notice.split(LIST_BEGINS);
  if (list === undefined) throw new Error(`NOTICE has no line "${LIST_BEGINS}".`);
  const byLicence = new Map<string, Set<string>>();
  for (const each of packages) {
    const licence = licenceOf(each) ?? '–';
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(each.name));
  }
  const groups = [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = groups.map(([licence, names]) => `${licence}\n${[...names].map((name) => `  ${name}\n`).join('')}`);
  return `${head}${LIST_BEGINS}\n\n${lists.join('\n')}`;
}
