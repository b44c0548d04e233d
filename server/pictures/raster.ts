import { parseTileCoord } from '../../tiles/tile/tile.ts';
import type { Reply } from '../platform/http/respond.ts';
import { matrixSetOf } from '../tiles/index.ts';
import { metatileOf } from './metatile.ts';
import type { PictureRequest, Pictures } from './pictures.ts';
import { pngReply } from './png-reply.ts';
import type { TileAsker } from './tile-loader.ts';

/** Which layers, and how they look. */
export type Look = Pick<PictureRequest, 'layers' | 'theme' | 'base' | 'lang' | 'query'>;

/** The place of a raster tile as its address has it. */
export interface RasterPath {
  readonly matrixSet?: string;
  readonly z: string;
  readonly x: string;
  /** `@2x` may follow. */
  readonly y: string;
}

const TWICE = '@2x';

/** Throws `TileCoordError`, or `ApiError` for an unknown matrix set; rejects as the making of tiles does. */
export async function rasterReply(
  pictures: Pictures,
  { path, look }: { readonly path: RasterPath; readonly look: Look },
  asker: TileAsker,
): Promise<Reply> {
  const matrixSet = matrixSetOf(path.matrixSet);
  const isTwice = path.y.endsWith(TWICE);
  const tile = parseTileCoord({ ...path, y: isTwice ? path.y.slice(0, -TWICE.length) : path.y }, matrixSet);
  const { view, cut, index } = metatileOf(matrixSet, tile);
  const prepared = await pictures.prepare(
    { ...look, view, ratio: isTwice ? 2 : 1, markers: [], hasNotes: false, cut },
    asker,
  );
  return pngReply(pictures, prepared, { ...asker, index });
}
