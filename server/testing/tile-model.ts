/** What a tile of points has to show, computed feature by feature: the model that the database is held to. */
import { HALF_WORLD_M, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { clusterId, clusterOver, LAST_CELL_LEVEL } from '../../tiles/tile/pyramid.ts';
import { BUFFER, EXTENT, type TileCoord } from '../../tiles/tile/tile.ts';

export interface ModelMember {
  readonly lon: number;
  readonly lat: number;
  /** EPSG:3857, as the database has it. */
  readonly eastingM: number;
  readonly northingM: number;
}

export interface ModelFeature {
  readonly fid: number;
  readonly id: string;
  readonly isPublic: boolean;
  readonly members: readonly ModelMember[];
  /** Value of the attribute that clusters add up. */
  readonly size: number;
}

/** Text of all that a mark shows, for comparison: id, positions, count and sum. */
export type Mark = string;

const POSITIONS = 2 ** 30;

/** Marks of a tile, sorted; with `ownOnly` those within the tile's own square. */
export function marksOf(
  features: readonly ModelFeature[],
  matrixSet: MatrixSetId,
  tile: TileCoord,
  layer: { readonly maxzoom: number },
  ownOnly = false,
): Mark[] {
  const zoom = mercatorZoom(matrixSet, tile.z);
  const level = Math.min(zoom, LAST_CELL_LEVEL);
  const most = clusterOver(layer, matrixSet, tile.z);
  const cells = new Map<
    number,
    { readonly cx: number; readonly cy: number; readonly of: ModelFeature[]; x: number; y: number }
  >();
  const marks: Mark[] = [];
  const show = (name: string, places: readonly (readonly [number, number])[]): void => {
    for (const world of [-1, 0, 1]) marks.push(...inTile(name, places, world, matrixSet, tile, zoom, ownOnly));
  };
  for (const feature of features.filter(({ isPublic }) => isPublic)) {
    const [only] = feature.members;
    if (feature.members.length !== 1 || only === undefined) {
      show(
        feature.id,
        feature.members.map((member) => placeOf(member, matrixSet, zoom)),
      );
      continue;
    }
    const { x, y } = positionOf(only);
    const [cx, cy] = [Math.floor(x / 2 ** (26 - level)), Math.floor(y / 2 ** (26 - level))];
    const key = cx * 2 ** 26 + cy;
    const cell = cells.get(key) ?? { cx, cy, of: [], x: 0, y: 0 };
    cells.set(key, cell);
    cell.of.push(feature);
    cell.x += x;
    cell.y += y;
  }
  for (const { cx, cy, of, x, y } of cells.values()) {
    if (of.length > most) {
      const name = `${String(clusterId({ level, cx, cy }))}: ${String(of.length)} points, ${String(of.reduce((sum, { size }) => sum + size, 0))}`;
      show(name, [middleOf(Math.floor(x / of.length), Math.floor(y / of.length), matrixSet, zoom)]);
    } else
      for (const { id, members } of of)
        show(
          id,
          members.map((member) => placeOf(member, matrixSet, zoom)),
        );
  }
  return marks.sort();
}

function inTile(
  name: string,
  places: readonly (readonly [number, number])[],
  world: number,
  matrixSet: MatrixSetId,
  tile: TileCoord,
  zoom: number,
  ownOnly: boolean,
): Mark[] {
  const margin = ownOnly ? 0 : BUFFER;
  const shown = places
    .map(([u, v]) => [u + world * 2 ** (zoom + 12) - tile.x * EXTENT, v - tile.y * EXTENT] as const)
    .filter((place) => place.every((unit) => unit >= -margin && unit < EXTENT + margin));
  return shown.length === 0 ? [] : [`${name} at ${[...new Set(shown.map((place) => place.join()))].sort().join(' ')}`];
}

function positionOf({ eastingM, northingM }: ModelMember): { x: number; y: number } {
  return {
    x: whole(((eastingM + HALF_WORLD_M) / (2 * HALF_WORLD_M)) * POSITIONS, POSITIONS),
    y: whole(((HALF_WORLD_M - northingM) / (2 * HALF_WORLD_M)) * POSITIONS, POSITIONS),
  };
}

function placeOf(
  { lon, lat, eastingM, northingM }: ModelMember,
  matrixSet: MatrixSetId,
  zoom: number,
): [number, number] {
  const width = 2 ** (zoom + 12);
  if (matrixSet === 'CGCS2000Quad')
    return [whole(((lon + 180) / 360) * width, width), whole(((90 - lat) / 360) * width, width / 2)];
  return [
    whole(((eastingM + HALF_WORLD_M) / (2 * HALF_WORLD_M)) * width, width),
    whole(((HALF_WORLD_M - northingM) / (2 * HALF_WORLD_M)) * width, width),
  ];
}

function middleOf(x: number, y: number, matrixSet: MatrixSetId, zoom: number): [number, number] {
  const scale = 2 ** (zoom + 12 - 30);
  if (matrixSet === 'WebMercatorQuad') return [Math.floor(x * scale), Math.floor(y * scale)];
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / POSITIONS))) * 180) / Math.PI;
  return [Math.floor(x * scale), Math.floor(((90 - lat) / 360) * 2 ** (zoom + 12))];
}

function whole(value: number, end: number): number {
  return Math.max(0, Math.min(end - 1, Math.floor(value)));
}
