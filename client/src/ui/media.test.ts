import { expect, it, vi } from 'vitest';
import { followMedia } from './media.ts';

it.each([
  ['browsers', 'addEventListener', 'removeEventListener'],
  ['Safari before 14', 'addListener', 'removeListener'],
])('a media query is followed until it is stopped in %s', (_, add, remove) => {
  const listeners = new Set<() => void>();
  const listenerOf = (args: readonly unknown[]) => args.at(-1) as () => void;
  const list = {
    matches: false,
    [add]: (...args: unknown[]) => listeners.add(listenerOf(args)),
    [remove]: (...args: unknown[]) => listeners.delete(listenerOf(args)),
  };
  vi.stubGlobal('matchMedia', () => list);
  const { matches, stop } = followMedia('(prefers-color-scheme: dark)');
  list.matches = true;
  for (const listener of listeners) listener();
  expect(matches.value).toBe(true);
  stop();
  expect(listeners.size).toBe(0);
});
