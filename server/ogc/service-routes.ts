/** The landing page, the standards followed, and the description of the interface. */
import Type from 'typebox';
import type { Text } from '../../tiles/layer/layer.ts';
import { PrefixedContents } from '../platform/http/prefixed-contents.ts';
import type { Route } from '../platform/http/route.ts';
import { say } from '../platform/messages/index.ts';
import { CONFORMANCE } from './conformance.ts';
import { linksToSelf, resource, tell, type OgcRoutesParts } from './context.ts';
import { REL, ROOT, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';
import { openApi30 } from './openapi-3-0.ts';
import * as pages from './pages.ts';
import { jsonContent } from './resource.ts';
import { ConformanceSchema, LandingSchema } from './schemas.ts';

/** @param described all routes of the interface */
export function serviceRoutes(
  { registry, version }: OgcRoutesParts,
  described: () => readonly Route[],
): readonly Route[] {
  const city = registry.city.name;
  const landing = resource({
    path: '',
    id: 'getOgcLanding',
    summary: OGC['get-landing'],
    type: TYPE.json,
    schema: LandingSchema,
    examples: ['/ogc'],
    handle: (asked) => {
      const { base, lang } = asked;
      const at = (path: string, rel: string, type: string, text: Text): Link => ({
        rel,
        type,
        title: text[lang],
        href: base + path,
      });
      const links = [
        ...linksToSelf(asked, TYPE.json),
        at(`${ROOT}/api?f=json`, 'service-desc', TYPE.openapi, OGC.api),
        at(`${ROOT}/api?f=html`, 'service-doc', TYPE.html, OGC.api),
        at(`${ROOT}/conformance`, 'conformance', TYPE.json, OGC.conformance),
        at(`${ROOT}/collections`, 'data', TYPE.json, OGC.collections),
        at(`${ROOT}/tiles`, REL.vectorTilesets, TYPE.json, OGC.tilesets),
        at('/tileMatrixSets', REL.tilingSchemes, TYPE.json, OGC['matrix-set']),
        at(`${ROOT}/styles`, REL.styles, TYPE.json, OGC.styles),
      ];
      const title = say(OGC['api-title'], lang, { city });
      const description = say(OGC['api-intro'], lang, { city });
      return tell(asked, city, {
        type: TYPE.json,
        json: () => JSON.stringify({ title, description, links }),
        crumbs: [],
        title,
        body: () => pages.landing({ description, lang, base }),
      });
    },
  });

  const conformance = resource({
    path: '/conformance',
    id: 'getOgcConformance',
    summary: OGC['get-conformance'],
    type: TYPE.json,
    schema: ConformanceSchema,
    examples: ['/ogc/conformance'],
    handle: (asked) =>
      tell(asked, city, {
        type: TYPE.json,
        json: () => JSON.stringify({ conformsTo: CONFORMANCE }),
        crumbs: [],
        title: OGC.conformance[asked.lang],
        body: () => pages.conformance(CONFORMANCE, asked.lang),
      }),
  });

  // Routes stay what they are while the service runs, whatever becomes of the layers.
  const descriptions = new PrefixedContents();
  const api = resource({
    path: '/api',
    id: 'getOgcApi',
    summary: OGC['get-api'],
    type: TYPE.openapi,
    schema: Type.Unsafe<object>({ type: 'object' }),
    examples: ['/ogc/api'],
    handle: (asked) => {
      const { lang, base } = asked;
      const description = say(OGC['api-intro'], lang, { city });
      const title = { zh: say(OGC['api-title'], 'zh', { city }), en: say(OGC['api-title'], 'en', { city }) };
      return tell(asked, city, {
        type: TYPE.openapi,
        json: () =>
          descriptions.of(lang, base, () =>
            jsonContent(
              JSON.stringify(openApi30(described(), { lang, title, description, version, base })),
              TYPE.openapi,
              { lang },
            ),
          ),
        crumbs: [],
        title: OGC.api[lang],
        body: () => pages.api(described(), lang),
      });
    },
  });

  return [landing, conformance, api];
}
