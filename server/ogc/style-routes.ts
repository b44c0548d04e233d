/** The styles of the map. */
import Type from 'typebox';
import { says } from '../../tiles/api/schema.ts';
import { StyleSchema } from '../../tiles/api/tile-sets.ts';
import type { Lang } from '../../tiles/i18n.ts';
import { STYLE_THEMES } from '../../tiles/style/palette.ts';
import { ApiError } from '../platform/http/errors.ts';
import type { Route } from '../platform/http/route.ts';
import { makeStyle } from '../tiles/index.ts';
import { CommonQuery, linksToSelf, resource, tell, type OgcRoutesParts } from './context.ts';
import { ROOT, TYPE } from './links.ts';
import { OGC } from './messages.ts';
import * as pages from './pages.ts';
import { jsonContent } from './resource.ts';
import { StylesSchema } from './schemas.ts';

export function styleRoutes({ registry, layerStats, ground, terrain }: OgcRoutesParts): readonly Route[] {
  const city = registry.city.name;
  const styleTitle = (id: (typeof STYLE_THEMES)[number], lang: Lang): string => OGC[`style-${id}`][lang];

  const styles = resource({
    path: '/styles',
    id: 'getOgcStyles',
    summary: OGC['get-styles'],
    type: TYPE.json,
    schema: StylesSchema,
    examples: ['/ogc/styles'],
    handle: (asked) => {
      const { lang, base } = asked;
      const list = STYLE_THEMES.map((id) => ({
        id,
        title: styleTitle(id, lang),
        links: [{ rel: 'stylesheet', type: TYPE.style, href: `${base}${ROOT}/styles/${id}?lang=${lang}` }],
      }));
      return tell(asked, city, {
        type: TYPE.json,
        json: () => JSON.stringify({ default: STYLE_THEMES[0], styles: list, links: linksToSelf(asked, TYPE.json) }),
        crumbs: [],
        title: OGC.styles[lang],
        body: () => pages.styles(list, lang),
      });
    },
  });

  const style = resource({
    path: '/styles/:styleId',
    params: Type.Object({
      styleId: Type.String({ examples: ['light'], ...says('样式编号。', 'Id of the style.') }),
    }),
    id: 'getOgcStyle',
    summary: OGC['get-style'],
    type: TYPE.style,
    schema: StyleSchema,
    query: { lang: CommonQuery.lang },
    examples: ['/ogc/styles/light'],
    handle: async ({ params, lang, base, signal }) => {
      const theme = STYLE_THEMES.find((each) => each === params.styleId);
      if (theme === undefined)
        throw new ApiError(404, 'unknown-style', OGC['unknown-style'], {
          parameter: 'styleId',
          values: { style: params.styleId, styles: STYLE_THEMES.join(', ') },
        });
      const made = await makeStyle(theme, {
        registry,
        only: null,
        lang,
        origin: base,
        layerStats,
        ground: await ground(),
        terrain: await terrain(),
        tone: 'own',
        signal,
      });
      return jsonContent(JSON.stringify(made), TYPE.style, { lang });
    },
  });

  return [styles, style];
}
