import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Chunks from './chunks.ts';

const PAGE = 'http://map.example/city/';

/** The module keeps what it has loaded, as a page does: each test has a page of its own. */
async function page(fetchFile: (url: string) => Promise<Response>): Promise<typeof Chunks> {
  vi.resetModules();
  vi.stubGlobal('fetch', vi.fn(fetchFile));
  vi.stubGlobal('document', { baseURI: PAGE, querySelectorAll: () => [{ href: `${PAGE}assets/known.js` }] });
  return import('./chunks.ts');
}
const asked = (): string[] => vi.mocked(fetch).mock.calls.map(([url]) => String(url as string));

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('a part of the page', () => {
  it('is imported once its files are there, each fetched once, and none that the document has', async () => {
    const { loadChunk } = await page(() => Promise.resolve(new Response('')));
    const load = vi.fn(() => Promise.resolve('part'));
    const importer = `${PAGE}assets/index.js`;
    await expect(loadChunk(load, ['./tab.js', './known.js', './shared.js'], importer)).resolves.toBe('part');
    await loadChunk(load, ['./other.js', './shared.js'], importer);
    expect(asked()).toEqual(['tab', 'shared', 'other'].map((name) => `${PAGE}assets/${name}.js`));
  });

  it('whose files the build does not list is found by the address in its import', async () => {
    const { loadChunk } = await page(() => Promise.resolve(new Response('')));
    const load = Object.assign(() => Promise.resolve(1), { toString: () => '()=>import("./one-Ab3.js")' });
    await loadChunk(load, [], `${PAGE}assets/index.js`);
    expect(asked()).toEqual([`${PAGE}assets/one-Ab3.js`]);
  });

  it('is fetched again after a failure, and imported only once it has come', async () => {
    let failures = 2;
    const { loadChunk } = await page(() => {
      failures -= 1;
      return failures >= 0 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(new Response(''));
    });
    const load = vi.fn(() => Promise.resolve('part'));
    const loading = loadChunk(load, ['./a.js'], PAGE);
    await vi.advanceTimersByTimeAsync(300);
    expect(load).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1200);
    await expect(loading).resolves.toBe('part');
    expect(asked()).toHaveLength(3);
  });

  it('fails in the end, and can be asked for again', async () => {
    let isLost = true;
    const { loadChunk } = await page(() =>
      isLost ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(new Response('')),
    );
    const load = vi.fn(() => Promise.resolve('part'));
    const failing = expect(loadChunk(load, ['./a.js'], PAGE)).rejects.toMatchObject({ code: 'offline' });
    await vi.advanceTimersByTimeAsync(10_000);
    await failing;
    expect(load).not.toHaveBeenCalled();
    isLost = false;
    await expect(loadChunk(load, ['./a.js'], PAGE)).resolves.toBe('part');
  });

  it('of a version that the service no longer has is said to be outdated, at once', async () => {
    const { loadChunk } = await page(() => Promise.resolve(new Response('', { status: 404 })));
    await expect(loadChunk(() => Promise.resolve(1), ['./a.js'], PAGE)).rejects.toMatchObject({ code: 'outdated' });
    expect(asked()).toHaveLength(1);
  });
});
