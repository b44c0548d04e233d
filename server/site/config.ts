import type { RequestHandler } from 'express';
import type { ClientConfig } from '../../tiles/api/wire.ts';
import { basemapsOf } from './basemaps.ts';
import { CITY } from '../layers/city.ts';
import type { Context } from '../context.ts';
import { Content, send } from '../platform/http/respond.ts';
import { API } from '../platform/messages/api.ts';

/** `GET /config.json` */
export function configRoute({ config }: Context): RequestHandler {
  const body: ClientConfig = {
    city: API.city,
    cityCode: CITY.code,
    center: CITY.center,
    zoom: CITY.zoom,
    bounds: CITY.bounds,
    ...(config.mapReviewNumber === undefined ? {} : { mapReviewNumber: config.mapReviewNumber }),
    ...(config.tileArchiveUrl === undefined ? {} : { tileArchiveUrl: config.tileArchiveUrl }),
    basemaps: basemapsOf(config),
    version: config.version,
  };
  const content = Content.json(body);
  return (req, res) => send(req, res, content);
}
