/** Colours of layers that tables become: far enough apart to be told from each other, in both themes. */
import { createHash } from 'node:crypto';
import type { Color } from '../../tiles/layer/layer.ts';

/** In an order in which neighbours differ most. Values of a layer take them from the first on. */
const COLORS: readonly Color[] = [
  { light: '#1668b3', dark: '#62b0f0' },
  { light: '#c2410c', dark: '#fb8f5a' },
  { light: '#15803d', dark: '#5ccb85' },
  { light: '#7e22ce', dark: '#c68cf5' },
  { light: '#a16207', dark: '#e3b341' },
  { light: '#0e7490', dark: '#4cc7de' },
  { light: '#be185d', dark: '#f57cb0' },
  { light: '#4d7c0f', dark: '#a6d455' },
  { light: '#4338ca', dark: '#989bfa' },
  { light: '#b91c1c', dark: '#f58787' },
  { light: '#57534e', dark: '#b8b0a9' },
  { light: '#0f766e', dark: '#4ccfc0' },
];

/**
 * A colour for each name. A name has the same colour wherever it can, so that a table keeps its own when another one
 * appears; no two have the same while there are enough.
 */
export function colorsFor(names: readonly string[]): ReadonlyMap<string, Color> {
  const found = new Map<string, Color>();
  let taken = new Set<number>();
  for (const name of [...names].sort()) {
    if (taken.size === COLORS.length) taken = new Set();
    let index = createHash('sha256').update(name).digest().readUInt32BE(0) % COLORS.length;
    while (taken.has(index)) index = (index + 1) % COLORS.length;
    taken.add(index);
    found.set(name, colorAt(index));
  }
  return found;
}

/** Colours of values in their order, which begin anew after the last. */
export function colorAt(index: number): Color {
  return COLORS[index % COLORS.length] ?? { light: '#57534e', dark: '#b8b0a9' };
}
