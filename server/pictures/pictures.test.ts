import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FRESH_MS } from '../changes/index.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import { registryOf } from '../layers/registry.ts';
import { publicAt } from '../platform/auth/principal.ts';
import { testCatalogue } from '../testing/layers.ts';
import type { TileEntry } from '../tiles/entry.ts';
import { metatileOf } from './metatile.ts';
import { Pictures, type PictureRequest } from './pictures.ts';
import type { Renderer } from './renderer/renderer.ts';
import type { TileAsker } from './tile-loader.ts';

const registry = registryOf(testCatalogue);
const STATS = { some: () => Promise.resolve(new Map()), areas: () => Promise.resolve({ labels: [] }) };

interface Read {
  readonly principal: TileAsker['principal'];
  readonly signal: AbortSignal;
}
let reads: Read[];
let answer: () => Promise<TileEntry>;
let pictures: Pictures;

beforeEach(() => {
  reads = [];
  answer = () => Promise.resolve({ isEmpty: true } as TileEntry);
  pictures = new Pictures({
    handler: {
      read: (_, { principal, signal }) => {
        reads.push({ principal, signal });
        return answer();
      },
    },
    registry,
    layerStats: STATS as unknown as LayerStatsCache,
    baseMap: { tile: () => Promise.resolve(null) },
    ground: () => Promise.resolve(null),
    mapReviewNumber: undefined,
    renderer: {} as Renderer,
  });
});

const asker = (): TileAsker => ({ principal: publicAt('192.0.2.1'), signal: new AbortController().signal });

/** For one of the tiles of a metatile. */
function requestOf(x: number, y: number, more: Partial<PictureRequest> = {}): PictureRequest {
  const { view, cut } = metatileOf('WebMercatorQuad', { z: 12, x, y });
  const layers = testCatalogue.layers.filter(({ id }) => id === 'toilets');
  const look = { layers, theme: 'light', base: 'none', lang: 'zh', query: new URLSearchParams() } as const;
  return { ...look, view, ratio: 1, markers: [], hasNotes: false, cut, ...more };
}
const SIXTEEN = [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => [3416 + column, 1608 + row] as const));

describe('a metatile', () => {
  it('is loaded once for all of its tiles, and for each look anew', async () => {
    const [first] = await Promise.all(SIXTEEN.map(([x, y]) => pictures.prepare(requestOf(x, y), asker())));
    const once = reads.length;
    expect(once).toBeGreaterThan(0);
    expect((await pictures.prepare(requestOf(3419, 1611), asker())).key).toBe(first?.key);
    expect(reads).toHaveLength(once);
    await pictures.prepare(requestOf(3416, 1608, { theme: 'dark' }), asker());
    await pictures.prepare(requestOf(3416, 1608), { ...asker(), principal: { visibilityKey: 'member' } });
    expect(reads).toHaveLength(3 * once);
  });

  it('is loaded in the turn of any client that waits for it, and called off when the last has left', async () => {
    answer = () => new Promise(() => undefined);
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [
      pictures.prepare(requestOf(3416, 1608), { ...asker(), signal: one.signal }),
      pictures.prepare(requestOf(3417, 1608), { principal: publicAt('192.0.2.2'), signal: two.signal }),
    ];
    await expect.poll(() => reads.length).toBeGreaterThan(0);
    const [read] = reads;
    expect([...(read?.principal.clients ?? [])]).toEqual(['192.0.2.1', '192.0.2.2']);
    one.abort();
    expect(read?.signal.aborted).toBe(false);
    two.abort();
    expect(read?.signal.aborted).toBe(true);
    for (const each of asked) await expect(each).rejects.toMatchObject({ name: 'QueryCancelled' });
  });

  it('that could not be loaded, or was a while ago, is loaded anew', async () => {
    vi.useFakeTimers();
    try {
      answer = () => Promise.reject(new Error('lost'));
      await expect(pictures.prepare(requestOf(3416, 1608), asker())).rejects.toThrow('lost');
      answer = () => Promise.resolve({ isEmpty: true } as TileEntry);
      await pictures.prepare(requestOf(3416, 1608), asker());
      const before = reads.length;
      await vi.advanceTimersByTimeAsync(FRESH_MS);
      await pictures.prepare(requestOf(3416, 1608), asker());
      expect(reads.length).toBeGreaterThan(before);
    } finally {
      vi.useRealTimers();
    }
  });
});
