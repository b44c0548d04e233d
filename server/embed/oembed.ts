import type { OEmbed } from '../../tiles/api/oembed.ts';
import { pictureAddress, SIDE_PX, type EmbedState } from '../../tiles/embed/address.ts';
import { iframeHtml } from '../../tiles/embed/snippets.ts';
import { escapeHtml } from '../../tiles/text.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { Lang } from '../platform/messages/index.ts';
import { titleOf } from './links.ts';
import { EMBED } from './messages.ts';

/** Px where nobody says less. */
const USUAL = { width: 800, height: 500 } as const;
/** CSS px of the small picture, and how many of its own each of them has. */
const THUMBNAIL = { width: 400, height: 250 } as const;
const RATIO = 2;
const CACHE_AGE_S = 86_400;

export interface OEmbedQuestion {
  readonly state: EmbedState;
  readonly registry: LayerRegistry;
  /** Start of all addresses. */
  readonly base: string;
  readonly lang: Lang;
  /** Px. */
  readonly maxWidth?: number | undefined;
  readonly maxHeight?: number | undefined;
}

export function oembedOf({ state, registry, base, lang, maxWidth, maxHeight }: OEmbedQuestion): OEmbed {
  const title = titleOf(state, registry, lang);
  const width = Math.min(USUAL.width, maxWidth ?? Infinity);
  const height = Math.min(USUAL.height, maxHeight ?? Infinity);
  // What limits the map limits its small picture too (oEmbed 1.0, 2.3.4).
  const thumbnail = {
    width: Math.min(THUMBNAIL.width, Math.floor((maxWidth ?? Infinity) / RATIO)),
    height: Math.min(THUMBNAIL.height, Math.floor((maxHeight ?? Infinity) / RATIO)),
  };
  const theme = state.theme === 'dark' ? 'dark' : 'light';
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: EMBED.provider[lang],
    provider_url: `${base}/`,
    cache_age: CACHE_AGE_S,
    html: iframeHtml(base, state, { title, width, height }),
    width,
    height,
    ...(thumbnail.width < SIDE_PX.min || thumbnail.height < SIDE_PX.min
      ? {}
      : {
          thumbnail_url: base + pictureAddress(state, { theme, lang, ...thumbnail }),
          thumbnail_width: thumbnail.width * RATIO,
          thumbnail_height: thumbnail.height * RATIO,
        }),
  };
}

/** As `application/xml` of the specification: one element for each member. */
export function oembedXml(answer: OEmbed): string {
  const members = Object.entries(answer).map(([name, value]) => `<${name}>${escapeHtml(String(value))}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${members.join('')}</oembed>\n`;
}
