import { ClientConfigSchema } from '../../tiles/api/service.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { FILES_PATH } from '../platform/http/express.ts';
import { Content } from '../platform/http/content.ts';
import type { Query } from '../platform/http/query.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import { clientConfig } from './config.ts';
import { SITE } from './messages.ts';
import { siteFiles } from './site.ts';

const MAP_PATH = '/';

/** @param credit whose the city's own base map is, as of now; null where it has none */
export function configRoutes(
  config: Config,
  city: City,
  hasCases: boolean,
  credit: () => Promise<Text | null>,
): readonly Route[] {
  // The same object as long as the base map is the same one, so that it is compressed once.
  let kept: { readonly credit: Text | null; readonly content: Content } | null = null;
  return [
    route({
      method: 'GET',
      path: '/config.json',
      auth: anyone,
      answer: json(ClientConfigSchema),
      cache: 'revalidate',
      cors: 'any-site',
      docs: { tag: 'service', id: 'getConfig', summary: SITE['get-config'], examples: ['/config.json'] },
      handle: async () => {
        const now = await credit();
        if (kept === null || kept.credit !== now)
          kept = { credit: now, content: Content.json(clientConfig(config, city, hasCases, now)) };
        return kept.content;
      },
    }),
  ];
}

/**
 * The built client, at every address that no other route takes.
 *
 * @param discovery HTML for the head of the map's page: how programs learn of it what is at an address
 */
export function siteRoutes(
  config: Config,
  city: City,
  discovery: (base: string, parameters: Query) => string,
): readonly Route[] {
  const files = siteFiles(config, city);
  return [
    route({
      method: 'GET',
      path: MAP_PATH,
      auth: anyone,
      answer: body('text/html', SITE['not-built-title']),
      cache: 'revalidate',
      cors: 'any-site',
      cost: 'free',
      vary: ['host'],
      handle: async ({ parameters, preferredLang, prefix, base }) => {
        const page = await files(MAP_PATH, preferredLang, prefix);
        if (!(page instanceof Content)) return page;
        const links = discovery(base, parameters);
        const html = page.body.toString('utf8').replace('</head>', () => `${links}</head>`);
        return new Content(Buffer.from(html), page.options);
      },
    }),
    route({
      method: 'GET',
      path: FILES_PATH,
      auth: anyone,
      answer: body('text/html', SITE['not-built-title']),
      cache: 'revalidate',
      cors: 'any-site',
      cost: 'free',
      vary: ['prefix'],
      handle: ({ path, preferredLang, prefix }) => files(path, preferredLang, prefix),
    }),
  ];
}
