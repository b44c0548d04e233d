import Type from 'typebox';
import { LayersParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
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

const HoldParameter = Type.Boolean(
  says(
    '多个进程或多台机器应答时，事件缺省推迟 0.25 秒，以免随后的请求从另一进程得到旧数据。false 为不推迟：收到变化后一秒内的请求须带 If-Revision 头（如 toilets=42, zones=7），应答的进程会等到这些版本。',
    'Where several processes or machines answer, events are held back 0.25 s, so that what is asked next is not answered with old data by another one. false: they are not; requests within a second of a change are then to bring If-Revision (such as toilets=42, zones=7), and who answers waits until it knows those revisions.',
  ),
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
      query: Type.Object({ layers: Type.Optional(LayersParameter), hold: Type.Optional(HoldParameter) }),
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
        const asksByRevision = query.hold === false;
        return eventStream((res) => feed.open(res, layers, { client, asksByRevision }));
      },
    }),
  ];
}
