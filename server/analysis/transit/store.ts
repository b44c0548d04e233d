/** Timetables of public transport in the database. */
import type { Text } from '../../../tiles/layer/layer.ts';
import {
  foundRows,
  onlyRow,
  readArray,
  readBase64OrNull,
  readNumber,
  readObject,
  readText,
  readTextOrNull,
} from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import { AnalysisError } from '../errors.ts';
import { decodeTransit, encodeTransit } from './codec.ts';
import { TRANSIT } from './messages.ts';
import type { FeedFacts, Transit, TransitMeta } from './types.ts';

const WRITE = loadSql('analysis/transit/sql/write');
const CLEAR_PIECES = loadSql('analysis/transit/sql/clear-pieces');
const WRITE_PIECE = loadSql('analysis/transit/sql/write-piece');
const READ_PIECE = loadSql('analysis/transit/sql/read-piece');
const LIST = loadSql('analysis/transit/sql/list');
const KEY = loadSql('analysis/transit/sql/key');

/** Bytes that go to and from the database at a time. */
const PIECE_BYTES = 16 * 2 ** 20;
/** Timetables that are replaced while they are read are read again, at most this many times in all. */
const ATTEMPTS = 3;

/** What the catalogue shows of timetables. */
export interface TransitSummary extends Pick<TransitMeta, 'id' | 'key' | 'title' | 'provenance' | 'source'> {
  readonly licence: string;
  readonly feeds: readonly FeedFacts[];
  readonly stops: number;
  readonly trips: number;
}

/** Keeps timetables under their id, in place of those that were there. Needs a transaction of the caller's. */
export async function writeTransit(tx: Queryable, transit: Transit, pieceBytes = PIECE_BYTES): Promise<void> {
  const { id, key, title, provenance, source, licence, feeds } = transit.meta;
  const meta = {
    ...{ title, provenance, source, licence, feeds },
    stops: transit.stopCount,
    trips: transit.service.length,
  };
  const body = encodeTransit(transit);
  await tx.query(WRITE, [id, key, JSON.stringify(meta), body.length]);
  await tx.query(CLEAR_PIECES, [id]);
  for (let at = 0, number = 0; at < body.length; at += pieceBytes, number += 1) {
    const piece = Buffer.from(body.buffer, body.byteOffset + at, Math.min(pieceBytes, body.length - at));
    await tx.query(WRITE_PIECE, [id, number, piece]);
  }
}

/** Arrays lie in one `SharedArrayBuffer`. Throws `AnalysisError` where there are none of the id. */
export async function loadTransit(db: Queryable, id: string): Promise<Transit> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const bytes = await readPieces(db, id);
    if (bytes === null) return refuseUnknown(db, id);
    if (bytes !== 'replaced') return decodeTransit(bytes);
  }
  throw new Error(`The timetables ${id} are being replaced again and again: they could not be read.`);
}

async function readPieces(db: Queryable, id: string): Promise<Uint8Array | 'replaced' | null> {
  let bytes: Uint8Array | null = null;
  let key: string | null = null;
  for (let number = 0, at = 0; bytes === null || at < bytes.length; number += 1) {
    const row = onlyRow(await db.query(READ_PIECE, [id, number]));
    const current = readTextOrNull(row, 'key');
    const piece = readBase64OrNull(row, 'piece');
    if (current === null) return bytes === null ? null : 'replaced';
    if (piece === null || (key ?? current) !== current) return 'replaced';
    key = current;
    bytes ??= new Uint8Array(new SharedArrayBuffer(readNumber(row, 'bytes')));
    if (at + piece.length > bytes.length) return 'replaced';
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

async function refuseUnknown(db: Queryable, id: string): Promise<never> {
  const ids = (await listTransits(db)).map((each) => each.id);
  const at = { at: '/travel/transit' };
  if (ids.length === 0) throw new AnalysisError('no-transit', TRANSIT.none, {}, at);
  throw new AnalysisError('unknown-transit', TRANSIT.unknown, { id, ids: ids.join(', ') }, at);
}

/** Key of stored timetables, which is cheap to ask for; null where there are none of the id. */
export async function transitKeyOf(db: Queryable, id: string): Promise<string | null> {
  return readTextOrNull(onlyRow(await db.query(KEY, [id])), 'key');
}

/** Ascending by id. */
export async function listTransits(db: Queryable): Promise<readonly TransitSummary[]> {
  return foundRows(await db.query(LIST), 'id').map((row) => {
    const meta = readObject(row, 'meta');
    const both = (name: string): Text => {
      const text = readObject(meta, name);
      return { zh: readText(text, 'zh'), en: readText(text, 'en') };
    };
    return {
      id: readText(row, 'id'),
      key: readText(row, 'key'),
      title: both('title'),
      source: both('source'),
      provenance: readText(meta, 'provenance'),
      licence: readText(meta, 'licence'),
      // As `writeTransit` has written them.
      feeds: readArray(meta, 'feeds') as readonly FeedFacts[],
      stops: readNumber(meta, 'stops'),
      trips: readNumber(meta, 'trips'),
    };
  });
}
