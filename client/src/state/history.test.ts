import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAddress } from './address.ts';
import { bindHistory } from './history.ts';
import { createStore } from './store.ts';

/** As much of a browser window as the history needs: a list of entries and a place in it. */
function createPage(search: string) {
  const entries = [search];
  let at = 0;
  const listeners = new Set<() => void>();
  const put = (address: string): void => {
    entries[at] = address.slice(1);
  };
  const page = {
    location: {
      pathname: '/',
      get search() {
        return entries[at] ?? '';
      },
    },
    history: {
      pushState: (_: unknown, __: string, address: string) => {
        entries.splice(at + 1);
        at += 1;
        put(address);
      },
      replaceState: (_: unknown, __: string, address: string) => put(address),
    },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout> | undefined) => clearTimeout(timer),
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  };
  const back = (): void => {
    at -= 1;
    listeners.forEach((listener) => listener());
  };
  return { page: page as unknown as Window, entries, back };
}

describe('the history', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  const view = (lon: number) => ({ lon, lat: 36, zoom: 10, bearing: 0, pitch: 0 });
  const start = (search: string) => {
    const { page, entries, back } = createPage(search);
    const store = createStore(parseAddress(search));
    const stop = bindHistory(store, page);
    return { store, entries, back, stop };
  };

  it('writes moves of the map at intervals, into the same entry', () => {
    const { store, entries, stop } = start('');
    store.view.value = view(120);
    store.view.value = view(121);
    expect(entries).toEqual(['']);
    vi.advanceTimersByTime(500);
    expect(entries).toEqual(['?at=121,36,10']);
    stop();
  });

  it('writes what changes after a rest at once, so that loading the page again keeps it', () => {
    const { store, entries, stop } = start('');
    vi.advanceTimersByTime(500);
    store.tab.value = 'cases';
    expect(entries).toEqual(['?tab=cases']);
    store.tab.value = 'analysis';
    expect(entries).toEqual(['?tab=cases']);
    vi.advanceTimersByTime(500);
    expect(entries).toEqual(['?tab=analysis']);
    stop();
  });

  it('adds an entry for a selection, and keeps the last view in the previous one', () => {
    const { store, entries, stop } = start('');
    store.view.value = view(120);
    store.selection.value = { layer: 'toilets', id: 'a' };
    expect(entries).toEqual(['?at=120,36,10', '?at=120,36,10&sel=toilets/a']);
    stop();
  });

  it('takes over the state of the entry that the reader returns to', () => {
    const { store, entries, back, stop } = start('?lang=en');
    store.selection.value = { layer: 'toilets', id: 'a' };
    store.case.value = 'egg-price-insurance';
    expect(entries).toHaveLength(3);
    back();
    expect(store.case.value).toBeNull();
    expect(store.selection.value).toEqual({ layer: 'toilets', id: 'a' });
    back();
    expect(store.selection.value).toBeNull();
    expect(store.language.value).toBe('en');
    vi.advanceTimersByTime(500);
    expect(entries).toHaveLength(3);
    stop();
  });

  it('stays silent after its end', () => {
    const { store, entries, stop } = start('');
    stop();
    store.selection.value = { layer: 'toilets', id: 'a' };
    vi.advanceTimersByTime(500);
    expect(entries).toEqual(['']);
  });
});
