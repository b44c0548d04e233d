/** Holds packages against the policy, and keeps the list of NOTICE. */
import { ALLOWED, FINDINGS } from './policy.ts';
import type { Package } from './packages.ts';
import { parseLicence, satisfies, SpdxError, type Licence } from './spdx.ts';

export type LicenceError =
  | { readonly message: 'none'; readonly package: Package }
  | { readonly message: 'unknown' | 'not-allowed'; readonly package: Package; readonly licence: string }
  /** The package declares another licence than when it was looked at. */
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
  const finding = Object.hasOwn(findings, of.name) ? findings[of.name] : undefined;
  if (finding !== undefined && finding.declared !== of.declared)
    return { message: 'changed', package: of, before: finding.declared ?? '–' };
  const licence = finding?.licence ?? of.declared;
  if (licence === null) return { message: 'none', package: of };
  const parsed = parsedOrNull(licence);
  if (parsed === null) return { message: 'unknown', package: of, licence };
  const isAllowed = (id: string): boolean => Object.hasOwn(allowed, id) || (finding?.alsoAllowed ?? []).includes(id);
  return satisfies(parsed, isAllowed) ? null : { message: 'not-allowed', package: of, licence };
}

function parsedOrNull(licence: string): Licence | null {
  try {
    return parseLicence(licence);
  } catch (error) {
    if (error instanceof SpdxError) return null;
    throw error;
  }
}

/** The licence that holds for a package: what was found out, else what it declares. */
export function licenceOf({ name, declared }: Package): string {
  return (Object.hasOwn(FINDINGS, name) ? FINDINGS[name]?.licence : declared) ?? '–';
}

const LIST_BEGINS = '--- packages: written by `npm run licences -- --write` ---';

/** The text of NOTICE with its list of packages written anew; the text ahead of the list is written by hand. */
export function withPackageList(notice: string, packages: readonly Package[]): string {
  const [head, list] = notice.split(LIST_BEGINS);
  if (list === undefined) throw new Error(`NOTICE has no line "${LIST_BEGINS}".`);
  const byLicence = new Map<string, Set<string>>();
  for (const each of packages) {
    const licence = licenceOf(each);
    byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(each.name));
  }
  const groups = [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = groups.map(([licence, names]) => `${licence}\n${[...names].map((name) => `  ${name}\n`).join('')}`);
  return `${head}${LIST_BEGINS}\n\n${lists.join('\n')}`;
}
