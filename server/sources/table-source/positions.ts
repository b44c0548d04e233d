/** Positions of points in the grid that cells are counted in, as SQL. */
import type { Bounds } from '../../../tiles/tile/tile.ts';
import { boxText, clipped, isPlain, metresOf, onGlobe, outline, type Ground } from './ground.ts';
import type { Parameters } from './parameters.ts';
import type { TableSql, Target } from './table-sql.ts';

/** 30 bits from west and from north of a point `g` in degrees or metres; a position beyond the edge is moved to it. */
export function gridPosition(g: string, target: Target): { readonly gx: string; readonly gy: string } {
  const { x, y } = sharesOf(g, target);
  const grid = (share: string): string => `greatest(0, least(1073741823, floor((${share}) * 1073741824)))::int`;
  return { gx: grid(x), gy: grid(y) };
}

/** How far a point lies from the western and the northern edge of the square world, whose side is 1. */
export function sharesOf(g: string, target: Target): { readonly x: string; readonly y: string } {
  return target === 4326
    ? {
        x: `(ST_X(${g}) + 180) / 360`,
        y: `(1 - asinh(tan(radians(greatest(-89.9999, least(89.9999, ST_Y(${g})))))) / pi()) / 2`,
      }
    : {
        x: `(ST_X(${g}) + 20037508.342789244) / 40075016.685578488`,
        y: `(20037508.342789244 - ST_Y(${g})) / 40075016.685578488`,
      };
}

/** The same of a table's points: `geometry` is what `g` has to be of the row `t`. */
export function gridPositions(
  table: TableSql,
  ground: Ground,
  g: string,
): { readonly gx: string; readonly gy: string; readonly geometry: string } {
  const target: Target = ground.kind === 'degrees' ? 4326 : 3857;
  return { ...gridPosition(g, target), geometry: table.flatIn(target) };
}

/** A box of the map in degrees, and what is told of it. */
export interface AskedBox {
  readonly world: number;
  readonly cell: number;
  readonly box: Bounds;
}

/** The rows `t` of a table that meet boxes, each box looked for by the index; `asked` has world and cell of the box. */
export function boxTable(ground: Ground, table: TableSql, boxes: readonly AskedBox[], params: Parameters): string {
  const parts = boxes.flatMap(({ world, cell, box }) => outlinesOf(ground, box).map((text) => ({ world, cell, text })));
  const worlds = params.add(
    parts.map(({ world }) => world),
    'int[]',
  );
  const cells = params.add(
    parts.map(({ cell }) => cell),
    'bigint[]',
  );
  const texts = params.add(
    parts.map(({ text }) => text),
    'text[]',
  );
  const place =
    ground.kind === 'other'
      ? `ST_Transform(box::geometry, ${String(ground.srid)})`
      : isPlain(ground)
        ? 'box::geometry'
        : 'box::geography';
  return `(select world, cell, ${place} as place from unnest(${worlds}, ${cells}, ${texts}) as box (world, cell, box) offset 0) as asked join ${table.from} on ${table.column} && asked.place`;
}

function outlinesOf(ground: Ground, box: Bounds): readonly string[] {
  switch (ground.kind) {
    case 'mercator':
      return [boxText(metresOf(box), ground.srid)];
    case 'degrees':
      return [
        ground.isGeography
          ? outline(onGlobe(box)).replace(/^SRID=\d+/, `SRID=${String(ground.srid)}`)
          : boxText(box, ground.srid),
      ];
    case 'other':
      return clipped(box, ground.window).map(outline);
  }
}
