import type { SourceFeature } from './types.ts';

const NAME_LIKE = /name|title|名|称|label/i;
const SHOWN = { names: 3, characters: 20, looked: 2000 } as const;

/** Three names as they were read, by which people see whether the encoding is right; those beyond ASCII first. */
export function namesOf(features: readonly SourceFeature[]): string[] {
  const found = new Map<string, number>();
  for (const { properties } of features.slice(0, SHOWN.looked))
    for (const [key, value] of Object.entries(properties)) {
      if (typeof value !== 'string' || !/\p{L}/u.test(value)) continue;
      const rank = (/[^\u0000-\u007f]/.test(value) ? 2 : 0) + (NAME_LIKE.test(key) ? 1 : 0);
      const short = [...value.trim()].slice(0, SHOWN.characters).join('');
      if (rank > (found.get(short) ?? 0)) found.set(short, rank);
    }
  return [...found]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN.names)
    .map(([name]) => name);
}
