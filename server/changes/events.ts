import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Query } from '../platform/http/query.ts';

/** `GET /events?layers=`: changes of the layers as they happen, as server-sent events (`ServerEvent`). */
export function eventsRoute({ registry, feed }: Context): RequestHandler {
  return async (req, res) => {
    const ids = new Query(req).list('layers');
    const layers = ids === undefined ? null : new Set(registry.layers(ids).map(({ id }) => id));
    if (feed.isFull)
      throw new ApiError(503, 'too-many-listeners', 'too-many-listeners', { headers: { 'Retry-After': '30' } });
    if (req.method === 'HEAD') res.set('Cache-Control', 'no-store').type('text/event-stream').end();
    else await feed.open(res, layers);
  };
}
