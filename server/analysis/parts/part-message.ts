import Type from 'typebox';
import { Value } from 'typebox/value';
import { decodeColumnar, encodeColumnar, type ColumnarArray } from '../../../tiles/api/columnar-message.ts';
import type { CostMatrix, Nearest } from '../types.ts';

/** What a part has found. Cells and facilities are those of the part, by their index in the study. */
export interface PartCosts {
  /** Of the study and all that it reads. */
  readonly key: string;
  readonly cells: Uint32Array;
  readonly facilities: Uint32Array;
  /** Null where no analysis reads it. Facilities of the part. */
  readonly nearest: Nearest | null;
  readonly pairs: CostMatrix | null;
}

const HeaderSchema = Type.Object({ key: Type.String() });

export function encodePart({ key, cells, facilities, nearest, pairs }: PartCosts): Uint8Array {
  const header = { key } satisfies Type.Static<typeof HeaderSchema>;
  const arrays = {
    cells,
    facilities,
    ...(nearest === null ? {} : { nearestCost: nearest.cost, nearestFacility: nearest.facility }),
    ...(pairs === null ? {} : { start: pairs.start, demand: pairs.demand, cost: pairs.cost }),
  };
  return encodeColumnar({ header, arrays });
}

/** Throws `ColumnarError`, or `TypeError` for another message. */
export function decodePart(bytes: Uint8Array): PartCosts {
  const { header, arrays } = decodeColumnar(bytes);
  if (!Value.Check(HeaderSchema, header)) throw new TypeError('This is no part of a study.');
  const read = <T extends ColumnarArray>(name: string, kind: new () => T): T => {
    const array = arrays[name];
    if (!(array instanceof kind)) throw new TypeError(`The part of a study has no ${name}.`);
    return array;
  };
  const [cells, facilities] = [read('cells', Uint32Array), read('facilities', Uint32Array)];
  return {
    key: header.key,
    cells,
    facilities,
    nearest: Object.hasOwn(arrays, 'nearestCost')
      ? { cost: read('nearestCost', Float64Array), facility: read('nearestFacility', Int32Array) }
      : null,
    pairs: Object.hasOwn(arrays, 'start')
      ? {
          facilityCount: facilities.length,
          demandCount: cells.length,
          start: read('start', Uint32Array),
          demand: read('demand', Uint32Array),
          cost: read('cost', Float64Array),
        }
      : null,
  };
}
