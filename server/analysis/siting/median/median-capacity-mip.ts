/** The whole of p-median with capacities as a linear model with whole variables, for HiGHS. */
import type { CapacityCore } from './median-capacity-core.ts';
import { MipRows, type MipModel } from '../solver/mip-model.ts';

export interface CapacityModel {
  readonly model: MipModel;
  /** Variables of a choice. */
  point(open: Uint8Array, server: Int32Array): Float64Array;
  /** The choice of a point. */
  read(x: Float64Array): { readonly open: Uint8Array; readonly server: Int32Array };
}

export interface CapacityModelOptions {
  /** Candidates that may open, by mark; existing ones always are. */
  readonly usable: Uint8Array;
  /** `people`: leave out as few as can be. `cost`: at least cost, leaving out no more than `allowed` people. */
  readonly least: 'people' | 'cost';
  readonly allowed: number;
}

export function capacityModel(core: CapacityCore, { usable, least, allowed }: CapacityModelOptions): CapacityModel {
  const entries = Array.from(core.entryFacility.keys()).filter((k) => usable[core.entryFacility[k] as number] === 1);
  const sites = Array.from(core.facility.keys()).filter((f) => f >= core.existing && usable[f] === 1);
  const siteAt = new Map(sites.map((f, s) => [f, entries.length + s]));
  const leftAt = entries.length + sites.length;
  const mayLeave = least === 'people' || allowed > 0;
  const count = leftAt + (mayLeave ? core.row.length : 0);
  const rowOf = rowsOfEntries(core);
  const cost = new Float64Array(count);
  if (least === 'cost') entries.forEach((k, v) => (cost[v] = core.entryCost[k] as number));
  else core.weight.forEach((weight, i) => (cost[leftAt + i] = weight));
  const rows = new MipRows();
  const byRow = Array.from(core.row, (): [number, number][] => []);
  const loads = Array.from(core.facility, (): [number, number][] => []);
  entries.forEach((k, v) => {
    const i = rowOf[k] as number;
    const f = core.entryFacility[k] as number;
    byRow[i]?.push([v, 1]);
    loads[f]?.push([v, core.weight[i] as number]);
    const site = siteAt.get(f);
    if (site !== undefined)
      rows.add(-Infinity, 0, [
        [v, 1],
        [site, -1],
      ]);
  });
  byRow.forEach((terms, i) => rows.add(1, 1, mayLeave ? [...terms, [leftAt + i, 1]] : terms));
  loads.forEach((terms, f) => {
    const capacity = core.capacity[f] as number;
    if (capacity === Infinity || terms.length === 0) return;
    const site = siteAt.get(f);
    rows.add(-Infinity, site === undefined ? capacity : 0, site === undefined ? terms : [...terms, [site, -capacity]]);
  });
  if (core.budget !== Infinity)
    rows.add(
      -Infinity,
      core.budget,
      sites.map((f, s) => [entries.length + s, core.price[f] as number]),
    );
  if (mayLeave && least === 'cost')
    rows.add(
      -Infinity,
      allowed,
      Array.from(core.weight, (weight, i) => [leftAt + i, weight]),
    );
  return {
    model: {
      sense: 'min',
      cost,
      lower: new Float64Array(count),
      upper: new Float64Array(count).fill(1),
      integer: new Uint8Array(count).fill(1),
      rows: rows.done(),
    },
    point: (open, server) => {
      const x = new Float64Array(count);
      entries.forEach((k, v) => (x[v] = server[rowOf[k] as number] === core.entryFacility[k] ? 1 : 0));
      for (const [f, at] of siteAt) x[at] = open[f] as number;
      if (mayLeave) server.forEach((f, i) => (x[leftAt + i] = f < 0 ? 1 : 0));
      return x;
    },
    read: (x) => {
      const open = Uint8Array.from(core.facility, (_, f) =>
        f < core.existing || (x[siteAt.get(f) ?? -1] ?? 0) > 0.5 ? 1 : 0,
      );
      const server = new Int32Array(core.row.length).fill(-1);
      entries.forEach((k, v) => {
        if ((x[v] as number) > 0.5) server[rowOf[k] as number] = core.entryFacility[k] as number;
      });
      return { open, server };
    },
  };
}

function rowsOfEntries({ row, start, entryFacility }: CapacityCore): Uint32Array {
  const rowOf = new Uint32Array(entryFacility.length);
  for (let i = 0; i < row.length; i++) rowOf.fill(i, start[i], start[i + 1]);
  return rowOf;
}
