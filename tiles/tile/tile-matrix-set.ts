/** A matrix set as the TileMatrixSet of OGC's Two Dimensional Tile Matrix Set 2.0 (17-083r4), in JSON. */
import type { Lang } from '../i18n.ts';
import type { Text } from '../layer/layer.ts';
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

interface MatrixSetDescription {
  readonly title: Text;
  /** Set where the matrix set is one of OGC's register. */
  readonly uri?: string;
  readonly crs: string;
  /** Axes in the order that the authority of the CRS gives them. */
  readonly orderedAxes: readonly [string, string];
  readonly wellKnownScaleSet: string;
}

export const MATRIX_SET_DESCRIPTIONS: Readonly<Record<MatrixSetId, MatrixSetDescription>> = {
  WebMercatorQuad: {
    title: { zh: 'Web 墨卡托', en: 'Web Mercator' },
    uri: 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
    crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
    orderedAxes: ['X', 'Y'],
    wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
  },
  CGCS2000Quad: {
    title: { zh: 'CGCS2000 经纬度（天地图 c 系列）', en: "CGCS2000 longitude and latitude (as Tianditu's set c)" },
    crs: 'http://www.opengis.net/def/crs/EPSG/0/4490',
    orderedAxes: ['Lat', 'Lon'],
    wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad',
  },
};

/** Side of a tile in pixels, as the register has it; clients that draw vector tiles choose their own. */
const TILE_PX = 256;
/** OGC's standard pixel, metres. */
const PIXEL_M = 0.00028;

export function tileMatrixSetOf(id: MatrixSetId, lang: Lang): TileMatrixSet {
  const { title, ...description } = MATRIX_SET_DESCRIPTIONS[id];
  return {
    id,
    title: title[lang],
    ...description,
    tileMatrices: Array.from({ length: MATRIX_SETS[id].maxZoom + 1 }, (_, z) => tileMatrix(id, z)),
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
