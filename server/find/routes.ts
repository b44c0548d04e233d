import Type from 'typebox';
import { FilterLangParameter, FilterParameter, LayerParameter } from '../../tiles/api/common.ts';
import { FindAnswerSchema, FindRouteSchema } from '../../tiles/api/find.ts';
import { NearbyResultSchema } from '../../tiles/api/layers.ts';
import { says } from '../../tiles/api/schema.ts';
import { MOST_ROWS, USUAL_RADIUS_M, USUAL_ROWS, WIDEST_M, readServices } from '../../tiles/find/query.ts';
import { FACILITY_KINDS } from '../../tiles/layer/layer.ts';
import { LAYER_FILTERS, meetAll, readAttributeFilters, readFilters } from '../filter/filters.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone } from '../platform/auth/principal.ts';
import { withPost } from '../platform/http/by-post.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import { facilityOf, find, routeTo, type FindParts } from './find.ts';
import { FIND } from './messages.ts';

const PLACE = {
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
};

const NearbyQuery = Type.Object({
  layer: LayerParameter,
  ...PLACE,
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

const flag = (zh: string, en: string) => Type.Boolean({ default: false, ...says(zh, en) });

const FindQuery = Type.Object({
  kind: Type.Enum([...FACILITY_KINDS], { examples: ['toilet'], ...says('设施种类。', 'Kind of facility.') }),
  ...PLACE,
  radius: Type.Integer({
    minimum: 1,
    maximum: WIDEST_M,
    default: USUAL_RADIUS_M,
    ...says('半径（步行米数）。', 'Radius, in metres on foot.'),
  }),
  limit: Type.Integer({
    minimum: 1,
    maximum: MOST_ROWS,
    default: USUAL_ROWS,
    ...says('最多返回多少处。', 'The most facilities to give.'),
  }),
  open: flag('此刻开放。', 'Open now.'),
  accessible: flag('无障碍。', 'For wheelchairs.'),
  free: flag('免费。', 'Free of charge.'),
  spaces: flag('此刻有空余的共享泊位。', 'With shared spaces free now.'),
  with: Type.Optional(
    Type.String({
      examples: ['third_restroom'],
      ...says('须提供的服务（属性编号），逗号分隔。', 'Services that it must have: attributes between commas.'),
    }),
  ),
  height: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 10, ...says('车高（米）。', 'Height of the vehicle, in metres.') }),
  ),
  level: Type.Optional(Type.String(says('学段、类别的代码。', 'Code of the level.'))),
});

const RouteQuery = Type.Object({
  ...PLACE,
  layer: LayerParameter,
  id: Type.String({ examples: ['toilet-0001'], ...says('要素编号。', 'Id of the feature.') }),
});

export function findRoutes(parts: FindParts): readonly Route[] {
  return [...nearbyRoutes(parts), ...facilityRoutes(parts)];
}

/** The list and the map of `/find` are one answer. */
function facilityRoutes(parts: FindParts): readonly Route[] {
  const common = { method: 'GET', auth: anyone, cors: 'any-site', turn: 'kept' } as const;
  return [
    route({
      ...common,
      path: '/find/results',
      query: FindQuery,
      answer: json(FindAnswerSchema),
      // It is of a moment.
      cache: 'no-store',
      docs: {
        tag: 'find',
        id: 'findFacilities',
        summary: FIND['get-results'],
        examples: ['/find/results?kind=toilet&lon=120.38&lat=36.07'],
      },
      handle: ({ query, principal, signal }) => {
        const { kind, lon, lat, radius: radiusM, limit, open, accessible, free, spaces, level = null } = query;
        const filters = {
          ...{ open, accessible, free, spaces, level },
          with: readServices(query.with ?? null),
          heightM: query.height ?? null,
        };
        const question = { kind, place: { lon, lat }, radiusM, limit, filters };
        return find(parts, question, new Date(), { principal, signal });
      },
    }),
    route({
      ...common,
      path: '/find/route',
      query: RouteQuery,
      answer: json(FindRouteSchema),
      cache: 'revalidate',
      docs: { tag: 'find', id: 'findRoute', summary: FIND['get-route'] },
      handle: async ({ query: { lon, lat, layer, id }, principal, signal }) => {
        const target = await facilityOf(parts, { layer, id }, { principal, signal });
        return routeTo(parts, { lon, lat }, target, { principal, signal });
      },
    }),
  ];
}

function nearbyRoutes({ db, registry }: Pick<FindParts, 'db' | 'registry'>): readonly Route[] {
  return withPost(
    /** An attribute and its value say what `filter=attribute = value` does, for addresses written by hand. */
    route({
      method: 'GET',
      path: '/nearby',
      auth: anyone,
      query: NearbyQuery,
      openQuery: [
        LAYER_FILTERS,
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
