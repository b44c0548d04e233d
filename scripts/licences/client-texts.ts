/** A step of the client's build: the licence texts of what the bundle really holds, as one file beside it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Plugin } from 'vite';
import { licenceOf } from './check.ts';
import { licenceText, nameOf, packageIn, type Package } from './packages.ts';
import { PREBUNDLED, SUPPLIED_TEXTS } from './policy.ts';

const FILE_NAME = 'third-party-licences.txt';

const HEAD = `本文件列出网页中包含的第三方软件及其许可全文。
This file lists the third-party software that the web client contains, with the full text of each licence.
`;

interface Part {
  readonly package: Package;
  readonly text: string;
}

/** A package in the bundle has no licence text, so that the bundle may not be handed on. */
class TextMissing extends Error {
  override readonly name = 'TextMissing';
  constructor({ name, version }: Package) {
    super(
      `${name} ${version} 没有许可文本，请在 scripts/licences/texts 中补充。${name} ${version} comes without a licence text: add one in scripts/licences/texts.`,
    );
  }
}

export function clientLicences(): Plugin {
  return {
    name: 'client-licences',
    apply: 'build',
    async generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk'
          ? Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) =>
              // Style sheets leave the chunk for a file of their own and count as empty in it.
              renderedLength > 0 || /\.css(?:\?|$)/.test(id) ? [id] : [],
            )
          : [],
      );
      this.emitFile({ type: 'asset', fileName: FILE_NAME, source: await licencesOf(modules) });
    },
  };
}

/** The file for the modules of a bundle, by their paths. Throws `TextMissing`. */
export async function licencesOf(modules: readonly string[]): Promise<string> {
  const parts = new Map<string, Part>();
  const seen = new Set<string>();
  const add = async (folder: string, isPrebundled: boolean): Promise<void> => {
    if (seen.has(folder)) return;
    seen.add(folder);
    const found = await packageIn(folder);
    parts.set(`${found.name}@${found.version}`, { package: found, text: await textOf(found, folder) });
    if (!isPrebundled && !PREBUNDLED.has(found.name)) return;
    // Types are not in a bundle.
    for (const name of found.dependencies.filter((each) => !each.startsWith('@types/')))
      await add(dependencyFolder(name, folder), true);
  };
  // Prebundled packages first: what only they hold brings its own dependencies along.
  const folders = [...new Set(modules.flatMap((id) => packageFolder(id) ?? []))];
  folders.sort((a, b) => Number(PREBUNDLED.has(nameOf(b))) - Number(PREBUNDLED.has(nameOf(a))));
  for (const folder of folders) await add(folder, false);
  const sorted = [...parts.values()].sort((a, b) => (a.package.name < b.package.name ? -1 : 1));
  return [HEAD, ...sorted.map(section)].join('\n');
}

/** Null for our own modules, and for virtual ones of the bundler. */
function packageFolder(id: string): string | null {
  const path = id.replace(/^\0/, '').replaceAll(sep, '/');
  const at = path.lastIndexOf('/node_modules/');
  return at === -1 ? null : `${path.slice(0, at)}/node_modules/${nameOf(path)}`;
}

/** Where Node would look for a dependency: beside the package, then in each folder above. */
function dependencyFolder(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`${name} of ${from} is not installed.`);
  }
}

async function textOf(of: Package, folder: string): Promise<string> {
  const supplied = SUPPLIED_TEXTS[of.name];
  const text =
    supplied === undefined
      ? await licenceText(folder)
      : await readFile(new URL(`texts/${supplied}`, import.meta.url), 'utf8');
  if (text === null) throw new TextMissing(of);
  return text.trim();
}

const RULE = '-'.repeat(80);

function section({ package: of, text }: Part): string {
  return `${RULE}\n${of.name} ${of.version}\n${licenceOf(of) ?? '–'}\n${RULE}\n\n${text}\n`;
}
