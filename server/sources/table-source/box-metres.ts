import { onlyRow, readArray } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { metresOf, type Ground } from './ground.ts';

const METRES = loadSql('sources/table-source/sql/metres');

/**
 * Boxes of a table's coordinates (west, south, east, north of each, one after the other) in EPSG:3857. Null where PROJ
 * has no place for one of them: then it is not known where the map has changed.
 */
export async function boxesInMetres(
  db: Queryable,
  ground: Ground,
  boxes: readonly number[],
): Promise<readonly number[] | null> {
  switch (ground.kind) {
    case 'mercator':
      return boxes;
    case 'degrees':
      return inFours(boxes).flatMap(([west, south, east, north]) => {
        const box = metresOf({ west, south, east, north });
        return [box.west, box.south, box.east, box.north];
      });
    case 'other': {
      const corners = cornersOf(ground.domain);
      const [xs, ys] = [corners.map(([x = 0]) => x), corners.map(([, y = 0]) => y)];
      const isInside = inFours(boxes).every(
        ([west, south, east, north]) =>
          west >= Math.min(...xs) && east <= Math.max(...xs) && south >= Math.min(...ys) && north <= Math.max(...ys),
      );
      if (!isInside) return null;
      return readArray(onlyRow(await db.query(METRES, [ground.srid, boxes])), 'boxes').map(Number);
    }
  }
}

type Four = readonly [west: number, south: number, east: number, north: number];

function inFours(edges: readonly number[]): readonly Four[] {
  return Array.from({ length: Math.floor(edges.length / 4) }, (_, index): Four => {
    const [west = 0, south = 0, east = 0, north = 0] = edges.slice(index * 4, index * 4 + 4);
    return [west, south, east, north];
  });
}

/** Corners of an area without holes, of the text that PostGIS writes: `SRID=…;POLYGON((x y,x y,…))`. */
function cornersOf(area: string): readonly (readonly number[])[] {
  const ring = area.slice(area.lastIndexOf('(') + 1, area.indexOf(')'));
  return ring.split(',').map((corner) => corner.trim().split(' ').map(Number));
}
