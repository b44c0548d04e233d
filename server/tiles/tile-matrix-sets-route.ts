import type { RequestHandler } from 'express';
import { GRID, GRIDS, isMatrixSetId, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { tileMatrixSetOf } from '../../tiles/tile/tile-matrix-set.ts';
import { ApiError } from '../platform/http/errors.ts';
import { langOf } from '../platform/http/language.ts';
import { originOf } from '../platform/http/origin.ts';
import { Content, send } from '../platform/http/respond.ts';

/** `GET /tileMatrixSets`: the grids that tiles come in, and where the tiles of each are. */
export function tileMatrixSetsRoute(): RequestHandler {
  return async (req, res) => {
    const lang = langOf(req);
    const origin = originOf(req);
    const tileMatrixSets = GRIDS.map((id) => {
      const { title, uri, crs } = GRID[id];
      return { id, title: title[lang], ...(uri === undefined ? {} : { uri }), crs, links: linksOf(id, origin) };
    });
    await send(req, res, Content.json({ tileMatrixSets }, { vary: ['Accept-Language', 'Host'] }));
  };
}

/** `GET /tileMatrixSets/{grid}` */
export function tileMatrixSetRoute(): RequestHandler<{ grid: string }> {
  return async (req, res) => {
    await send(
      req,
      res,
      Content.json(tileMatrixSetOf(gridOf(req.params.grid), langOf(req)), { vary: ['Accept-Language'] }),
    );
  };
}

function gridOf(text: string): MatrixSetId {
  if (isMatrixSetId(text)) return text;
  throw new ApiError(404, 'unknown-grid', 'unknown-grid', {
    parameter: 'grid',
    values: { grid: text, grids: GRIDS.join(', ') },
  });
}

function linksOf(id: MatrixSetId, origin: string): readonly object[] {
  return [
    { rel: 'self', type: 'application/json', href: `${origin}/tileMatrixSets/${id}` },
    {
      rel: 'item',
      type: 'application/vnd.mapbox-vector-tile',
      templated: true,
      href: `${origin}/tiles/{layers}/${id}/{tileMatrix}/{tileCol}/{tileRow}.mvt`,
    },
  ];
}
