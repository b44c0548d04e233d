import Type from 'typebox';
import { FilterLangParameter, FilterParameter, LayerFilterParameter, LayerParameter } from '../../tiles/api/common.ts';
import { NearbyResultSchema } from '../../tiles/api/layers.ts';
import { says } from '../../tiles/api/schema.ts';
import { meetAll, readAttributeFilters, readFilters } from '../filter/filters.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { withPost } from '../platform/http/by-post.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import { FIND } from './messages.ts';

const NearbyQuery = Type.Object({
  layer: LayerParameter,
  lon: Type.Number({
    minimum: -180,
    maximum: 180,
    examples: [120.38],
    ...says('经度（度，WGS 84）。', 'Longitude in degrees, WGS 84.'),
  }),
  lat: Type.Number({
    minimum: -90,
    maximum: 90,
    examples: [36.07],
    ...says('纬度（度，WGS 84）。', 'Latitude in degrees, WGS 84.'),
  }),
  radius: Type.Number({ minimum: 1, maximum: 50_000, default: 1000, ...says('半径（米）。', 'Radius in metres.') }),
  limit: Type.Integer({
    minimum: 1,
    maximum: 100,
    default: 20,
    ...says('最多返回多少个。', 'The most features to give.'),
  }),
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
});
const OWN_PARAMETERS = [...Object.keys(NearbyQuery.properties), 'lang'];

export interface FindParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
}

export function findRoutes({ db, registry }: FindParts): readonly Route[] {
  return withPost(
    /** An attribute and its value say what `filter=attribute = value` does, for addresses written by hand. */
    route({
      method: 'GET',
      path: '/nearby',
      auth: anyone,
      query: NearbyQuery,
      openQuery: [
        { name: 'filters', pattern: '^filter\\.', schema: LayerFilterParameter },
        {
          name: 'attributes',
          schema: Type.String(
            says('属性须等于此值，例如 wifi=true。', 'The attribute must equal this value, such as wifi=true.'),
          ),
        },
      ],
      answer: json(NearbyResultSchema),
      cache: 'revalidate',
      cors: 'any-site',
      turn: 'kept',
      docs: {
        tag: 'find',
        id: 'getNearby',
        summary: FIND['get-nearby'],
        examples: ['/nearby?layer=toilets&lon=120.38&lat=36.07&radius=2000'],
      },
      handle: async ({ query, parameters, principal, signal }) => {
        const layer = registry.layer(query.layer);
        const filter = meetAll([
          readFilters(parameters, [layer]).get(layer.id) ?? null,
          ...readAttributeFilters(parameters, layer, OWN_PARAMETERS),
        ]);
        const { lon, lat, radius: radiusM, limit } = query;
        const source = registry.sourceOf(layer.id);
        const session = sessionOf(source, db, principal, { signal });
        const features = await source.items(session, { layer, lon, lat, radiusM, limit, filter });
        return { type: 'FeatureCollection' as const, features };
      },
    }),
  );
}
