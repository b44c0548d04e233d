import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { loadSql } from '../platform/db/sql.ts';
import { ApiError } from '../platform/http/errors.ts';
import { Content, send } from '../platform/http/respond.ts';
import { readItem } from './items.ts';

const ITEM = loadSql('layers/sql/item');

/** `GET /layers/{layer}/items/{id}` */
export function itemRoute({ registry, db }: Context): RequestHandler<{ layer: string; id: string }> {
  return async (req, res) => {
    const layer = registry.layer(req.params.layer);
    const { id } = req.params;
    const [row] = await db.query(ITEM, [layer.id, id]);
    if (!row)
      throw new ApiError(404, 'unknown-item', 'unknown-item', { parameter: 'id', values: { layer: layer.id, id } });
    await send(req, res, Content.json(readItem(row)));
  };
}
