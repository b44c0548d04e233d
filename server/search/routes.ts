import Type from 'typebox';
import { LayersParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { SearchResultSchema, type SearchResult } from '../../tiles/api/search.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { anyone, type Principal } from '../platform/auth/principal.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { json, route, type Route } from '../platform/http/route.ts';
import type { TermFollower } from './follow.ts';
import { SEARCH } from './messages.ts';
import { search, type SearchQuery } from './search.ts';

export interface SearchParts {
  /** Where terms are made. */
  readonly db: Database;
  /** Where it is searched, which may be behind that. */
  readonly reads: Pick<Database, 'as'>;
  readonly registry: LayerRegistry;
  readonly follower: TermFollower;
}

export function searchRoutes(parts: SearchParts): readonly Route[] {
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
        const { registry } = parts;
        const only = layers === undefined ? {} : { layers: registry.layers(layers).map(({ id }) => id) };
        return searchFor(parts, { q, limit, ...only }, { principal, signal });
      },
    }),
  ];
}

/** What somebody finds now: edits of a moment ago too, whoever made them. */
export async function searchFor(
  { db, reads, registry, follower }: SearchParts,
  query: SearchQuery,
  { principal, signal }: { readonly principal: Principal; readonly signal: AbortSignal },
): Promise<SearchResult> {
  const searchAt = (at: Queryable): Promise<SearchResult> =>
    search(at, registry, query, (source) => sessionOf(source, db, principal, { signal }));
  // An edit is replicated with the note that its terms are still to be made, and the terms with the note's end.
  const reader = reads.as(principal, { signal });
  if (await follower.isSettledAt(reader)) return searchAt(reader);
  try {
    await follower.settle({ clients: principal.clients, signal });
  } catch (error) {
    // Nobody makes terms while the primary is lost: what was found before still is.
    if (error instanceof DatabaseUnavailable) return searchAt(reader);
    throw error;
  }
  return searchAt(db.as(principal, { signal }));
}
