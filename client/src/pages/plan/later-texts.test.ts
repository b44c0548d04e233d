import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { zhBrief } from '../../i18n/zh-brief.ts';
import { zhFound } from '../../i18n/zh-found.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LATER = resolve(HERE, 'later-texts.ts');
const KEYS = [...Object.keys(zhBrief), ...Object.keys(zhFound)];

const textOf = (file: string): string => readFileSync(file, 'utf8');
const pathsIn = (file: string, pattern: RegExp): string[] =>
  [...textOf(file).matchAll(pattern)]
    .map(([, path = '']) => resolve(dirname(file), path))
    .filter((path) => /\.tsx?$/.test(path) && existsSync(path));
const STATIC = /(?:^import|^export|^\}) ?(?:(?!type )[^;']*from )?'(\.[^']+)'/gm;
const DYNAMIC = /import\('(\.[^']+)'\)/g;

/** All that comes with a file. */
function closureOf(entry: string): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const file of found) for (const next of pathsIn(file, STATIC)) found.add(next);
  return found;
}

/** Texts that one of the files names. */
const laterKeys = (files: ReadonlySet<string>): string[] =>
  [...files]
    .filter((file) => !file.includes('/i18n/'))
    .flatMap((file) => {
      const text = textOf(file);
      return KEYS.filter((key) => text.includes(`'${key}'`)).map((key) => `${relative(HERE, file)}: ${key}`);
    });

const first = closureOf(resolve(HERE, 'main.tsx'));
const parts = [...new Set([...first].flatMap((file) => pathsIn(file, DYNAMIC)))].filter(
  (file) => !file.includes('/i18n/'),
);

describe('texts that come later', () => {
  it('are of nothing that the first view has', () => {
    expect(first.size).toBeGreaterThan(50);
    expect(laterKeys(first)).toEqual([]);
  });

  it.each(parts.map((file) => relative(HERE, file)))('come with %s, if it has any', (name) => {
    const files = closureOf(resolve(HERE, name));
    if (files.has(LATER)) return;
    const own = new Set([...files].filter((file) => !first.has(file)));
    expect(laterKeys(own)).toEqual([]);
  });
});
