import Type from 'typebox';
import { LayersParameter } from '../../tiles/api/common.ts';
import { ServerEventSchema } from '../../tiles/api/service.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone, clientFrom } from '../platform/auth/principal.ts';
import { ApiError, tooManyRequests } from '../platform/http/errors.ts';
import { eventStream } from '../platform/http/respond.ts';
import { events, route, type Route } from '../platform/http/route.ts';
import type { EventFeed } from './feed.ts';
import { CHANGES } from './messages.ts';

/** Until a place may be free. */
const RETRY_AFTER_S = '30';

export interface ChangeRoutesParts {
  readonly registry: LayerRegistry;
  readonly feed: EventFeed;
}

export function changeRoutes({ registry, feed }: ChangeRoutesParts): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/events',
      auth: anyone,
      query: Type.Object({ layers: Type.Optional(LayersParameter) }),
      answer: events(CHANGES.events, ServerEventSchema),
      cache: 'no-store',
      cors: 'any-site',
      docs: { tag: 'changes', id: 'getEvents', summary: CHANGES['get-events'] },
      handle: ({ query, principal }) => {
        const ids = query.layers;
        const layers = ids === undefined ? null : new Set(registry.layers(ids).map(({ id }) => id));
        const client = clientFrom(principal);
        const refusal = feed.refuses(client);
        if (refusal === 'share') throw tooManyRequests(RETRY_AFTER_S);
        if (refusal === null) return eventStream((res) => feed.open(res, layers, client));
        throw new ApiError(503, 'too-many-listeners', CHANGES['too-many-listeners'], {
          headers: { 'Retry-After': RETRY_AFTER_S },
        });
      },
    }),
  ];
}
