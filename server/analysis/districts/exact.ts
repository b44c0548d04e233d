/**
 * Districting as a whole-number model for HiGHS: every unit in one zone (Hess et al. 1965), and zones that hang
 * together by cuts that are added where one does not (Oehrlein & Haunert 2017; with flows instead, Shirabe 2009).
 */
import { MipRows, type MipModel } from '../siting/solver/mip-model.ts';
import { solveMip } from '../siting/solver/highs.ts';
import type { SitingSearch } from '../siting/solver/search.ts';
import type { DistrictProblem } from './types.ts';
import { flood } from './zones.ts';

/** Pairs of unit and zone beyond which HiGHS takes too long. */
const MOST_PAIRS = 4000;

export interface ExactWatch {
  readonly search: SitingSearch;
  /** The best zones so far; null where none keep to the limits. */
  best(): Int32Array | null;
  /** Zones of a model, which may fall apart. */
  found(zone: Int32Array): void;
  infeasible(): void;
}

type Cut = readonly (readonly [variable: number, factor: number])[];

export async function solveExactly(problem: DistrictProblem, watch: ExactWatch): Promise<void> {
  const pairs = pairsOf(problem);
  if (pairs.unit.length > MOST_PAIRS) return;
  const { search } = watch;
  const cuts: Cut[] = firstCuts(problem, pairs);
  while (!search.done()) {
    const best = watch.best();
    const result = await solveMip(modelOf(problem, pairs, cuts), {
      timeLimitS: search.remainingMs() / 1000,
      gap: 0,
      isCancelled: () => search.stopped(),
      ...(best === null ? {} : { start: Float64Array.from(pairs.unit, (u, k) => (best[u] === pairs.zone[k] ? 1 : 0)) }),
    });
    if (result.status === 'infeasible') {
      watch.infeasible();
      return;
    }
    if (result.bound !== null) search.prove(result.bound);
    if (result.x === null) return;
    const zone = new Int32Array(problem.people.length).fill(-1);
    for (let k = 0; k < pairs.unit.length; k++)
      if ((result.x[k] as number) > 0.5) zone[pairs.unit[k] as number] = pairs.zone[k] as number;
    const more = cutsOf(problem, pairs, zone);
    watch.found(zone);
    search.step('exact');
    if (more.length === 0 || result.status !== 'optimal') return;
    cuts.push(...more);
  }
}

/** Which zones each unit may belong to, unit by unit. */
interface Pairs {
  readonly unit: readonly number[];
  readonly zone: readonly number[];
  /** Variable by unit and zone. */
  readonly at: ReadonlyMap<number, number>;
}

function pairsOf({ people, cost, seat }: DistrictProblem): Pairs {
  const [unit, zone, at]: [number[], number[], Map<number, number>] = [[], [], new Map()];
  for (let u = 0; u < people.length; u++)
    for (let f = 0; f < seat.length; f++) {
      if (cost[u * seat.length + f] === Infinity) continue;
      at.set(u * seat.length + f, unit.length);
      unit.push(u);
      zone.push(f);
    }
  return { unit, zone, at };
}

function modelOf(problem: DistrictProblem, { unit, zone, at }: Pairs, cuts: readonly Cut[]): MipModel {
  const { people, cost, seat, lower: least, upper: most } = problem;
  const rows = new MipRows();
  for (let k = 0; k < unit.length; ) {
    const terms: (readonly [number, number])[] = [];
    for (const own = unit[k]; unit[k] === own; k++) terms.push([k, 1]);
    rows.add(1, 1, terms);
  }
  seat.forEach((_, f) => {
    const [low, high] = [least[f] as number, most[f] as number];
    if (low === 0 && high === Infinity) return;
    const terms = unit.flatMap((u, k) =>
      zone[k] === f && (people[u] as number) > 0 ? [[k, people[u] as number] as const] : [],
    );
    rows.add(low === 0 ? -Infinity : low, high, terms);
  });
  for (const cut of cuts) rows.add(-Infinity, 0, cut);
  const lower = new Float64Array(unit.length);
  seat.forEach((u, f) => {
    lower[at.get(u * seat.length + f) as number] = 1;
  });
  return {
    sense: 'min',
    cost: Float64Array.from(
      unit,
      (u, k) => (people[u] as number) * (cost[u * seat.length + (zone[k] as number)] as number),
    ),
    lower,
    upper: new Float64Array(unit.length).fill(1),
    integer: new Uint8Array(unit.length).fill(1),
    rows: rows.done(),
  };
}

/** A unit in a zone has a neighbour there, or is its seat. */
function firstCuts({ seat, touching }: DistrictProblem, pairs: Pairs): Cut[] {
  return pairs.unit.flatMap((u, k) => {
    const f = pairs.zone[k] as number;
    return u === seat[f]
      ? []
      : [cutOf(seat.length, pairs, k, touching.index.subarray(touching.start[u], touching.start[u + 1]))];
  });
}

function cutOf(zones: number, { zone, at }: Pairs, variable: number, around: Iterable<number>): Cut {
  const f = zone[variable] as number;
  return [
    [variable, 1],
    ...[...around].flatMap((v) => {
      const other = at.get(v * zones + f);
      return other === undefined ? [] : [[other, -1] as const];
    }),
  ];
}

/** Of pieces of a zone that its seat is not in: no unit of one is in the zone without a unit that borders the piece. */
function cutsOf({ seat, touching }: DistrictProblem, pairs: Pairs, zone: Int32Array): Cut[] {
  const cuts: Cut[] = [];
  const seen = new Uint8Array(zone.length);
  const pieceFrom = (unit: number): number[] => {
    const piece: number[] = [];
    flood(
      touching,
      unit,
      (v) => seen[v] === 0 && zone[v] === zone[unit],
      (v) => {
        seen[v] = 1;
        piece.push(v);
      },
    );
    return piece;
  };
  seat.forEach(pieceFrom);
  for (let u = 0; u < zone.length; u++) {
    if (zone[u] === -1 || seen[u] === 1) continue;
    const piece = pieceFrom(u);
    const inside = new Set(piece);
    const around = new Set(
      piece
        .flatMap((v) => [...touching.index.subarray(touching.start[v], touching.start[v + 1])])
        .filter((v) => !inside.has(v)),
    );
    for (const v of piece)
      cuts.push(cutOf(seat.length, pairs, pairs.at.get(v * seat.length + (zone[u] as number)) as number, around));
  }
  return cuts;
}
