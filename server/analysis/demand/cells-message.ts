/** The cells of a demand as the page draws them. */
import { encodeColumnar, type ColumnarMessage } from '../../../tiles/api/columnar-message.ts';
import type { CellsHeader } from '../../../tiles/api/coverage.ts';
import { packCells } from '../../../tiles/api/packed-messages.ts';
import { sumOf } from '../sums.ts';
import type { Demand, DemandShape } from '../types.ts';
import { cornersOf } from './cells.ts';
import { packedSquares } from './fit-grid.ts';
import { demandIds } from './ids.ts';

export interface CellRings {
  /** Corners of a ring: 4 for squares, 6 for hexagons, 0 for points. */
  readonly ringSize: number;
  /** By cell, `ringSize` pairs of offsets from its centre in degrees, counter-clockwise, not closed. */
  readonly ring: Float32Array;
}

/**
 * Outlines of all cells. The few hexagons of odd resolutions that an edge of H3's icosahedron crosses have more than
 * six corners, and its twelve pentagons five: all rings are as long as the longest, the last corner of shorter ones
 * repeated.
 */
export function cellRings({ shape, count, lonLat }: Demand): CellRings {
  if (shape.kind === 'points') return { ringSize: 0, ring: new Float32Array(0) };
  const corners = cornersOf(shape);
  const rings = Array.from({ length: count }, (_, cell) => corners(cell));
  const ringSize = rings.reduce((most, ring) => Math.max(most, ring.length), shape.kind === 'square' ? 4 : 6);
  const ring = new Float32Array(count * ringSize * 2);
  rings.forEach((list, cell) => {
    for (let i = 0; i < ringSize; i += 1) {
      const [lon, lat] = list[Math.min(i, list.length - 1)] as readonly [number, number];
      ring[2 * (cell * ringSize + i)] = lon - (lonLat[2 * cell] as number);
      ring[2 * (cell * ringSize + i) + 1] = lat - (lonLat[2 * cell + 1] as number);
    }
  });
  return { ringSize, ring };
}

/** `packed`: in a tenth of the bytes, as `packCells` makes them. */
export type CellsForm = 'plain' | 'packed';

/** Cells of a demand: the message that `CellsHeader` describes. `group`: whose people the demand has, if not all. */
export function encodeCells(
  demand: Demand,
  { form, group }: { readonly form: CellsForm; readonly group?: string | undefined },
): Uint8Array<ArrayBuffer> {
  const message = plainCells(demand, group);
  if (form === 'plain') return encodeColumnar(message);
  const { lonLat, ring, areaM2 } = message.arrays;
  return encodeColumnar(packCells(message, packedSquares(demand, { lonLat, ring, areaM2 })));
}

function plainCells(demand: Demand, group: string | undefined) {
  const {
    meta: { id, key, title, provenance, source },
    shape,
    count,
    people,
    areaM2,
    lonLat,
    district,
    subdistrict,
    landUse,
    districts,
    subdistricts,
    landUses,
    ids,
  } = demand;
  const { ringSize, ring } = cellRings(demand);
  const header: CellsHeader = {
    id,
    key,
    title,
    kind: storedKind(shape),
    count,
    ...(shape.kind === 'h3' || ids !== undefined ? { ids: demandIds(demand) } : {}),
    ringSize,
    ...(group === undefined ? {} : { for: group }),
    people: sumOf(people),
    areaM2: sumOf(areaM2),
    districts,
    subdistricts,
    landUses,
    provenance,
    source,
  };
  return {
    header,
    arrays: { lonLat, ring, people, areaM2, district, subdistrict, landUse },
  } satisfies ColumnarMessage<CellsHeader>;
}

/** The kind of a demand that is stored. Throws `TypeError` for the areas of a study, which are not. */
export function storedKind({ kind }: DemandShape): CellsHeader['kind'] {
  if (kind === 'areas') throw new TypeError('Demand of areas belongs to one study and is not stored.');
  return kind;
}
