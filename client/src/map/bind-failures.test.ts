import { signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bindFailures, readRefusal } from './bind-failures.ts';
import type { MapHost } from './host.ts';

const answer = (status: number, body: string) =>
  Object.assign(new Error('AJAXError'), { status, body: new Blob([body]) });
const refused = (error: object) => answer(503, JSON.stringify(error));

describe('a tile that will not come', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('is told of unless it is of another server: its base map has a word of its own', async () => {
    vi.stubGlobal('window', new EventTarget());
    const told: unknown[] = [];
    const host = { live: { greetings: signal(0) }, notify: ({ key }: { key: string }) => told.push(key) };
    let fail = (_event: object): void => undefined;
    const map = {
      on: (_type: string, listener: (event: object) => void) => (fail = listener),
      off: () => undefined,
      triggerRepaint: () => undefined,
    };
    const refresher = { refresh: () => undefined, stop: () => undefined };
    const stop = bindFailures(host as unknown as MapHost, map as unknown as MapLibre, refresher);
    const toldOf = async (sourceId: string): Promise<readonly unknown[]> => {
      told.length = 0;
      fail({ error: answer(404, ''), sourceId });
      await new Promise((resolve) => setTimeout(resolve));
      return [...told];
    };
    expect(await toldOf('toilets')).toEqual(['error.tiles']);
    expect(await toldOf('basemap')).toEqual([]);
    expect(await toldOf('basemap-labels')).toEqual([]);
    stop();
  });
});

describe('a tile that does not load', () => {
  it('is requested again when the server says so', async () => {
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 3 }))).toEqual({
      retryAfterMs: 3000,
      isDatabaseLost: false,
    });
    expect(await readRefusal(refused({ code: 'database-unavailable', retryAfterS: 2 }))).toEqual({
      retryAfterMs: 2000,
      isDatabaseLost: true,
    });
  });

  it('is requested again soon where the server names no time, or a proxy answers with its own page', async () => {
    expect(await readRefusal(refused({ code: 'overloaded' }))).toEqual({ retryAfterMs: 2000, isDatabaseLost: false });
    expect(await readRefusal(answer(503, '<html>Service Unavailable</html>'))).toEqual({
      retryAfterMs: 2000,
      isDatabaseLost: false,
    });
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 'soon' }))).toMatchObject({
      retryAfterMs: 2000,
    });
  });

  it('is requested again after a minute at most', async () => {
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 86_400 }))).toMatchObject({
      retryAfterMs: 60_000,
    });
  });

  it('is not requested again after a permanent error or a network failure', async () => {
    expect(await readRefusal(answer(500, '{}'))).toBeNull();
    expect(await readRefusal(answer(0, ''))).toBeNull();
    expect(await readRefusal(new Error('Unable to parse the tile'))).toBeNull();
    expect(await readRefusal(undefined)).toBeNull();
  });
});
