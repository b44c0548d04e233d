/** A layer as a file, sent as it is read. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import type { Lang } from '../../tiles/i18n.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { licencesOf, sourceNow } from '../layers/layer-loads.ts';
import type { LayerStatsCache } from '../layers/layer-stats.ts';
import { NotInSystem } from '../layers/page-errors.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import { sessionOf } from '../layers/source.ts';
import { walkFeatures } from '../layers/walk-features.ts';
import type { Principal } from '../platform/auth/principal.ts';
import type { Database } from '../platform/db/types.ts';
import { TurnQueue } from '../platform/fairness/turn-queue.ts';
import { codingFor } from '../platform/http/content.ts';
import { ApiError, BadParameter } from '../platform/http/errors.ts';
import { Reply, signalOf } from '../platform/http/respond.ts';
import type { FileCrs } from './crs.ts';
import { Unwritable, type FileDescription } from './description.ts';
import { attachment } from './file-name.ts';
import type { FileFormat, WriteOptions } from './formats.ts';
import { DOWNLOAD, FORMATS_TEXT } from './messages.ts';

export interface DownloadParts {
  readonly db: Pick<Database, 'as'>;
  readonly registry: LayerRegistry;
  readonly layerStats: LayerStatsCache;
  readonly version: string;
  /** Connections that the service has: a download keeps one for as long as it takes. */
  readonly databaseConnections: number;
}

/** What was asked for, read and checked. */
export interface Download extends WriteOptions {
  readonly format: FileFormat;
  readonly layer: LayerDefinition;
  /** Null for all. */
  readonly properties: readonly string[] | null;
  readonly filter: Cql2 | null;
  readonly bbox: Bbox | null;
  readonly asOf: Date | null;
  readonly crs: FileCrs;
  readonly lang: Lang;
  readonly principal: Principal;
  /** Path before all addresses. */
  readonly prefix: string;
}

/** A part of the connections, so that many downloads leave the map its own. */
const SHARE = 0.25;
const WAITING = { maxWaiting: 20, maxWaitMs: 30_000 } as const;
/** A client that reads slowly keeps a connection of the database, and another one from its download. */
const LONGEST_MS = 30 * 60 * 1000;
/** In a tenth of the time that more effort takes. */
const GZIP = { level: 1 } as const;

export class Downloads {
  readonly #parts: DownloadParts;
  readonly #queue: TurnQueue;

  constructor(parts: DownloadParts) {
    this.#parts = parts;
    this.#queue = new TurnQueue({ ...WAITING, slots: Math.max(1, Math.floor(parts.databaseConnections * SHARE)) });
  }

  /**
   * The answer. It rejects before anything is sent where nothing of the file could be made. Where the rest could not,
   * the connection is cut.
   */
  reply(download: Download): Reply {
    const { format, layer, lang, principal } = download;
    return new Reply(async (req, res, { cacheControl, vary }) => {
      const isCompressed = format.isText && codingFor(req.headers['accept-encoding']) !== 'identity';
      const madeAt = new Date();
      const setHeaders = (): void => {
        res.set({
          'Cache-Control': cacheControl,
          'Content-Type': format.mediaType,
          'Content-Disposition': attachment(layer.id, layer.title[lang], madeAt.toISOString().slice(0, 10), format.id),
          // Where the source and the licence are told for formats that have no place for them.
          Link: `<${download.prefix}/layers/${encodeURIComponent(layer.id)}>; rel="describedby"`,
          ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}),
        });
        res.vary([...vary, ...(format.isText ? ['Accept-Encoding'] : [])].join(', '));
      };
      if (req.method === 'HEAD') {
        setHeaders();
        res.end();
        return;
      }
      const left = signalOf(res);
      const signal = AbortSignal.any([left, AbortSignal.timeout(LONGEST_MS)]);
      const ticket = await this.#queue.enter({ signal, clients: principal.clients });
      let isFailure = false;
      const bytes = toldOfErrors(this.#bytes(download, madeAt, signal), () => {
        isFailure = !left.aborted;
      });
      try {
        // Errors until the first bytes have an answer of their own.
        const first = await bytes.next();
        setHeaders();
        const all = Readable.from(withFirst(first, bytes), { objectMode: false, highWaterMark: 1 << 16 });
        await (isCompressed ? pipeline(all, createGzip(GZIP), res, { signal }) : pipeline(all, res, { signal }));
      } catch (error) {
        // An error of ours closes the answer as a client does that leaves: `left` may be aborted by now for either.
        if (isFailure || !left.aborted) throw toDownloadError(error, format);
      } finally {
        // The streams end what they have begun to read alone, and the client may have left before they began.
        await bytes.return().finally(() => this.#queue.leave(ticket));
      }
    });
  }

  async *#bytes(download: Download, madeAt: Date, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
    const { format, layer, filter, bbox, asOf, crs, principal } = download;
    const { db, registry } = this.#parts;
    const source = registry.sourceOf(layer.id);
    const description = await this.#describe(download, madeAt, signal);
    const pages = walkFeatures(source, sessionOf(source, db, principal, { signal }), {
      layer,
      bbox,
      filter,
      asOf,
      properties: download.properties,
      sort: [],
      geometry: { form: format.geometry, srid: crs.srid },
    });
    yield* format.write(description, pages, download);
  }

  async #describe(download: Download, madeAt: Date, signal: AbortSignal): Promise<FileDescription> {
    const { layer, lang, crs, properties } = download;
    const stats = await this.#parts.layerStats.of(layer, signal);
    return {
      layer,
      properties: properties ?? Object.keys(layer.attributes),
      crs,
      lang,
      source: sourceNow(layer, stats)[lang],
      licence: licencesOf(stats).join('; ') || FORMATS_TEXT['licence-unknown'][lang],
      madeAt,
      selection: selectionOf(download),
      version: this.#parts.version,
    };
  }
}

function selectionOf({ filter, bbox, asOf, properties }: Download): string | null {
  const parts = [
    ...(filter === null ? [] : [`filter=${formatCql2(filter)}`]),
    ...(bbox === null ? [] : [`bbox=${bbox.join()}`]),
    ...(asOf === null ? [] : [`datetime=${asOf.toISOString()}`]),
    ...(properties === null ? [] : [`properties=${properties.join()}`]),
  ];
  return parts.length === 0 ? null : parts.join(' & ');
}

/** Tells of an error as it comes, before the streams behind are closed for it. */
async function* toldOfErrors(
  bytes: AsyncGenerator<Uint8Array, void>,
  tell: () => void,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* bytes;
  } catch (error) {
    tell();
    throw error;
  }
}

async function* withFirst(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

/** What whoever asked for a file is told of a layer that its format cannot hold. */
export function toDownloadError(error: unknown, format: FileFormat): unknown {
  if (error instanceof NotInSystem) return new BadParameter('crs', DOWNLOAD['not-in-crs'], { srid: error.srid });
  if (!(error instanceof Unwritable)) return error;
  return new ApiError(422, 'not-in-format', DOWNLOAD[`cannot-${error.reason}`], {
    parameter: 'format',
    values: { ...error.values, format: format.id },
    cause: error,
  });
}
