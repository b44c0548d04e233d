import Type from 'typebox';
import { LayersParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { SearchResultSchema, type SearchResult } from '../../tiles/api/search.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone, type Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import type { TermFollower } from './follow.ts';
import { SEARCH } from './messages.ts';
import { search, type SearchQuery } from './search.ts';

export interface SearchParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly follower: TermFollower;
}

export function searchRoutes({ db, registry, follower }: SearchParts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/search',
      auth: anyone,
      query: Type.Object({
        q: Type.String({ maxLength: 100, examples: ['公厕'], ...says('要查找的文字。', 'What to look for.') }),
        limit: Type.Integer({
          minimum: 1,
          maximum: 50,
          default: 10,
          ...says('最多返回多少条。', 'The most hits to give.'),
        }),
        layers: Type.Optional(LayersParameter),
      }),
      answer: json(SearchResultSchema),
      cache: 'revalidate',
      cors: 'any-site',
      turn: 'kept',
      docs: { tag: 'find', id: 'search', summary: SEARCH['get-search'], examples: ['/search?q=五四广场'] },
      handle: ({ query: { q, limit, layers }, principal, signal }) => {
        const only = layers === undefined ? {} : { layers: registry.layers(layers).map(({ id }) => id) };
        return searchFor({ db, registry, follower }, { q, limit, ...only }, { principal, signal });
      },
    }),
  ];
}

/** What somebody finds now: edits of a moment ago too, whoever made them. */
export async function searchFor(
  { db, registry, follower }: SearchParts,
  query: SearchQuery,
  { principal, signal }: { readonly principal: Principal; readonly signal: AbortSignal },
): Promise<SearchResult> {
  await follower.settle({ clients: principal.clients, signal });
  return search(db.as(principal, { signal }), registry, query, (source) =>
    sessionOf(source, db, principal, { signal }),
  );
}
