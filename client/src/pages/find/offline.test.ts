import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const ORIGIN = 'https://maps.example';
const MEGABYTE = 1_000_000;

/** As much of a cache as is used here; counts what is done with it. */
class Kept {
  readonly entries = new Map<string, Response>();
  puts = 0;
  reads = 0;
  keys = (): Promise<{ readonly url: string }[]> => Promise.resolve([...this.entries.keys()].map((url) => ({ url })));
  match = ({ url }: { readonly url: string }): Promise<Response | undefined> => {
    this.reads += 1;
    return Promise.resolve(this.entries.get(url)?.clone());
  };
  put = (url: string, answer: Response): Promise<void> => {
    this.puts += 1;
    this.entries.set(url, answer);
    return Promise.resolve();
  };
  delete = (url: string): Promise<boolean> => Promise.resolve(this.entries.delete(url));
}

const tile = (n: number): string => `${ORIGIN}/tiles/${String(n)}`;

describe('the map that is kept', () => {
  let [shell, map] = [new Kept(), new Kept()];
  let asked: string[] = [];
  /** What is kept in the end of so many tiles, the latest last. */
  let keep: (...tiles: readonly number[]) => ReturnType<typeof expect.poll>;

  beforeEach(async () => {
    [shell, map, asked] = [new Kept(), new Kept(), []];
    shell.entries.set(`${ORIGIN}/find`, new Response(new Uint8Array(MEGABYTE)));
    const all: Readonly<Record<string, Kept>> = { 'chengtu-find-shell': shell, 'chengtu-find-map': map };
    vi.stubGlobal('caches', {
      keys: () => Promise.resolve(Object.keys(all)),
      open: (name: string) => Promise.resolve(all[name]),
    });
    vi.stubGlobal('window', { caches, requestIdleCallback: true });
    vi.stubGlobal('requestIdleCallback', (work: () => void) => work());
    vi.stubGlobal('location', { origin: ORIGIN });
    vi.stubGlobal('navigator', { serviceWorker: { register: () => Promise.resolve(), ready: Promise.resolve() } });
    vi.stubGlobal('addEventListener', (_type: string, listener: () => void) => listener());
    vi.stubGlobal('fetch', (address: string) => {
      asked.push(address);
      return Promise.resolve(new Response(new Uint8Array(MEGABYTE)));
    });
    vi.resetModules();
    const { keepMap, startOffline } = await import('./offline.ts');
    startOffline('');
    keep = (...tiles) => {
      keepMap('', tiles.map(tile));
      return expect.poll(() => [...map.entries.keys()].sort());
    };
  });
  afterEach(() => void vi.unstubAllGlobals());

  it('takes what is new, and reads nothing twice in a visit', async () => {
    await keep(1, 2).toEqual([tile(1), tile(2)]);
    await keep(1, 2, 3).toEqual([tile(1), tile(2), tile(3)]);
    expect(asked).toEqual([tile(2), tile(1), tile(3)]);
    expect([map.puts, shell.reads]).toEqual([3, 1]);
  });

  it('has the latest, as far as there is room beside the page', async () => {
    await keep(1, 2, 3, 4).toEqual([1, 2, 3, 4].map(tile));
    await keep(1, 2, 3, 4, 5).toEqual([2, 3, 4, 5].map(tile));
    // What else is kept meanwhile takes its room.
    shell.entries.set(`${ORIGIN}/find/saved/toilet`, new Response(new Uint8Array(MEGABYTE)));
    await keep(1, 2, 3, 4, 5).toEqual([3, 4, 5].map(tile));
    expect(shell.reads).toBe(2);
  });

  it('is of the latest area alone, and comes again where another page has removed it', async () => {
    await keep(1, 2).toEqual([1, 2].map(tile));
    await keep(3).toEqual([tile(3)]);
    map.entries.clear();
    await keep(3, 1).toEqual([tile(1), tile(3)]);
  });
});
