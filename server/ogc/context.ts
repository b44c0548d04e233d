/** What the routes of the standard interface share: how a resource is declared and told, and the way to it. */
import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { LangParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { LIMITS } from '../../tiles/filter/cql2/error.ts';
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import type { Ground, Terrain } from '../../tiles/style/ground.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import type { Content } from '../platform/http/content.ts';
import { ApiError } from '../platform/http/errors.ts';
import { route, type Route, type RouteRequest } from '../platform/http/route.ts';
import { collectionAddress } from './collections.ts';
import { ROOT, selfLinks, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';
import { pageHtml, type Crumb, type Html } from './page.ts';
import { FORMATS, formatOf, htmlContent, jsonContent, refuseOthers, type Format } from './resource.ts';

export interface OgcRoutesParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  /** What is known of the city's own base map and heights; null where it has none. */
  readonly ground: () => Promise<Ground | null>;
  readonly terrain: () => Promise<Terrain | null>;
  readonly version: string;
}

export const CommonQuery = {
  f: Type.Optional(
    Type.Enum([...FORMATS], says('json 或 html；不给则按 Accept。', 'json or html; by Accept where it is left out.')),
  ),
  lang: Type.Optional(LangParameter),
};

export const CollectionParam = Type.String({
  examples: ['toilets'],
  ...says('图层编号。', 'Id of the collection.'),
});
export const CollectionParams = Type.Object({ collectionId: CollectionParam });
export const MatrixSetParam = Type.String({
  examples: ['WebMercatorQuad'],
  ...says('瓦片矩阵集编号。', 'Id of the tile matrix set.'),
});

type Query = { readonly f?: Format | undefined };
export type Asked<P = unknown> = RouteRequest<P, Query>;

/** A resource as it is told: JSON, and a page. */
export interface Told {
  readonly type: string;
  /** The text, or all of the answer where it is kept. */
  readonly json: () => string | Content;
  readonly crumbs: readonly Crumb[];
  readonly title: string;
  /** Called for the page alone. */
  readonly body: () => readonly Html[] | Promise<readonly Html[]>;
  readonly headers?: Readonly<Record<string, string>>;
}

interface ResourceSpec<P extends TProperties> {
  readonly path: string;
  readonly params?: TObject<P>;
  readonly id: string;
  readonly summary: Text;
  readonly type: string;
  readonly schema: TSchema;
  readonly examples?: readonly string[];
  readonly query?: TProperties;
  readonly handle: (asked: Asked<Record<keyof P, string>>) => Content | Promise<Content>;
}

/** A route that takes no other parameters than its own. */
export function resource<P extends TProperties = Record<never, TSchema>>(spec: ResourceSpec<P>): Route {
  const { path, params, id, summary, type, schema, examples, query = CommonQuery, handle } = spec;
  return route({
    ...READ,
    path: ROOT + path,
    ...(params === undefined ? {} : { params }),
    query: Type.Object(query),
    answer: { status: 200, type, schema, otherTypes: Object.hasOwn(query, 'f') ? [TYPE.html] : [] },
    docs: { tag: 'ogc', id, summary, ...(examples === undefined ? {} : { examples }) },
    handle: (request) => {
      // `createApp` reads the parameters by these very schemas.
      const asked = request as unknown as Asked<Record<keyof P, string>>;
      refuseOthers(asked, Object.keys(query));
      return handle(asked);
    },
  });
}

/** What all of these routes have. */
export const READ = {
  method: 'GET',
  auth: anyone,
  cache: 'revalidate',
  cors: 'any-site',
  turn: 'kept',
  vary: ['language', 'host', 'accept'],
} as const;

/** The answer in the format that the client takes. @param city whose service it is */
export async function tell(
  asked: Asked,
  city: Text,
  { type, json, crumbs, title, body, headers = {} }: Told,
): Promise<Content> {
  const { lang, base } = asked;
  if (formatOf(asked) === 'json') {
    const told = json();
    return typeof told === 'string' ? jsonContent(told, type, { lang, headers }) : told;
  }
  const page = { lang, base, city, self: selfOf(asked), crumbs, title, body: await body(), jsonType: type };
  return htmlContent(pageHtml(page), { lang, headers });
}

export function linksToSelf(asked: Asked, type: string): readonly Link[] {
  return selfLinks(selfOf(asked), { format: formatOf(asked), type, lang: asked.lang });
}

export function toCollections({ base, lang }: Asked): Crumb {
  return { title: OGC.collections[lang], href: `${base}${ROOT}/collections?f=html&lang=${lang}` };
}

export function toLayer(asked: Asked, layer: LayerDefinition): readonly Crumb[] {
  return [
    toCollections(asked),
    { title: layer.title[asked.lang], href: `${collectionAddress(asked.base, layer)}?f=html&lang=${asked.lang}` },
  ];
}

/** Throws `ApiError` for a layer that has tiles alone. */
export function layerWithItems(registry: LayerRegistry, id: string, { base }: Pick<Asked, 'base'>): LayerDefinition {
  const layer = registry.layer(id, 'collectionId');
  if (registry.sourceOf(layer.id).tilesOnly !== true) return layer;
  throw new ApiError(404, 'no-items', OGC['no-items'], {
    parameter: 'collectionId',
    values: { layer: id, tiles: `${collectionAddress(base, layer)}/tiles` },
  });
}

/** Characters of a parameter that was read already. */
const ANY_LENGTH = LIMITS.longest;

export function queryOf({ parameters }: Pick<Asked, 'parameters'>): URLSearchParams {
  return new URLSearchParams(
    parameters.names.map((name): [string, string] => [name, parameters.text(name, ANY_LENGTH) ?? '']),
  );
}

/** The address asked for, from the start. */
export function selfOf(asked: Pick<Asked, 'parameters' | 'base' | 'path'>): string {
  const query = queryOf(asked).toString();
  return `${asked.base}${asked.path}${query === '' ? '' : `?${query}`}`;
}
