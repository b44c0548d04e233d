import { describe, expect, it } from 'vitest';
import { openingState, savePreferences } from './preferences.ts';
import { readRecent, rememberHit } from './recent.ts';

function createStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => {
      items.delete(key);
    },
    setItem: (key, value) => {
      items.set(key, value);
    },
  };
}

describe('what the reader chose last time', () => {
  it('counts where the address says nothing', () => {
    const storage = createStorage();
    savePreferences(storage, { language: 'en', theme: 'dark', basemap: 'grey' });
    expect(openingState('', storage)).toMatchObject({ language: 'en', theme: 'dark', basemap: 'grey' });
  });

  it('yields to any link, so that everyone sees the same map', () => {
    const storage = createStorage();
    savePreferences(storage, { language: 'en', theme: 'dark', basemap: 'grey' });
    expect(openingState('?layers=toilets', storage)).toMatchObject({
      language: 'zh',
      theme: 'auto',
      basemap: 'offline',
    });
  });

  it('is forgotten where it is broken or blocked', () => {
    const storage = createStorage();
    storage.setItem('chengtu.preferences', '{"language":"fr"');
    expect(openingState('', storage).language).toBe('zh');
    expect(openingState('', null).language).toBe('zh');
  });
});

describe('what the reader found lately', () => {
  const hit = (id: string) => ({
    layer: 'toilets',
    id,
    name: { zh: id, en: id },
    context: { zh: '', en: '' },
    lon: 120,
    lat: 36,
    bbox: [120, 36, 120, 36] as const,
    score: 1,
  });

  it('keeps the last six, newest first, each once', () => {
    const storage = createStorage();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'b']) rememberHit(storage, hit(id));
    expect(readRecent(storage).map(({ id }) => id)).toEqual(['b', 'g', 'f', 'e', 'd', 'c']);
  });

  it('leaves out what it cannot read', () => {
    const storage = createStorage();
    storage.setItem('chengtu.recent', JSON.stringify([{ layer: 'toilets' }, null, hit('a')]));
    expect(readRecent(storage).map(({ id }) => id)).toEqual(['a']);
  });
});
