/**
 * What all embedded maps of a page have in common, by the address of their service: its configuration, its list of
 * layers, and one stream of changes. MapLibre shares its workers among the maps by itself.
 */
import { effect } from '@preact/signals';
import type { ClientConfig, LayerList } from '../../../tiles/api/wire.ts';
import { createApi } from '../data/api.ts';
import { createConnection, type Connection } from '../data/connection.ts';
import { createAskJson } from '../data/http.ts';
import { createLive, type Live } from '../data/live.ts';
import { createResource, type Resource } from '../data/remote.ts';
import { createStream } from '../data/stream.ts';
import type { Language } from '../i18n/keys.ts';

export interface Service {
  /** Without a slash at its end. */
  readonly base: string;
  readonly config: Resource<ClientConfig>;
  readonly catalogue: Resource<LayerList>;
  readonly live: Live;
  readonly connection: Connection;
}

interface Shared {
  readonly service: Service;
  readonly stop: () => void;
  maps: number;
}

const services = new Map<string, Shared>();
/** The list of layers is fetched again soon after a change, but not at every one. */
const CATALOGUE_AFTER_MS = 3000;
/** Errors of what maps share are worded by each map. */
const LANGUAGE: Language = 'zh';

/** The service for one more map. @returns it, and a function for when the map is gone */
export function useService(base: string): { readonly service: Service; readonly release: () => void } {
  const shared = services.get(base) ?? start(base);
  services.set(base, shared);
  shared.maps += 1;
  let isReleased = false;
  return {
    service: shared.service,
    release() {
      if (isReleased) return;
      isReleased = true;
      shared.maps -= 1;
      if (shared.maps > 0) return;
      shared.stop();
      services.delete(base);
    },
  };
}

function start(base: string): Shared {
  const get = createAskJson(base, () => LANGUAGE);
  const connection = createConnection(() => get('/readyz'));
  const api = createApi(base, () => LANGUAGE, connection.watch);
  const live = createLive();
  const config = createResource(() => api.config(), connection.recoveries);
  const catalogue = createResource(() => api.layers(), connection.recoveries);
  void config.load();
  void catalogue.load();
  const stops = [follow(base, live, connection), reload(live, catalogue)];
  return {
    service: { base, config, catalogue, live, connection },
    stop: () => stops.forEach((stop) => stop()),
    maps: 0,
  };
}

/** Follows changes while the page is visible. */
function follow(base: string, live: Live, connection: Connection): () => void {
  if (typeof EventSource !== 'function') return () => undefined;
  const stream = createStream({
    open: () => new EventSource(`${base}/events`),
    onEvent: live.receive,
    onLost: connection.look,
  });
  const look = (): void => {
    if (document.visibilityState === 'hidden') {
      live.pause();
      stream.stop();
    } else {
      live.resume();
      stream.start();
    }
  };
  look();
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', stream.stop);
  addEventListener('pageshow', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    removeEventListener('pagehide', stream.stop);
    removeEventListener('pageshow', look);
    stream.stop();
  };
}

function reload({ versions, redefinitions }: Live, catalogue: Resource<LayerList>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  const stop = effect(() => {
    void versions.value;
    void redefinitions.value;
    if (isFirst) {
      isFirst = false;
      return;
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      void catalogue.load();
    }, CATALOGUE_AFTER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
