/** Asks pgRouting for the same ways as the engine, on a network that is in the database. PostgreSQL only. */
import { DEFAULT_SPEED_MPS, MODES, type Mode } from '../../tiles/api/vocabulary.ts';
import { bansFor } from '../analysis/network/bans.ts';
import { snapNodes } from '../analysis/network/snap.ts';
import { costMatrix, nearestFacility } from '../analysis/paths/cost-matrix.ts';
import { searchGraph, type SearchDirection } from '../analysis/paths/search-graph.ts';
import type { Graph, Snaps } from '../analysis/types.ts';
import { onlyRow, readBoolean, readNumber } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import type { Suite } from './databases.ts';
import { randomFrom, type Random } from './random.ts';
import { snapsOf, UNWATCHED } from './street-grids.ts';

/** Costs by pair, `from>to`; a pair without a way is not there. */
type Costs = ReadonlyMap<string, number>;

/** One kind of question, answered by both. */
export interface Answers {
  readonly name: string;
  readonly queries: number;
  readonly ours: Costs;
  readonly theirs: Costs;
}

/**
 * Creates the extension. Throws the command that installs it where it cannot be: a test that needs it never passes
 * without.
 */
export async function createPgRouting(db: Suite): Promise<void> {
  const available = sqlText(
    "select exists (select from pg_available_extensions where name = 'pgrouting') as available, current_setting('server_version_num')::int / 10000 as version",
  );
  const row = onlyRow(await db.query(available));
  if (!readBoolean(row, 'available')) {
    throw new Error(
      `This test needs pgRouting in the database. Run\n  sudo apt-get update && sudo apt-get install -y postgresql-${readNumber(row, 'version')}-pgrouting`,
    );
  }
  await db.administrate('create extension if not exists pgrouting schema public');
}

/**
 * A thousand random questions, the same for the same seed, in the three modes by turns: ways between nodes, ways
 * between points on edges, the nearest of twenty facilities, and all nodes within a time.
 */
export async function askBoth(db: Database, graph: Graph, seed: number): Promise<readonly Answers[]> {
  await db.query(sqlText('create table if not exists spot (pid bigint, edge_id bigint, fraction float8)'));
  const asked: Answers[] = [];
  for (const [m, mode] of MODES.entries()) {
    const ask = new Asker(db, graph, mode, randomFrom(seed + m));
    asked.push(
      await ask.betweenNodes(10, 10),
      await ask.betweenPoints(10, 10),
      await ask.nearest(m === 0 ? 68 : 66),
      await ask.within(m === 0 ? 68 : 66),
    );
  }
  return asked;
}

/**
 * Random ways between nodes, in the three modes, where some turns from edge to edge are forbidden. pgRouting finds dear
 * ways where longer runs are: it has but one label an edge.
 */
export async function askTurns(db: Database, graph: Graph, seed: number): Promise<readonly Answers[]> {
  const asked: Answers[] = [];
  for (const [m, mode] of MODES.entries())
    asked.push(await new Asker(db, graph, mode, randomFrom(seed + m)).betweenNodesByTurns(10, 10));
  return asked;
}

class Asker {
  readonly #db: Database;
  readonly #graph: Graph;
  readonly #mode: Mode;
  readonly #random: Random;
  readonly #edges: string;

  constructor(db: Database, graph: Graph, mode: Mode, random: Random) {
    this.#db = db;
    this.#graph = graph;
    this.#mode = mode;
    this.#random = random;
    this.#edges = `select edge_id as id, from_node as source, to_node as target, coalesce(${mode}_s, -1) as cost, coalesce(${mode}_back_s, -1) as reverse_cost
      from network_edge where network_id = '${graph.meta.id}'`;
  }

  async betweenNodes(starts: number, ends: number): Promise<Answers> {
    const from = this.#nodes(starts);
    const to = this.#nodes(ends);
    return {
      name: `${this.#mode}, between nodes`,
      queries: starts * ends,
      theirs: withOwn(await this.#dijkstra(from, to), from, to),
      ours: this.#oursOfNodes(from, to),
    };
  }

  /** Each edge is given as two, one for each way, so that a ban is a run of edges. */
  async betweenNodesByTurns(starts: number, ends: number): Promise<Answers> {
    const from = [...new Set(this.#nodes(starts))];
    const to = [...new Set(this.#nodes(ends))];
    const bans = bansFor(this.#graph, this.#mode).map(
      (arcs) => `(array[${arcs.map((arc) => arc + 1).join()}]::bigint[])`,
    );
    const [there, back] = [`${this.#mode}_s`, `${this.#mode}_back_s`];
    const edges = `select 2 * edge_id + 1 as id, from_node as source, to_node as target, ${there} as cost, -1.0::float8 as reverse_cost
        from network_edge where network_id = '${this.#graph.meta.id}' and ${there} is not null
      union all select 2 * edge_id + 2, to_node, from_node, ${back}, -1.0
        from network_edge where network_id = '${this.#graph.meta.id}' and ${back} is not null`;
    const rows = await this.#pairs(
      'select start_vid as a, end_vid as b, agg_cost as cost from pgr_trsp($1, $2, $3::bigint[], $4::bigint[], true) where edge = -1',
      [
        edges,
        `select row_number() over () as id, path, 'Infinity'::float8 as cost from (values ${bans.join()}) as ban (path)`,
        from,
        to,
      ],
    );
    const free = await this.#dijkstra(from, to);
    // Now and then pgr_trsp (3.4.2) gives -1, or some last part of a way: less than without any ban.
    const isSane = (pair: string): boolean => (rows.get(pair) ?? Infinity) >= (free.get(pair) ?? 0) * (1 - 1e-9);
    const sane = (costs: Costs): Costs => new Map([...costs].filter(([pair]) => free.has(pair) && isSane(pair)));
    return {
      name: `${this.#mode}, where turns are forbidden`,
      queries: [...free.keys()].filter(isSane).length,
      ours: sane(this.#oursOfNodes(from, to)),
      theirs: sane(rows),
    };
  }

  /** Some points share an edge, before or after one another. */
  async betweenPoints(starts: number, ends: number): Promise<Answers> {
    const usable = this.#usableEdges();
    const spot = (edge: number) => ({ edge, fraction: this.#random.next(), distanceM: 0 });
    const any = (): number => usable[this.#random.below(usable.length)] as number;
    const from = Array.from({ length: starts }, () => spot(any()));
    const to = Array.from({ length: ends }, (_, i) => spot(i < 4 ? (from[i >> 1]?.edge ?? any()) : any()));
    const all = [...from, ...to];
    await this.#db.query(sqlText('truncate spot'));
    await this.#db.query(
      sqlText(
        'insert into spot select pid, edge_id, fraction from unnest($1::bigint[], $2::float8[]) with ordinality as given (edge_id, fraction, pid)',
      ),
      [all.map(({ edge }) => edge), all.map(({ fraction }) => fraction)],
    );
    const pid = (_: unknown, i: number): number => -(i + 1);
    const [fromIds, toIds] = [from.map(pid), all.map(pid).slice(starts)];
    const rows = this.#pairs(
      "select start_pid as a, end_pid as b, agg_cost as cost from pgr_withPointsCost($1, 'select pid, edge_id, fraction from spot', $2::bigint[], $3::bigint[], directed => true, driving_side => 'b')",
      [this.#edges, fromIds, toIds],
    );
    return {
      name: `${this.#mode}, between points on edges`,
      queries: starts * ends,
      theirs: await rows,
      ours: this.#ours(fromIds, snapsOf(from), toIds, snapsOf(to)),
    };
  }

  /** Of places that people come from, the cost to the nearest of twenty facilities. */
  async nearest(places: number): Promise<Answers> {
    const from = this.#nodes(places);
    const facilities = this.#nodes(20);
    const pairs = withOwn(await this.#dijkstra(from, facilities), from, facilities);
    const theirs = new Map<string, number>();
    for (const [pair, cost] of pairs) {
      const [place = ''] = pair.split('>');
      theirs.set(place, Math.min(cost, theirs.get(place) ?? Infinity));
    }
    const { cost } = nearestFacility(
      {
        ...this.#input('backward'),
        facilities: snapNodes(this.#graph, Uint32Array.from(facilities)),
        demand: snapNodes(this.#graph, Uint32Array.from(from)),
        limit: Infinity,
      },
      UNWATCHED,
    );
    const ours = new Map(
      from.map((place, i) => [String(place), cost[i] as number] as const).filter(([, each]) => each < Infinity),
    );
    return { name: `${this.#mode}, nearest of twenty`, queries: places, ours, theirs };
  }

  /** All nodes within a time of several origins. Nodes at the very limit, where rounding decides, are left out. */
  async within(origins: number): Promise<Answers> {
    const ours = new Map<string, number>();
    const theirs = new Map<string, number>();
    const all = Array.from({ length: this.#graph.nodeCount }, (_, node) => node);
    const demand = snapNodes(this.#graph, Uint32Array.from(all));
    // In metres, whatever the mode.
    for (const [round, limit] of [200, 400, 800].map((metres) => metres / DEFAULT_SPEED_MPS[this.#mode]).entries()) {
      const from = [
        ...new Set(this.#nodes(round < 2 ? Math.floor(origins / 3) : origins - 2 * Math.floor(origins / 3))),
      ];
      const rows = await this.#pairs(
        'select from_v as a, node as b, agg_cost as cost from pgr_drivingDistance($1, $2::bigint[], $3, true)',
        [this.#edges, from, limit],
      );
      const {
        start,
        demand: nodes,
        cost,
      } = costMatrix(
        { ...this.#input('forward'), facilities: snapNodes(this.#graph, Uint32Array.from(from)), demand, limit },
        UNWATCHED,
      );
      const isSure = (value: number): boolean => Math.abs(value - limit) > 1e-9 * limit;
      for (const [pair, value] of rows) if (isSure(value)) theirs.set(`${round}:${pair}`, value);
      from.forEach((origin, f) => {
        for (let at = start[f] as number; at < (start[f + 1] as number); at += 1)
          if (isSure(cost[at] as number)) ours.set(`${round}:${origin}>${nodes[at] as number}`, cost[at] as number);
      });
    }
    return { name: `${this.#mode}, within a time`, queries: origins, ours, theirs };
  }

  /** Of pgRouting between nodes, whatever turns are forbidden. */
  #dijkstra(from: readonly number[], to: readonly number[]): Promise<Costs> {
    return this.#pairs(
      'select start_vid as a, end_vid as b, agg_cost as cost from pgr_dijkstraCost($1, $2::bigint[], $3::bigint[], true)',
      [this.#edges, from, to],
    );
  }

  #oursOfNodes(from: readonly number[], to: readonly number[]): Costs {
    const snapped = (nodes: readonly number[]): Snaps => snapNodes(this.#graph, Uint32Array.from(nodes));
    return this.#ours(from, snapped(from), to, snapped(to));
  }

  #ours(fromIds: readonly number[], from: Snaps, toIds: readonly number[], to: Snaps): Costs {
    const { start, demand, cost } = costMatrix(
      { ...this.#input('forward'), facilities: from, demand: to, limit: Infinity },
      UNWATCHED,
    );
    return new Map(
      fromIds.flatMap((id, f) =>
        Array.from({ length: (start[f + 1] as number) - (start[f] as number) }, (_, i) => {
          const at = (start[f] as number) + i;
          return [`${id}>${toIds[demand[at] as number] as number}`, cost[at] as number] as const;
        }),
      ),
    );
  }

  #input(direction: SearchDirection) {
    return { graph: this.#graph, search: searchGraph(this.#graph, this.#mode, { direction }), accessSpeedMps: 1 };
  }

  async #pairs(text: string, params: Parameters<Database['query']>[1]): Promise<Costs> {
    const rows = await this.#db.query(sqlText(text), params);
    return new Map(rows.map((row) => [`${readNumber(row, 'a')}>${readNumber(row, 'b')}`, readNumber(row, 'cost')]));
  }

  /** Nodes that the mode meets, of the whole network, islands and all. */
  #nodes(count: number): number[] {
    const usable = this.#usableEdges();
    return Array.from({ length: count }, () => {
      const edge = usable[this.#random.below(usable.length)] as number;
      return (this.#random.next() < 0.5 ? this.#graph.from : this.#graph.to)[edge] as number;
    });
  }

  #usableEdges(): number[] {
    const { edgeCount, forward, backward } = this.#graph;
    return Array.from({ length: edgeCount }, (_, e) => e).filter(
      (e) => forward[this.#mode][e] !== Infinity || backward[this.#mode][e] !== Infinity,
    );
  }
}

/** pgRouting leaves out the way from a node to itself, of no cost. */
function withOwn(costs: Costs, from: readonly number[], to: readonly number[]): Costs {
  return new Map([
    ...costs,
    ...from.filter((node) => to.includes(node)).map((node) => [`${node}>${node}`, 0] as const),
  ]);
}

/** The largest difference relative to the cost, infinite where one finds a way that the other does not. */
export function largestDifference({ ours, theirs }: Answers): number {
  const pairs = new Set([...ours.keys(), ...theirs.keys()]);
  return [...pairs].reduce((largest, pair) => {
    const [a = Infinity, b = Infinity] = [ours.get(pair), theirs.get(pair)];
    return Math.max(largest, a === b ? 0 : Math.abs(a - b) / Math.max(a, b));
  }, 0);
}
