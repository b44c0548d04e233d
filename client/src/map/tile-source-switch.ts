/** Chooses where tiles come from, by configuration and filters. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Archive } from './archive.ts';
import type { MapHost } from './host.ts';
import type { TileSources } from './sources.ts';

/** Waits until the reader has finished typing a filter. */
const FILTER_DEBOUNCE_MS = 250;
/** A slow archive does not keep the map from opening. */
const ARCHIVE_TIMEOUT_MS = 8000;

export interface TileSourceSwitch {
  /** Null until it is known whether there is an archive. */
  readonly sources: ReadonlySignal<TileSources | null>;
  /** Called once the map shows the sources; from then on filters follow typing with a delay. */
  readonly settle: () => void;
  readonly stop: () => void;
}

export function createTileSourceSwitch(host: MapHost): TileSourceSwitch {
  const archive = signal<Archive | null | undefined>(undefined);
  const stopOpening = effect(() => {
    const config = host.config.value;
    if (config !== null && archive.peek() === undefined)
      open(host, config.tileArchiveUrl, (opened) => {
        archive.value = opened;
      });
  });
  // Compared as text, since every catalogue brings new objects with the same filters.
  const texts = computed(() => JSON.stringify(host.filters.value));
  const settled = signal<string | null>(null);
  const stopSettling = effect(() => {
    const text = texts.value;
    if (settled.value === null || text === settled.value) return undefined;
    const timer = setTimeout(() => {
      settled.value = text;
    }, FILTER_DEBOUNCE_MS);
    return () => clearTimeout(timer);
  });
  const current = computed(() => settled.value ?? texts.value);
  const filters = computed(() => JSON.parse(current.value) as TileSources['filters']);
  return {
    sources: computed(() => (archive.value === undefined ? null : { archive: archive.value, filters: filters.value })),
    settle() {
      settled.value = texts.peek();
    },
    stop() {
      stopOpening();
      stopSettling();
    },
  };
}

function open(host: MapHost, url: string | undefined, take: (archive: Archive | null) => void): void {
  if (url === undefined) return take(null);
  // One that answers late is used from then on.
  const timer = setTimeout(() => take(null), ARCHIVE_TIMEOUT_MS);
  import('./archive.ts')
    .then(({ openArchive }) => openArchive(url))
    .then(take, () => {
      take(null);
      host.notify({ key: 'error.archive' });
    })
    .finally(() => clearTimeout(timer));
}
