/** A matrix set as the TileMatrixSet of OGC's Two Dimensional Tile Matrix Set 2.0 (17-083r4), in JSON. */
import type { Lang } from '../i18n.ts';
import { MATRIX_SETS, matrixSize, type MatrixSetId } from './matrix-set.ts';

export interface TileMatrix {
  readonly id: string;
  readonly scaleDenominator: number;
  /** Units of the CRS along one side of a pixel. */
  readonly cellSize: number;
  readonly cornerOfOrigin: 'topLeft';
  /** In the order of the CRS's axes: latitude comes first in EPSG:4490. */
  readonly pointOfOrigin: readonly [number, number];
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly matrixWidth: number;
  readonly matrixHeight: number;
}

export interface TileMatrixSet {
  readonly id: MatrixSetId;
  readonly title: string;
  readonly uri?: string;
  readonly crs: string;
  readonly orderedAxes: readonly [string, string];
  readonly wellKnownScaleSet: string;
  readonly tileMatrices: readonly TileMatrix[];
}

/** Side of a tile in pixels, as the register has it; clients that draw vector tiles choose their own. */
const TILE_PX = 256;
/** OGC's standard pixel, metres. */
const PIXEL_M = 0.00028;

export function tileMatrixSetOf(id: MatrixSetId, lang: Lang): TileMatrixSet {
  const { title, uri, crs, orderedAxes, wellKnownScaleSet, maxZoom } = MATRIX_SETS[id];
  return {
    id,
    title: title[lang],
    ...(uri === undefined ? {} : { uri }),
    crs,
    orderedAxes,
    wellKnownScaleSet,
    tileMatrices: Array.from({ length: maxZoom + 1 }, (_, z) => tileMatrix(id, z)),
  };
}

function tileMatrix(id: MatrixSetId, z: number): TileMatrix {
  const { tileSpan, metresPerUnit, west, north, northFirst } = MATRIX_SETS[id];
  const { columns, rows } = matrixSize(id, z);
  const cellSize = tileSpan / 2 ** z / TILE_PX;
  return {
    id: String(z),
    scaleDenominator: (cellSize * metresPerUnit) / PIXEL_M,
    cellSize,
    cornerOfOrigin: 'topLeft',
    pointOfOrigin: northFirst ? [north, west] : [west, north],
    tileWidth: TILE_PX,
    tileHeight: TILE_PX,
    matrixWidth: columns,
    matrixHeight: rows,
  };
}
