/** What the embedding of the map as it is now begins with, and the code that comes of it. */
import { EMBED_DEFAULTS, pictureAddress, type EmbedState } from '../../../../tiles/embed/address.ts';
import { elementHtml, embedLink, iframeHtml, type SnippetSize } from '../../../../tiles/embed/snippets.ts';
import { LOCALES } from '../../../../tiles/i18n.ts';
import { escapeHtml } from '../../../../tiles/text.ts';
import type { App } from '../../app/types.ts';
import { filterTexts } from '../../data/filter-text.ts';

export const SNIPPETS = ['element', 'iframe', 'link', 'picture'] as const;
export type SnippetKind = (typeof SNIPPETS)[number];

/** The layers, view, filters and look of the map as it is. */
export function stateOfMap({ shown, store, layersById }: App): EmbedState {
  const base = store.basemap.peek();
  return {
    ...EMBED_DEFAULTS,
    layers: shown.peek(),
    view: store.view.peek(),
    filters: filterTexts(layersById.peek(), store.filters.peek()),
    selected: store.selection.peek(),
    theme: store.theme.peek(),
    base,
  };
}

/** Filters of the layers that are left, and nothing selected in one that is not. */
export function withLayers(state: EmbedState, layers: readonly string[], all: EmbedState['filters']): EmbedState {
  const filters = Object.fromEntries(Object.entries(all).filter(([layer]) => layers.includes(layer)));
  const isThere = state.selected !== null && layers.includes(state.selected.layer);
  return { ...state, layers, filters, selected: isThere ? state.selected : null };
}

/** Of a picture that takes all there is. */
const PICTURE_WIDTH_PX = 800;

export interface SnippetParts {
  /** Address of the service, without a slash at its end. */
  readonly base: string;
  readonly title: string;
  readonly size: SnippetSize;
  readonly theme: 'light' | 'dark';
  readonly lang: 'zh' | 'en';
}

export function snippetOf(kind: SnippetKind, state: EmbedState, parts: SnippetParts): string {
  const { base, title, size } = parts;
  switch (kind) {
    case 'element':
      return elementHtml(base, state, size);
    case 'iframe':
      return iframeHtml(base, state, { title, ...size });
    case 'link':
      return embedLink(base, state);
    case 'picture': {
      const address = escapeHtml(pictureOf(state, parts));
      const [width, height] = [widthOf(size), size.height].map(String);
      return `<img src="${address}" alt="${escapeHtml(title)}" width="${width}" height="${height}">`;
    }
  }
}

/** A page that has nothing but the element. */
export function pageWith(state: EmbedState, parts: SnippetParts): string {
  return (
    `<!doctype html><html lang="${LOCALES[parts.lang]}"><meta charset="utf-8"><title>${escapeHtml(parts.title)}</title>` +
    `<body style="margin:0">${elementHtml(parts.base, state, { ...parts.size, width: null })}</body></html>`
  );
}

/** Address of the still picture. */
export function pictureOf(state: EmbedState, { base, size, theme, lang }: Omit<SnippetParts, 'title'>): string {
  const look = { theme, lang: state.lang ?? lang, width: widthOf(size), height: size.height };
  return base + pictureAddress(state, look);
}

function widthOf({ width }: SnippetSize): number {
  return width ?? PICTURE_WIDTH_PX;
}
