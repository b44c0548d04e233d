import Type from 'typebox';
import { LayersParameter } from '../../tiles/api/common.ts';
import { ServerEventSchema } from '../../tiles/api/service.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { anyone, clientFrom } from '../platform/auth/principal.ts';
import { noStreamFree } from '../platform/http/errors.ts';
import { eventStream } from '../platform/http/respond.ts';
import { events, route, type Route } from '../platform/http/route.ts';
import type { EventFeed } from './feed.ts';
import { CHANGES } from './messages.ts';

/** On the wire the type is the name of the event, and the rest its data. */
const EVENT_DATA = Object.fromEntries(
  ServerEventSchema.anyOf.map(({ properties: { type, ...data } }) => [type.const, Type.Object(data)]),
);

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
      answer: events(CHANGES.events, EVENT_DATA),
      cache: 'no-store',
      cors: 'any-site',
      docs: { tag: 'changes', id: 'getEvents', summary: CHANGES['get-events'] },
      handle: ({ query, principal }) => {
        const ids = query.layers;
        const layers = ids === undefined ? null : new Set(registry.layers(ids).map(({ id }) => id));
        const client = clientFrom(principal);
        const refusal = feed.refuses(client);
        if (refusal !== null) throw noStreamFree(refusal, 'too-many-listeners', CHANGES['too-many-listeners']);
        return eventStream((res) => feed.open(res, layers, client));
      },
    }),
  ];
}
