/** What somebody puts into a page to show a map there. */
import { escapeHtml, formatDecimal } from '../text.ts';
import { EMBED_DEFAULTS, formatEmbed, type EmbedState } from './address.ts';

export interface SnippetSize {
  /** CSS px; null takes the width that there is. */
  readonly width: number | null;
  readonly height: number;
}

export function embedLink(base: string, state: EmbedState): string {
  return `${base}/embed${formatEmbed(state)}`;
}

/** @param base address of the service, without a slash at its end */
export function iframeHtml(
  base: string,
  state: EmbedState,
  { title, width, height }: SnippetSize & { readonly title: string },
): string {
  return `<iframe${attributes([
    ['src', embedLink(base, state)],
    ['title', title],
    ['width', width === null ? '100%' : String(width)],
    ['height', String(height)],
    ['loading', 'lazy'],
    ['style', 'border:0;max-width:100%'],
  ])} allowfullscreen></iframe>`;
}

export function elementHtml(base: string, state: EmbedState, size: SnippetSize): string {
  return (
    `<script type="module" src="${escapeHtml(`${base}/embed.js`)}"></script>\n` +
    `<city-map${attributes([...elementAttributes(state), ['style', styleOf(size)]])}></city-map>`
  );
}

type Attribute = readonly [name: string, value: string];

/** Attributes of `<city-map>`, without those that say what is usual. */
export function elementAttributes(state: EmbedState): readonly Attribute[] {
  const { layers, view, filter, filters, selected, base, theme, lang, legend } = state;
  const turned = view !== null && (view.bearing !== 0 || view.pitch !== 0);
  const given: readonly (readonly [name: string, value: string | null])[] = [
    ['layers', layers?.join(',') ?? null],
    ['center', view === null ? null : `${decimal(view.lon)},${decimal(view.lat)}`],
    ['zoom', view === null ? null : decimal(view.zoom)],
    ['bearing', turned ? decimal(view.bearing) : null],
    ['pitch', turned ? decimal(view.pitch) : null],
    ['filter', filter],
    ['filters', Object.keys(filters).length === 0 ? null : JSON.stringify(filters)],
    ['selected', selected === null ? null : `${selected.layer}/${selected.id}`],
    ['base', base === EMBED_DEFAULTS.base ? null : base],
    ['theme', theme === EMBED_DEFAULTS.theme ? null : theme],
    ['lang', lang],
    ['legend', legend],
  ];
  return given.filter((attribute): attribute is Attribute => attribute[1] !== null);
}

function styleOf({ width, height }: SnippetSize): string {
  return width === null
    ? `height:${String(height)}px`
    : `width:${String(width)}px;max-width:100%;height:${String(height)}px`;
}

function attributes(given: readonly Attribute[]): string {
  return given.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('');
}

function decimal(value: number): string {
  return formatDecimal(value, 5);
}
