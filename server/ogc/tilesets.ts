/** The vector tiles of the service as tilesets (OGC API Tiles, Part 1); the tiles themselves are at /tiles. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Lang } from '../../tiles/i18n.ts';
import { MATRIX_SETS, MATRIX_SET_IDS, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { MATRIX_SET_DESCRIPTIONS } from '../../tiles/tile/tile-matrix-set.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { say } from '../platform/messages/index.ts';
import { CRS84 } from './crs.ts';
import { REL, TYPE, type Link } from './links.ts';
import { OGC } from './messages.ts';

export interface TilesetParts {
  readonly title: string;
  readonly layers: readonly LayerDefinition[];
  readonly bbox: Bbox | null;
  /** Absolute address of the list of these tilesets. */
  readonly address: string;
  readonly base: string;
  readonly lang: Lang;
}

/** @param isFunction a function of a database makes the tiles: those of Web Mercator alone */
export function matrixSetsOf(isFunction: boolean): readonly MatrixSetId[] {
  return isFunction ? ['WebMercatorQuad'] : MATRIX_SET_IDS;
}

/** What the list has of a tileset. */
export function summarizeTileset(id: MatrixSetId, { title, address, base, lang }: TilesetParts) {
  const { crs, uri, title: matrixSet } = MATRIX_SET_DESCRIPTIONS[id];
  return {
    title: say(OGC['tileset-of'], lang, { title, matrixSet: matrixSet[lang] }),
    dataType: 'vector' as const,
    crs,
    ...(uri === undefined ? {} : { tileMatrixSetURI: uri }),
    links: [
      { rel: 'self', type: TYPE.json, href: `${address}/${id}` },
      { rel: REL.tilingScheme, type: TYPE.json, href: `${base}/tileMatrixSets/${id}` },
    ] as readonly Link[],
  };
}

const DIMENSIONS = { Point: 0, LineString: 1, Polygon: 2 } as const;

export function describeTileset(id: MatrixSetId, parts: TilesetParts) {
  const { layers, base, bbox } = parts;
  const ids = layers.map((layer) => encodeURIComponent(layer.id)).join(',');
  const { zoomOffset, maxZoom } = MATRIX_SETS[id];
  const level = (zoom: number): string => String(Math.max(0, Math.min(maxZoom, zoom - zoomOffset)));
  const summary = summarizeTileset(id, parts);
  return {
    ...summary,
    links: [
      ...summary.links,
      {
        rel: 'item',
        type: TYPE.mvt,
        templated: true as const,
        href: `${base}/tiles/${ids}/${id}/{tileMatrix}/{tileCol}/{tileRow}.mvt`,
      },
      ...(id === 'WebMercatorQuad'
        ? [{ rel: 'describedby', type: TYPE.tilejson, title: 'TileJSON', href: `${base}/tiles/${ids}.json` }]
        : []),
    ],
    layers: layers.map((layer) => ({
      id: layer.sourceLayer ?? layer.id,
      title: layer.title[parts.lang],
      dataType: 'vector' as const,
      geometryDimension: DIMENSIONS[layer.geometry],
      minTileMatrix: level(layer.minzoom),
      maxTileMatrix: level(layer.maxzoom),
    })),
    ...(bbox === null
      ? {}
      : { boundingBox: { lowerLeft: [bbox[0], bbox[1]], upperRight: [bbox[2], bbox[3]], crs: CRS84.uri } }),
  };
}
