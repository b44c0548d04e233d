import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { search } from './search.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 50;
const MAX_LENGTH = 100;

/** `GET /search?q=&limit=&layers=` */
export function searchRoute({ registry, db }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const listed = query.list('layers');
    const result = await search(db, registry, {
      q: query.requiredText('q', MAX_LENGTH),
      limit: query.integer('limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT,
      ...(listed ? { layers: registry.layers(listed).map((layer) => layer.id) } : {}),
    });
    await send(req, res, Content.json(result));
  };
}
