import Type from 'typebox';
import { LangParameter } from '../../tiles/api/common.ts';
import { OEmbedSchema } from '../../tiles/api/oembed.ts';
import { says } from '../../tiles/api/schema.ts';
import { LANGUAGES } from '../../tiles/i18n.ts';
import { formatEmbed, readEmbed } from '../../tiles/embed/address.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { Config } from '../platform/config.ts';
import { Content, HTML_TYPE, XML_TYPE } from '../platform/http/content.ts';
import { ApiError } from '../platform/http/errors.ts';
import { once } from '../platform/http/respond.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import { builtPage, notBuiltPage } from '../site/index.ts';
import { discoveryLinks, EMBED_PATH, readLink, titleOf } from './links.ts';
import { EMBED } from './messages.ts';
import { oembedOf, oembedXml } from './oembed.ts';
import { fillEmbedPage } from './page.ts';

export interface EmbedParts {
  readonly config: Config;
  readonly registry: LayerRegistry;
}

const FORMATS: readonly string[] = ['json', 'xml'];

const mostPx = (zh: string, en: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, ...says(zh, en) }));

/** The map in an iframe. */
export function embedPageRoute({ config, registry }: EmbedParts): Route {
  const template = builtPage(config, '/embed.html', registry.city);
  return route({
    method: 'GET',
    path: EMBED_PATH,
    auth: anyone,
    answer: body('text/html', EMBED.page),
    cache: 'revalidate',
    cors: 'any-site',
    vary: ['host'],
    handle: async ({ parameters, base, prefix }) => {
      const page = await template(prefix);
      const state = readEmbed(parameters.search);
      // The page around it says which language it has, not its reader's browser.
      const lang = state.lang ?? LANGUAGES[0];
      if (page === null) return notBuiltPage(lang);
      const title = titleOf(state, registry, lang);
      const links = discoveryLinks(base, EMBED_PATH + formatEmbed(state), title);
      const html = fillEmbedPage(page.html, { lang, title, links, origins: config.embedOrigins });
      // A page of other sites asks for nobody's position.
      const headers = { ...page.headers, 'Permissions-Policy': 'geolocation=(), camera=(), microphone=()' };
      return new Content(Buffer.from(html), { type: HTML_TYPE, headers });
    },
  });
}

/** How a link to a map is embedded. */
export function oembedRoute({ registry }: Pick<EmbedParts, 'registry'>): Route {
  return route({
    method: 'GET',
    path: '/oembed',
    auth: anyone,
    query: Type.Object({
      url: Type.String({
        examples: ['https://map.example.org/?layers=toilets&at=120.38,36.07,13'],
        ...says('地图页面的链接。', 'Link to a page of the map.'),
      }),
      format: Type.Optional(
        // Any text: another format is answered by 501, as oEmbed has it, and not as a bad parameter.
        Type.String({ examples: FORMATS, ...says('json（默认）或 xml。', 'json, as usual, or xml.') }),
      ),
      maxwidth: mostPx('最大宽度（像素）。', 'The most pixels in width.'),
      maxheight: mostPx('最大高度（像素）。', 'The most pixels in height.'),
      lang: Type.Optional(LangParameter),
    }),
    answer: json(OEmbedSchema),
    cache: 'revalidate',
    cors: 'any-site',
    vary: ['language', 'host'],
    docs: { tag: 'service', id: 'getOEmbed', summary: EMBED['get-oembed'] },
    handle: ({ query: { url, format = 'json', maxwidth, maxheight }, lang, base }) => {
      if (!FORMATS.includes(format))
        throw new ApiError(501, 'unknown-format', EMBED['no-format'], { parameter: 'format', values: { format } });
      const state = readLink(url, base, registry);
      if (state === null)
        throw new ApiError(404, 'not-embeddable', EMBED['no-embed'], { parameter: 'url', values: { url, base } });
      const answer = oembedOf({
        state,
        registry,
        base,
        lang: state.lang ?? lang,
        maxWidth: maxwidth,
        maxHeight: maxheight,
      });
      return format === 'xml' ? once(Buffer.from(oembedXml(answer)), XML_TYPE) : answer;
    },
  });
}
