import { ClientConfigSchema } from '../../tiles/api/service.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { City } from '../layers/city.ts';
import type { Config } from '../platform/config.ts';
import { FILES_PATH } from '../platform/http/express.ts';
import { Content } from '../platform/http/content.ts';
import { body, json, route, type Route } from '../platform/http/route.ts';
import { clientConfig } from './config.ts';
import { SITE } from './messages.ts';
import { siteFiles } from './site.ts';

export function configRoutes(config: Config, city: City, hasCases: boolean): readonly Route[] {
  const content = Content.json(clientConfig(config, city, hasCases));
  return [
    route({
      method: 'GET',
      path: '/config.json',
      auth: anyone,
      answer: json(ClientConfigSchema),
      cache: 'revalidate',
      cors: 'any-site',
      docs: { tag: 'service', id: 'getConfig', summary: SITE['get-config'], examples: ['/config.json'] },
      handle: () => content,
    }),
  ];
}

/** The built client, at every address that no other route takes. */
export function siteRoutes(config: Config): readonly Route[] {
  const files = siteFiles(config);
  return [
    route({
      method: 'GET',
      path: FILES_PATH,
      auth: anyone,
      answer: body('text/html', SITE['not-built-title']),
      cache: 'revalidate',
      cors: 'any-site',
      vary: ['prefix'],
      handle: ({ path, preferredLang, prefix }) => files(path, preferredLang, prefix),
    }),
  ];
}
