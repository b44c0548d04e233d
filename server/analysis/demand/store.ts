import type { CellsHeader } from '../../../tiles/api/coverage.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { ColumnarError } from '../../../tiles/api/columnar-message.ts';
import {
  foundRows,
  onlyRow,
  readBase64OrNull,
  readNumber,
  readObject,
  readText,
  readTextOrNull,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { DEMAND } from './messages.ts';
import { AnalysisError } from '../errors.ts';
import { sumOf } from '../sums.ts';
import type { Demand } from '../types.ts';
import { storedKind } from './cells-message.ts';
import { decodeDemand, encodeDemand } from './codec.ts';

const WRITE = loadSql('analysis/demand/sql/write');
const PIECES = loadSql('analysis/demand/sql/pieces');
const PIECE = loadSql('analysis/demand/sql/piece');
const JOIN = loadSql('analysis/demand/sql/join-pieces');
const READ = loadSql('analysis/demand/sql/read');
const LIST = loadSql('analysis/demand/sql/list');
const KEY = loadSql('analysis/demand/sql/key');

/** What the catalogue shows of a demand. */
export type DemandSummary = Pick<
  CellsHeader,
  'id' | 'title' | 'kind' | 'count' | 'people' | 'areaM2' | 'provenance' | 'source' | 'key'
> & {
  /** Names of its groups of people, where it has any. */
  readonly groups?: readonly string[];
};

const KINDS = ['square', 'h3', 'points'] as const satisfies readonly CellsHeader['kind'][];

/** Bytes that go to and from the database at a time. */
const PIECE_BYTES = 16 * 2 ** 20;
/** A demand that is replaced while it is read is read again, at most this many times in all. */
const ATTEMPTS = 3;

/** Keeps a demand under its id, in place of one that was there. A large one needs a transaction of the caller's. */
export async function writeDemand(tx: Queryable, demand: Demand, pieceBytes = PIECE_BYTES): Promise<void> {
  const { id, key, title, provenance, source } = demand.meta;
  const meta = {
    title,
    provenance,
    source,
    kind: storedKind(demand.shape),
    count: demand.count,
    people: sumOf(demand.people),
    areaM2: sumOf(demand.areaM2),
    ...(demand.groups === undefined ? {} : { groups: demand.groups.map(({ name }) => name) }),
  };
  const cells = encodeDemand(demand);
  const piece = (at: number): Buffer =>
    Buffer.from(cells.buffer, cells.byteOffset + at, Math.min(pieceBytes, cells.length - at));
  if (cells.length <= pieceBytes) {
    await tx.query(WRITE, [id, key, JSON.stringify(meta), piece(0)]);
    return;
  }
  // The driver would copy the whole several times.
  await tx.query(PIECES);
  for (let at = 0; at < cells.length; at += pieceBytes) await tx.query(PIECE, [at, piece(at)]);
  await tx.query(JOIN, [id, key, JSON.stringify(meta)]);
}

/** Throws `AnalysisError` where there is none of the id. */
export async function loadDemand(db: Queryable, id: string, pieceBytes = PIECE_BYTES): Promise<Demand> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const bytes = await readCells(db, id, pieceBytes);
    if (bytes === null) return refuseUnknown(db, id);
    if (bytes !== 'replaced') return decodeDemand(bytes);
  }
  throw new Error(`Demand ${id} is being replaced again and again: it could not be read.`);
}

/** In memory that threads can share, piece by piece: as one text it would be longer than texts may be. */
async function readCells(db: Queryable, id: string, pieceBytes: number): Promise<Uint8Array | 'replaced' | null> {
  let bytes: Uint8Array | null = null;
  let key: string | null = null;
  let at = 0;
  do {
    const row = onlyRow(await db.query(READ, [id, at + 1, pieceBytes]));
    const part = readBase64OrNull(row, 'part');
    if (part === null) return bytes === null ? null : 'replaced';
    key ??= readText(row, 'key');
    if (key !== readText(row, 'key')) return 'replaced';
    bytes ??= new Uint8Array(new SharedArrayBuffer(readNumber(row, 'bytes')));
    bytes.set(part, at);
    at += part.length;
  } while (at < bytes.length);
  return bytes;
}

async function refuseUnknown(db: Queryable, id: string): Promise<never> {
  const ids = (await listDemands(db)).map((demand) => demand.id);
  if (ids.length === 0) throw new AnalysisError('no-demand', DEMAND['no-demand'], {}, { at: '/demand/stored' });
  throw new AnalysisError(
    'unknown-demand',
    DEMAND['unknown-demand'],
    { id, ids: ids.join(', ') },
    { at: '/demand/stored' },
  );
}

/** Key of a stored demand, which is cheap to ask for; null where there is none of the id. */
export async function demandKey(db: Queryable, id: string): Promise<string | null> {
  return readTextOrNull(onlyRow(await db.query(KEY, [id])), 'key');
}

/** Ascending by id. */
export async function listDemands(db: Queryable): Promise<readonly DemandSummary[]> {
  return foundRows(await db.query(LIST), 'id').map((row) => {
    const meta = readObject(row, 'meta');
    const kind = KINDS.find((item) => item === meta.kind);
    if (kind === undefined) throw new ColumnarError('A stored demand is of no known kind.');
    return {
      id: readText(row, 'id'),
      key: readText(row, 'key'),
      kind,
      title: textOf(meta.title),
      source: textOf(meta.source),
      provenance: readText(meta, 'provenance'),
      count: readNumber(meta, 'count'),
      people: readNumber(meta, 'people'),
      areaM2: readNumber(meta, 'areaM2'),
      ...(Array.isArray(meta.groups) ? { groups: meta.groups.map(String) } : {}),
    };
  });
}

function textOf(value: unknown): Text {
  const part = (lang: keyof Text): string => {
    const text =
      typeof value === 'object' && value !== null ? (value as Partial<Record<string, unknown>>)[lang] : undefined;
    return typeof text === 'string' ? text : '';
  };
  return { zh: part('zh'), en: part('en') };
}
