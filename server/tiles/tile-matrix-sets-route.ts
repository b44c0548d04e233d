import type { RequestHandler } from 'express';
import { MATRIX_SETS, MATRIX_SET_IDS, isMatrixSetId, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { tileMatrixSetOf } from '../../tiles/tile/tile-matrix-set.ts';
import { ApiError } from '../platform/http/errors.ts';
import { langOf } from '../platform/http/language.ts';
import { originOf } from '../platform/http/origin.ts';
import { Content, send } from '../platform/http/respond.ts';

/** `GET /tileMatrixSets`: the matrix sets that tiles come in, and where the tiles of each are. */
export function tileMatrixSetsRoute(): RequestHandler {
  return async (req, res) => {
    const lang = langOf(req);
    const origin = originOf(req);
    const tileMatrixSets = MATRIX_SET_IDS.map((id) => {
      const { title, uri, crs } = MATRIX_SETS[id];
      return { id, title: title[lang], ...(uri === undefined ? {} : { uri }), crs, links: linksOf(id, origin) };
    });
    await send(req, res, Content.json({ tileMatrixSets }, { vary: ['Accept-Language', 'Host'] }));
  };
}

/** `GET /tileMatrixSets/{tileMatrixSet}` */
export function tileMatrixSetRoute(): RequestHandler<{ grid: string }> {
  return async (req, res) => {
    await send(
      req,
      res,
      Content.json(tileMatrixSetOf(matrixSetOf(req.params.grid), langOf(req)), { vary: ['Accept-Language'] }),
    );
  };
}

function matrixSetOf(text: string): MatrixSetId {
  if (isMatrixSetId(text)) return text;
  throw new ApiError(404, 'unknown-grid', 'unknown-grid', {
    parameter: 'grid',
    values: { grid: text, grids: MATRIX_SET_IDS.join(', ') },
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
