import { apportion } from '../apportion.ts';
import type { Area, GridCell, Rng, World } from '../types.ts';
import type { BaseWorld } from '../world/base.ts';
import { polygonsOf } from '../../../../tiles/tile/spheroid.ts';
import { divide, readingOrder, type Division } from './divide.ts';
import { areaM2, centroid, createMesh, ringOf, type Mesh, type VertexRing } from './mesh.ts';

/** 市北, whose grids case 4 counts. */
export const GRID_DISTRICT = '370203';
export const RESPONSIBILITY_COUNT = 135;
export const UNIT_COUNT = 1064;
export const EXTENSION_COUNT = 124;

/** Extension grids are numbered from here on within their responsibility grid, apart from its unit grids. */
const FIRST_EXTENSION = 901;
/** A compound takes up so many whole unit grids at most. */
const LARGEST_EXTENSION = 3;

/** One cell on its way to a code: rings it consists of, the first the main one. */
interface Cell {
  readonly rings: VertexRing[];
  readonly x: number;
  readonly y: number;
}

/**
 * The grids of 市北: its subdistricts divided into responsibility grids, these into unit grids, all by area; extension
 * grids (the large factory, park and campus compounds of case 4) are groups of whole unit grids.
 */
export function buildGrids(base: BaseWorld): World['grids'] {
  const subdistricts = base.subdistricts
    .filter((subdistrict) => subdistrict.district === GRID_DISTRICT)
    .sort((p, q) => (p.code < q.code ? -1 : 1));
  const [first] = subdistricts;
  if (!first) throw new Error(`District ${GRID_DISTRICT} has no subdistricts to divide into grids.`);
  const mesh = createMesh(first.center.lon, first.center.lat);
  const parts = subdistricts.flatMap((subdistrict) => partsOf(mesh, subdistrict));
  const main = parts.filter((part) => part.main);

  const shares = shareOut(
    RESPONSIBILITY_COUNT,
    main.map((part) => areaM2(mesh, part.ring)),
  );
  const blocks = main.flatMap((part, i) =>
    divide(mesh, part.ring, shares[i] as number).cells.map((ring) => ({ subdistrict: part.subdistrict, ring })),
  );
  const counts = shareOut(
    UNIT_COUNT,
    blocks.map(({ ring }) => areaM2(mesh, ring)),
  );
  const responsible = blocks.map(({ subdistrict, ring }, i) => {
    const division = divide(mesh, ring, counts[i] as number);
    return { subdistrict, division, ...cellOf(mesh, ring), units: division.cells.map((cell) => cellOf(mesh, cell)) };
  });
  // Islets and the like belong to the nearest grid of their subdistrict.
  for (const { subdistrict, ring } of parts.filter((part) => !part.main)) {
    const at = centroid(mesh, ring);
    const block = nearest(
      responsible.filter((candidate) => candidate.subdistrict === subdistrict),
      at,
    );
    block.rings.push(ring);
    nearest(block.units, at).rings.push(ring);
  }

  const grids = { responsibility: [] as GridCell[], unit: [] as GridCell[], extension: [] as GridCell[] };
  const rng = base.rng('grids');
  const hosts = new Set(rng.shuffle(responsible).slice(0, EXTENSION_COUNT));
  for (const subdistrict of subdistricts) {
    const own = responsible.filter((block) => block.subdistrict === subdistrict.code);
    readingOrder(own, rowM(mesh, own)).forEach((block, i) => {
      const common = { district: GRID_DISTRICT, subdistrict: subdistrict.code };
      const prefix = `${subdistrict.code}${digits(i + 1)}`;
      const code = `${prefix}000`;
      grids.responsibility.push({ code, ...common, geometry: geometryOf(mesh, block.rings) });
      readingOrder(block.units, rowM(mesh, block.units)).forEach((unit, k) => {
        grids.unit.push({
          code: `${prefix}${digits(k + 1)}`,
          parent: code,
          ...common,
          geometry: geometryOf(mesh, unit.rings),
        });
      });
      if (!hosts.has(block)) return;
      const ring = compound(block.division, rng);
      grids.extension.push({
        code: `${prefix}${digits(FIRST_EXTENSION)}`,
        parent: code,
        ...common,
        geometry: geometryOf(mesh, [ring]),
      });
    });
  }
  return grids;
}

/** Shares of the total by weight, at least one each. */
function shareOut(total: number, weights: readonly number[]): number[] {
  if (total < weights.length) throw new Error(`${total} grids are too few for ${weights.length} areas.`);
  return apportion(total - weights.length, weights).map((share) => share + 1);
}

/** The polygons of a subdistrict; all but the largest are minor where they are too small for a grid of their own. */
function partsOf(mesh: Mesh, subdistrict: Area): { subdistrict: string; ring: VertexRing; main: boolean }[] {
  const polygons = polygonsOf(subdistrict.geometry);
  const largest = Math.max(...polygons.map(([outer]) => (outer ? areaM2(mesh, ringOf(mesh, outer)) : 0)));
  return polygons.map(([outer, ...holes]) => {
    if (!outer || holes.length > 0)
      throw new Error(`Subdistrict ${subdistrict.code} has a hole, which cannot be divided into grids.`);
    const ring = ringOf(mesh, outer);
    return { subdistrict: subdistrict.code, ring, main: areaM2(mesh, ring) >= largest / 4 };
  });
}

function cellOf(mesh: Mesh, ring: VertexRing): Cell {
  return { rings: [ring], ...centroid(mesh, ring) };
}

function nearest<C extends Cell>(cells: readonly C[], at: { readonly x: number; readonly y: number }): C {
  const distance = (cell: C): number => Math.hypot(cell.x - at.x, cell.y - at.y);
  return cells.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best));
}

/** Height of a row of cells: the side of a square as large as their mean. */
function rowM(mesh: Mesh, cells: readonly Cell[]): number {
  const total = cells.reduce((sum, cell) => sum + areaM2(mesh, cell.rings[0] as VertexRing), 0);
  return Math.sqrt(total / cells.length);
}

/** One to three unit grids that lie together, as they came from one cut. */
function compound(division: Division, rng: Rng): VertexRing {
  const size = rng.int(1, LARGEST_EXTENSION);
  let at = division;
  while (at.cells.length > size) at = rng.pick(at.halves);
  return at.ring;
}

function geometryOf(mesh: Mesh, rings: readonly VertexRing[]): GridCell['geometry'] {
  const polygons = rings.map((ring) => [mesh.coordinates(mesh.expand(ring))]);
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] as [number, number][][] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function digits(value: number): string {
  return String(value).padStart(3, '0');
}
