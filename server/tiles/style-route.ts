import type { RequestHandler } from 'express';
import { styleOf } from '../../tiles/style/style.ts';
import { STYLE_THEMES, type StyleTheme } from '../../tiles/style/palette.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { CITY } from '../layers/city.ts';
import type { Context } from '../context.ts';
import { ApiError } from '../platform/http/errors.ts';
import { langOf } from '../platform/http/language.ts';
import { originOf } from '../platform/http/origin.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { API } from '../platform/messages/api.ts';
import { say, type Lang } from '../platform/messages/index.ts';
import type { LayerStats } from '../layers/layer-stats.ts';

/** `GET /styles/{theme}.json?lang=zh|en&layers=a,b` */
export function styleRoute({ registry, layerStats }: Context): RequestHandler<{ theme: string }> {
  return async (req, res) => {
    const theme = themeOf(req.params.theme);
    const lang = langOf(req);
    const only = new Query(req).list('layers');
    const style = styleOf({
      theme,
      lang,
      catalogue: registry.list,
      ...(only ? { only: new Set(registry.layers(only).map((layer) => layer.id)) } : {}),
      origin: originOf(req),
      name: nameOf(theme, lang),
      center: CITY.center,
      zoom: CITY.zoom,
      bounds: boundsOf(await layerStats.all()),
      labels: (await layerStats.areas()).labels,
    });
    await send(req, res, Content.json(style, { vary: ['Accept-Language', 'Host'] }));
  };
}

function themeOf(text: string): StyleTheme {
  const theme = STYLE_THEMES.find((each) => each === text);
  if (theme) return theme;
  throw new ApiError(404, 'unknown-theme', 'unknown-theme', {
    parameter: 'theme',
    values: { theme: text, themes: STYLE_THEMES.join(', ') },
  });
}

function nameOf(theme: StyleTheme, lang: Lang): string {
  return say(API[theme === 'dark' ? 'style-name-dark' : 'style-name'], lang, { city: API.city[lang] });
}

function boundsOf(stats: ReadonlyMap<string, LayerStats>): Record<string, Bbox> {
  return Object.fromEntries([...stats].flatMap(([id, { bbox }]) => (bbox ? [[id, bbox] as const] : [])));
}
