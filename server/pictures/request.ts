/** Reads the addresses of pictures. Every reader throws `BadParameter`. */
import type { Bbox } from '../../tiles/api/wire.ts';
import { SIDE_PX } from '../../tiles/embed/address.ts';
import { MAX_LATITUDE, MAX_ZOOM } from '../../tiles/tile/tile.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { parseNumber } from '../platform/text/numbers.ts';
import { PICTURES } from './messages.ts';
import type { Fitted, View } from './view.ts';
import type { Marker } from './draw/furniture.ts';

/** Pictures of a box do not come nearer: a box may be a single point of a building. */
const MAX_FITTED_ZOOM = 18;
const MAX_MARKERS = 50;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: 1 | 2;
}

/** `600x400` or `600x400@2x`. */
export function readSize(text: string): PictureSize {
  const [, width, height, twice] = /^(\d{1,9})x(\d{1,9})(@2x)?$/.exec(text) ?? [];
  if (width === undefined || height === undefined)
    throw new BadParameter('size', PICTURES['bad-size'], { value: text });
  const side = (px: string): number => {
    const value = Number(px);
    if (value < SIDE_PX.min || value > SIDE_PX.max)
      throw new BadParameter('size', PICTURES['size-out-of-range'], { value: text, ...SIDE_PX });
    return value;
  };
  return { width: side(width), height: side(height), ratio: twice === undefined ? 1 : 2 };
}

/** `lon,lat,zoom`, or `auto` for a box. */
export function readView(text: string, { width, height }: PictureSize, box: Bbox): View | Fitted {
  if (text === 'auto') return { box, width, height, maxZoom: MAX_FITTED_ZOOM };
  const parts = text.split(',');
  const [lon = null, lat = null, zoom = null] = parts.map((part) => parseNumber(part.trim()));
  if (parts.length !== 3 || lon === null || lat === null || zoom === null)
    throw new BadParameter('view', PICTURES['bad-view'], { value: text });
  within('lon', lon, -180, 180);
  within('lat', lat, -MAX_LATITUDE, MAX_LATITUDE);
  within('zoom', zoom, 0, MAX_ZOOM);
  return { projection: 'WebMercatorQuad', lon, lat, zoom, width, height };
}

function within(parameter: string, value: number, min: number, max: number): void {
  if (value < min || value > max) throw new BadParameter(parameter, 'number-out-of-range', { value, min, max });
}

/** `lon,lat` or `lon,lat,rrggbb`, several between semicolons. */
export function readMarkers(text: string | undefined, color: string): Marker[] {
  if (text === undefined || text.trim() === '') return [];
  const parts = text.split(';');
  if (parts.length > MAX_MARKERS)
    throw new BadParameter('marker', PICTURES['too-many-markers'], { max: MAX_MARKERS, count: parts.length });
  return parts.map((part) => {
    const [lonText = '', latText = '', own, ...more] = part.split(',').map((each) => each.trim());
    const [lon, lat] = [parseNumber(lonText), parseNumber(latText)];
    const isColor = own === undefined || /^[\da-f]{6}$/i.test(own);
    if (
      lon === null ||
      lat === null ||
      !isColor ||
      more.length > 0 ||
      Math.abs(lon) > 180 ||
      Math.abs(lat) > MAX_LATITUDE
    )
      throw new BadParameter('marker', PICTURES['bad-marker'], { value: part });
    return { lon, lat, color: own === undefined ? color : `#${own.toLowerCase()}` };
  });
}
