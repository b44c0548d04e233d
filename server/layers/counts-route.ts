import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { readFilters } from '../filter/filters.ts';
import { Query } from '../platform/http/query.ts';
import { Content, send } from '../platform/http/respond.ts';
import { countFeatures } from './counts.ts';

/**
 * `GET /counts?layers=a,b&bbox=w,s,e,n&filter=…&filter.a=…`: features in a box, all of them without one; every layer
 * where none is named; of a layer with a filter in CQL2, those that meet it.
 */
export function countsRoute(context: Context): RequestHandler {
  const { registry } = context;
  return async (req, res) => {
    const query = new Query(req);
    const listed = query.list('layers');
    const layers = listed === undefined ? registry.list : registry.layers(listed);
    const bbox = query.bbox('bbox');
    const filters = readFilters(query, layers);
    await send(req, res, Content.json(await countFeatures(context, layers, bbox, filters)));
  };
}
