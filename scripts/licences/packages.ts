/** The production packages of package-lock.json, with what each says of its licence. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** As the package declares it, null where it declares nothing. */
  readonly declared: string | null;
  /** Names of what it depends on at run time. */
  readonly dependencies: readonly string[];
}

interface Lock {
  readonly packages: Readonly<Record<string, Entry>>;
}

interface Entry extends Declaration {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** What `package.json` and the lock file say alike; old packages have forms of their own. */
interface Declaration {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package of the lock file is not installed; `npm ci` installs it. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/**
 * Every package that a user of the product gets, once for each version, by name. What is optional and made for another
 * machine is not installed here; the lock file has its licence. Throws `NotInstalled` and errors of the file system.
 */
export async function productionPackages(root: string): Promise<readonly Package[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const found = new Map<string, Package>();
  for (const [folder, entry] of Object.entries(lock.packages)) {
    if (folder === '' || entry.dev === true) continue;
    const declaration = (await declarationIn(join(root, folder))) ?? optionalEntry(folder, entry);
    const { name = nameOf(folder) } = declaration;
    const { version = entry.version ?? '' } = declaration;
    found.set(`${name}@${version}`, packageOf(declaration, name, version));
  }
  return [...found.values()].sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** The package of a folder. Throws where there is no `package.json` in it. */
export async function packageIn(folder: string): Promise<Package> {
  const declaration = await declarationIn(folder);
  if (declaration === null) throw new NotInstalled(nameOf(folder));
  return packageOf(declaration, declaration.name ?? nameOf(folder), declaration.version ?? '');
}

/** The licence and notice files of a package's folder, one after another; null where it has none. */
export async function licenceText(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(name)).sort();
  if (names.length === 0) return null;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}

/** The name stands after the last `node_modules/`, with its scope where it has one. */
export function nameOf(path: string): string {
  const [first = '', second = ''] = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function packageOf(declaration: Declaration, name: string, version: string): Package {
  return {
    name,
    version,
    declared: declaredLicence(declaration),
    dependencies: Object.keys(declaration.dependencies ?? {}),
  };
}

function declaredLicence({ license, licenses }: Declaration): string | null {
  if (typeof license === 'string') return license;
  const types = [license, ...(licenses ?? [])].flatMap((each) => (each?.type === undefined ? [] : [each.type]));
  // A list of the old form leaves the choice to whoever uses the package.
  return types.length === 0 ? null : types.join(' OR ');
}

async function declarationIn(folder: string): Promise<Declaration | null> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as Declaration);
}

function optionalEntry(folder: string, entry: Entry): Declaration {
  if (entry.optional !== true && entry.devOptional !== true) throw new NotInstalled(nameOf(folder));
  return entry;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
