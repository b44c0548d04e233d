/**
 * Networks in the database, and their graphs: from a file beside it, which is made from the rows where it is missing.
 */
import type { Warning } from '../../../tiles/api/result.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { withOptions } from '../../platform/db/connections.ts';
import {
  foundRows,
  onlyRow,
  readArray,
  readBoolean,
  readDate,
  readNumber,
  readObject,
  readText,
  readTextOrNull,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Database, Queryable, Row } from '../../platform/db/types.ts';
import { NETWORK } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import type { Graph, NetworkMeta } from '../types.ts';
import { withKey } from './build.ts';
import { speedFactorList, speedFactorsOf, type SpeedFactor } from './speed-factors.ts';
import { decodeGraph, encodeSharedGraph, graphKey } from './graph.ts';
import { GraphFiles } from './graph-files.ts';
import { ferriesJson } from './ferries.ts';
import { polygonsOfWater } from './water.ts';
import { bansJson, readEdges, writeEdges, type EdgeFacts } from './rows.ts';

const REPLACE = loadSql('analysis/network/sql/replace');
const CLEAR_EDGES = loadSql('analysis/network/sql/clear-edges');
const KEY = loadSql('analysis/network/sql/key');
const LIST = loadSql('analysis/network/sql/list');
const SPEED_FACTORS = loadSql('analysis/network/sql/speed-factors');
const TIDY = loadSql('analysis/network/sql/tidy');

/** A network that is replaced while it is read is read again, at most this many times in all. */
const ATTEMPTS = 3;

/** What is known of a network beside its graph. */
export interface NetworkDetails extends EdgeFacts {
  /** What its import found. */
  readonly warnings?: readonly Warning[];
  readonly onProgress?: (done: number, total: number) => void;
}

export interface StoredNetwork {
  readonly meta: NetworkMeta;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly warnings: readonly Warning[];
  readonly importedAt: Date;
  /** Whether it has tags of OpenStreetMap, heights, and speeds of cars by hour. */
  readonly isTagged: boolean;
  readonly hasHeights: boolean;
  readonly hasHours: boolean;
}

/**
 * Writes a network in one transaction, in place of the one of the same id. Throws `RangeError` for a graph that rows
 * cannot hold.
 */
export async function writeNetwork(db: Database, graph: Graph, details: NetworkDetails = {}): Promise<void> {
  await db.transaction((tx) => writeNetworkRows(tx, graph, details), { unlimited: true });
  // PGlite has no autovacuum.
  if (db.kind === 'embedded') await db.query(TIDY);
}

/** As `writeNetwork`, inside a transaction of the caller's. */
export async function writeNetworkRows(tx: Queryable, graph: Graph, details: NetworkDetails = {}): Promise<void> {
  const { meta, nodeCount, edgeCount } = graph;
  await tx.query(REPLACE, [
    meta.id,
    meta.key,
    JSON.stringify(meta.title),
    JSON.stringify(meta.source),
    meta.provenance,
    meta.costUnit,
    nodeCount,
    edgeCount,
    JSON.stringify(details.warnings ?? []),
    bansJson(graph),
    JSON.stringify(polygonsOfWater(graph.water)),
    ferriesJson(graph),
    JSON.stringify(graph.speedFactors === undefined ? [] : speedFactorList(graph.speedFactors)),
    graph.streetTags?.some((tags) => tags !== 0) ?? false,
    graph.climb?.some((metres) => !Number.isNaN(metres)) ?? false,
  ]);
  await tx.query(CLEAR_EDGES, [meta.id]);
  await writeEdges(tx, graph, details, details.onProgress ?? (() => undefined));
}

/**
 * Gives a stored network the speed factors, in place of those that it has; none for an empty list. Its key is another
 * one then, and its edges stay. Throws `AnalysisError` where there is no such network, or it keeps no classes.
 */
export async function writeSpeedFactors(
  db: Database,
  home: string,
  id: string,
  factors: readonly SpeedFactor[],
): Promise<Graph> {
  for (let attempt = 1; ; attempt += 1) {
    const { speedFactors: _, ...graph } = await loadGraph(db, home, id);
    const { title, key } = graph.meta;
    if (graph.streetTags === undefined)
      throw new AnalysisError('network-untagged', NETWORK.untagged, { title, id: graph.meta.id });
    const made = withKey(
      factors.length === 0 ? graph : { ...graph, speedFactors: speedFactorsOf(factors) },
      graph.meta,
    );
    const values = [graph.meta.id, key, made.meta.key, JSON.stringify(factors)];
    if (readNumber(onlyRow(await db.query(SPEED_FACTORS, values)), 'changed') > 0) return made;
    if (attempt === ATTEMPTS) throw new Error(`Network ${id} is being replaced again and again.`);
  }
}

export interface LoadGraphOptions {
  /** Called with the reason why the file could not be read or kept; the graph then comes from the rows. */
  readonly onFileError?: (error: unknown) => void;
  /** Aborted when nobody waits for the graph any more. */
  readonly signal?: AbortSignal;
}

/**
 * The graph of the stored network of an id, its arrays in one `SharedArrayBuffer`. Throws `AnalysisError` where there
 * is no such network.
 * @param home folder of the service's files
 */
export async function loadGraph(
  db: Database,
  home: string,
  id: string,
  { onFileError, signal }: LoadGraphOptions = {},
): Promise<Graph> {
  const files = new GraphFiles(home);
  const asMissing = (error: unknown): null => {
    onFileError?.(error);
    return null;
  };
  for (let attempt = 1; ; attempt += 1) {
    const network = await networkOf(withOptions(db, { signal }), id);
    const kept = await files.read(network.meta).catch(asMissing);
    // Title and source may have changed since; the key does not cover them.
    if (kept !== null) return { ...kept, meta: network.meta };
    const graph = await db.transaction((tx) => readEdges(withOptions(tx, { signal }), network), {
      unlimited: true,
      signal,
    });
    if (graphKey(graph, network.meta.costUnit) !== network.meta.key) {
      if (attempt < ATTEMPTS) continue;
      throw new Error(`The rows of network ${id} are not those it was written with. Import it again.`);
    }
    const bytes = encodeSharedGraph(graph);
    await files.write(network.meta, bytes).catch(asMissing);
    return decodeGraph(bytes);
  }
}

async function networkOf(db: Queryable, id: string): Promise<StoredNetwork> {
  const [network] = await listNetworks(db, id);
  if (network !== undefined) return network;
  const ids = (await listNetworks(db)).map(({ meta }) => meta.id);
  if (ids.length === 0) throw new AnalysisError('network-none', NETWORK.none, {}, { at: '/network/stored' });
  throw new AnalysisError('network-unknown', NETWORK.unknown, { id, ids: ids.join(', ') }, { at: '/network/stored' });
}

/** Key of a stored network, which changes whenever it does; null where there is none of the id. */
export async function networkKey(db: Queryable, id: string): Promise<string | null> {
  return readTextOrNull(onlyRow(await db.query(KEY, [id])), 'key');
}

/** All networks by id, or the one of an id. */
export async function listNetworks(db: Queryable, id: string | null = null): Promise<readonly StoredNetwork[]> {
  return foundRows(await db.query(LIST, [id]), 'network_id').map(readNetwork);
}

/** Default id of imports. */
const USUAL = 'roads';

export function isUsualNetwork({ meta }: StoredNetwork): boolean {
  return meta.id === USUAL;
}

/** The same list with what is meant where nobody names one at its head. */
export function usualFirst<T>(all: readonly T[], isUsual: (each: T) => boolean): T[] {
  return [...all.filter(isUsual), ...all.filter((each) => !isUsual(each))];
}

function readNetwork(row: Row): StoredNetwork {
  return {
    meta: {
      id: readText(row, 'network_id'),
      key: readText(row, 'key'),
      title: readBoth(row, 'title'),
      provenance: readText(row, 'provenance'),
      source: readBoth(row, 'source'),
      costUnit: readText(row, 'cost_unit'),
    },
    nodeCount: readNumber(row, 'node_count'),
    edgeCount: readNumber(row, 'edge_count'),
    warnings: readArray(row, 'warnings') as readonly Warning[],
    importedAt: readDate(row, 'imported_at'),
    isTagged: readBoolean(row, 'is_tagged'),
    hasHeights: readBoolean(row, 'has_heights'),
    hasHours: readBoolean(row, 'has_hours'),
  };
}

function readBoth(row: Row, column: string): Text {
  const text = readObject(row, column);
  return { zh: readText(text, 'zh'), en: readText(text, 'en') };
}
