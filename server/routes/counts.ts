import type { RequestHandler } from 'express';
import { MAX_LATITUDE } from '../../tiles/tile.ts';
import type { Bbox, Counts } from '../../tiles/wire.ts';
import { layersOf, type Context } from '../context.ts';
import { readNumber, readText } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Queryable } from '../db/types.ts';
import { Query } from '../http/query.ts';
import { Content, send } from '../http/respond.ts';

const COUNTS = loadSql('api/counts');

/** `GET /counts?layers=a,b&bbox=w,s,e,n`: features in a box, all of them without one; every layer where none is named. */
export function countsRoute({ catalogue, db, holdings }: Context): RequestHandler {
  return async (req, res) => {
    const query = new Query(req);
    const listed = query.list('layers');
    const ids = (listed === undefined ? catalogue.layers : layersOf(catalogue, listed)).map((layer) => layer.id);
    const bbox = query.bbox('bbox');
    const counts = bbox ? await countIn(db, ids, bbox) : Object.fromEntries([...await holdings.facts()].map(([id, { count }]) => [id, count]));
    const body: Counts = Object.fromEntries(ids.map((id) => [id, counts[id] ?? 0]));
    await send(req, res, Content.json(body));
  };
}

async function countIn(db: Queryable, ids: string[], [west, south, east, north]: Bbox): Promise<Counts> {
  // Web Mercator, which the index is in, has no poles.
  const latitude = (lat: number): number => Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  const rows = await db.query(COUNTS, [ids, west, latitude(south), east, latitude(north)]);
  return Object.fromEntries(rows.map((row) => [readText(row, 'layer_id'), readNumber(row, 'count')]));
}
