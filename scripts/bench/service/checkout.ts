/** A copy of the sources beside the installed packages: the state right after `npm ci`, with nothing built. */
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCES = [
  'client',
  'data',
  'scripts',
  'server',
  'tiles',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
];

export async function copyCheckout(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(SOURCES.map((source) => cp(join(ROOT, source), join(folder, source), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
}
