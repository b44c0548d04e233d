/** Timetables as bytes. */
import { createHash } from 'node:crypto';
import {
  ColumnarError,
  decodeColumnar,
  encodeColumnar,
  type ColumnarArray,
} from '../../../tiles/api/columnar-message.ts';
import type { Transit, TransitMeta } from './types.ts';

/** Version of the layout below. */
const FORMAT = 1;
const KEY_LENGTH = 16;

type Arrays = Readonly<Record<string, ColumnarArray>>;
interface Head {
  readonly format: number;
  readonly firstDay: number;
  readonly dayCount: number;
  readonly meta: TransitMeta;
}

function arraysOf({ headways, transfers, services, ...calls }: Omit<Transit, 'meta'>): Arrays {
  return {
    lonLat: calls.lonLat,
    callStart: calls.callStart,
    callStop: calls.callStop,
    arrivalS: calls.arrivalS,
    departureS: calls.departureS,
    callRules: calls.callRules,
    service: calls.service,
    headwayTrip: headways.trip,
    headwayStart: headways.startS,
    headwayEnd: headways.endS,
    headway: headways.headwayS,
    headwayExact: headways.exact,
    transferFrom: transfers.from,
    transferTo: transfers.to,
    transferKind: transfers.kind,
    transferSeconds: transfers.seconds,
    active: services.active,
    serviceFeed: services.feed,
  };
}

/** SHA-256 of all that results depend on, shortened: equal for equal timetables, wherever they were imported. */
export function transitKey(transit: Omit<Transit, 'meta'>, timezone: string): string {
  const { firstDay, dayCount } = transit.services;
  const hash = createHash('sha256').update(JSON.stringify({ format: FORMAT, timezone, firstDay, dayCount }));
  for (const [name, array] of Object.entries(arraysOf(transit))) {
    hash
      .update(`${name}:${String(array.length)};`)
      .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

export function encodeTransit(transit: Transit): Uint8Array<ArrayBuffer> {
  const { firstDay, dayCount } = transit.services;
  const header: Head = { format: FORMAT, firstDay, dayCount, meta: transit.meta };
  return encodeColumnar({ header, arrays: arraysOf(transit) });
}

/** Reads what `encodeTransit` wrote; the arrays are views of `bytes`. Throws `ColumnarError`. */
export function decodeTransit(bytes: Uint8Array): Transit {
  const { header, arrays } = decodeColumnar(bytes);
  if (!isHead(header)) throw new ColumnarError('The message holds no timetables of this version.');
  const indexes = (name: string): Uint32Array => array(arrays, name, Uint32Array);
  const flags = (name: string): Uint8Array => array(arrays, name, Uint8Array);
  const lonLat = array(arrays, 'lonLat', Float64Array);
  return {
    stopCount: lonLat.length / 2,
    lonLat,
    callStart: indexes('callStart'),
    callStop: indexes('callStop'),
    arrivalS: indexes('arrivalS'),
    departureS: indexes('departureS'),
    callRules: flags('callRules'),
    service: indexes('service'),
    headways: {
      trip: indexes('headwayTrip'),
      startS: indexes('headwayStart'),
      endS: indexes('headwayEnd'),
      headwayS: indexes('headway'),
      exact: flags('headwayExact'),
    },
    transfers: {
      from: indexes('transferFrom'),
      to: indexes('transferTo'),
      kind: flags('transferKind'),
      seconds: indexes('transferSeconds'),
    },
    services: {
      firstDay: header.firstDay,
      dayCount: header.dayCount,
      active: flags('active'),
      feed: flags('serviceFeed'),
    },
    meta: header.meta,
  };
}

function isHead(header: unknown): header is Head {
  return typeof header === 'object' && header !== null && 'format' in header && header.format === FORMAT;
}

function array<T extends ColumnarArray>(arrays: Arrays, name: string, Type: new (length: number) => T): T {
  const found = arrays[name];
  if (!(found instanceof Type)) throw new ColumnarError(`The timetables have no array "${name}".`);
  return found;
}
