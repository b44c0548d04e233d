import type { RequestHandler } from 'express';
import type { Context } from '../context.ts';
import { Content, send } from '../http/respond.ts';
import { executeTile } from '../tiles/execute.ts';
import { decideTile } from '../tiles/request.ts';

/** `GET /tiles/{layer[,layer…]}/{z}/{x}/{y}.mvt` */
export function tileRoute({ catalogue, db }: Context): RequestHandler<Record<'layers' | 'z' | 'x' | 'y', string>> {
  return async (req, res) => {
    const { bytes } = await executeTile(db, decideTile(req.params, catalogue));
    await send(req, res, new Content(bytes, { type: 'application/vnd.mapbox-vector-tile' }));
  };
}
