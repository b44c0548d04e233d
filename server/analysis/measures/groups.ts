import type { Grouping } from '../../../tiles/api/vocabulary.ts';
import type { Demand, Facilities } from '../types.ts';

/**
 * Cells by district, subdistrict or land use. The last group, `keys.length - 1`, takes those in none: its key is null.
 */
export interface Groups {
  readonly keys: readonly (string | null)[];
  /** Group of a cell, and of a facility. */
  readonly ofCell: (cell: number) => number;
  readonly ofFacility: (facility: number) => number;
}

const LISTS = { district: 'districts', subdistrict: 'subdistricts', landUse: 'landUses' } as const satisfies Record<
  Grouping,
  keyof Demand
>;

export function groupsOf(demand: Demand, by: Grouping, facilities?: Pick<Facilities, Grouping>): Groups {
  const names = demand[LISTS[by]];
  const none = names.length;
  const [cells, places] = [demand[by], facilities?.[by]];
  const at = (index: number | undefined): number => (index === undefined || index < 0 ? none : index);
  return {
    keys: [...names, null],
    ofCell: (cell) => at(cells[cell]),
    ofFacility: (facility) => at(places?.[facility]),
  };
}
