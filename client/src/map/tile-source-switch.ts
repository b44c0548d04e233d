import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { App } from '../app/types.ts';
import { filterTexts } from '../state/filter-text.ts';
import { openArchive, type Archive } from './archive.ts';
import type { Supply } from './sources.ts';

/** Whoever types a filter is not done with every letter. */
const FILTER_DEBOUNCE_MS = 250;
/** A slow archive does not keep the map from opening. */
const ARCHIVE_TIMEOUT_MS = 8000;

export interface BoundSupply {
  /** Null until it is known whether there is an archive. */
  readonly supply: ReadonlySignal<Supply | null>;
  /** Says that a map shows the supply: from here on filters follow what is typed with a delay. */
  readonly settle: () => void;
  readonly stop: () => void;
}

/** Where tiles come from, by the configuration and the reader's filters. */
export function bindSupply(app: App): BoundSupply {
  const archive = signal<Archive | null | undefined>(undefined);
  const stopOpening = effect(() => {
    const config = app.config.state.value.value;
    if (config !== null && archive.peek() === undefined)
      open(app, config.tileArchiveUrl, (opened) => {
        archive.value = opened;
      });
  });
  // As text: the same filters come anew with every catalogue.
  const texts = computed(() => JSON.stringify(filterTexts(app.layersById.value, app.store.filters.value)));
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
  const filters = computed(() => JSON.parse(current.value) as Supply['filters']);
  return {
    supply: computed(() => (archive.value === undefined ? null : { archive: archive.value, filters: filters.value })),
    settle() {
      settled.value = texts.peek();
    },
    stop() {
      stopOpening();
      stopSettling();
    },
  };
}

function open(app: App, url: string | undefined, take: (archive: Archive | null) => void): void {
  if (url === undefined) return take(null);
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The archive does not answer.')), ARCHIVE_TIMEOUT_MS);
  });
  Promise.race([openArchive(url), late]).then(take, () => {
    take(null);
    app.actions.notify({ key: 'error.archive' });
  });
}
