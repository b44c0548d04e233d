/** A base map as the service reads it: one file, which an import may replace while it is read. */
import { open, type FileHandle } from 'node:fs/promises';
import { PMTiles, type RangeResponse, type Source } from 'pmtiles';
import type { Text } from '../../tiles/layer/layer.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { isRecord } from '../platform/is-record.ts';

export interface BaseMapInfo {
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bbox;
  readonly attribution: Text;
  /** Parts of the city's layers that it draws itself; none for heights. */
  readonly draws: readonly string[];
}

/** The file is another one than a moment ago. */
class FileReplaced extends Error {
  override readonly name = 'FileReplaced';
}

interface Opened {
  readonly identity: string;
  readonly tiles: PMTiles;
  readonly info: BaseMapInfo;
}

/** Once is enough where one import ends; twice where two follow each other. */
const ATTEMPTS = 3;

/** Reads the first of several files that is there. */
export class BaseMap {
  readonly #paths: readonly string[];
  #opened: Opened | null = null;

  /** @param paths archives made by `writeBaseMap`, the preferred first; none need be there */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Null where there is no base map. Rejects where a file cannot be read. */
  info(): Promise<BaseMapInfo | null> {
    return this.#read((opened) => Promise.resolve(opened.info));
  }

  /** A tile, not compressed; empty where the base map shows nothing, null where there is no base map. */
  tile(z: number, x: number, y: number): Promise<Buffer | null> {
    return this.#read(async ({ tiles }) => {
      const found = await tiles.getZxy(z, x, y);
      return found === undefined ? Buffer.alloc(0) : Buffer.from(found.data);
    });
  }

  async #read<T>(use: (opened: Opened) => Promise<T>): Promise<T | null> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const opened = await this.#current();
        return opened === null ? null : await use(opened);
      } catch (error) {
        // Its directories say where the tiles of a file were that is gone.
        if (!(error instanceof FileReplaced) || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  async #current(): Promise<Opened | null> {
    for (const path of this.#paths) {
      const identity = await withFile(path, identityOf);
      if (identity === null) continue;
      if (this.#opened?.identity !== identity) this.#opened = await openArchive(path, identity);
      return this.#opened;
    }
    return (this.#opened = null);
  }
}

async function openArchive(path: string, identity: string): Promise<Opened> {
  const tiles = new PMTiles(new FileRanges(path, identity));
  const { minZoom, maxZoom, minLon, minLat, maxLon, maxLat } = await tiles.getHeader();
  const metadata: unknown = await tiles.getMetadata();
  const info = {
    minzoom: minZoom,
    maxzoom: maxZoom,
    bounds: [minLon, minLat, maxLon, maxLat] as const,
    ...ownMetadata(metadata),
  };
  return { identity, tiles, info };
}

/** Archives of other makers say less: they draw nothing of ours, under the attribution that they have. */
function ownMetadata(metadata: unknown): Pick<BaseMapInfo, 'attribution' | 'draws'> {
  if (!isRecord(metadata)) return { attribution: { zh: '', en: '' }, draws: [] };
  const { attribution, 'chengtu:attribution': own, 'chengtu:draws': draws } = metadata;
  const given = typeof attribution === 'string' ? attribution : '';
  const text = (lang: 'zh' | 'en'): string => (isRecord(own) && typeof own[lang] === 'string' ? own[lang] : given);
  return {
    attribution: { zh: text('zh'), en: text('en') },
    draws: Array.isArray(draws) ? draws.filter((each) => typeof each === 'string') : [],
  };
}

/** Null where there is no such file. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function identityOf(file: FileHandle): Promise<string> {
  const { ino, size, mtimeMs } = await file.stat();
  return `${ino} ${size} ${mtimeMs}`;
}

/** Opens the file for each part: one that was replaced must not stay open, nor be taken for the one before. */
class FileRanges implements Source {
  readonly #path: string;
  readonly #identity: string;

  constructor(path: string, identity: string) {
    this.#path = path;
    this.#identity = identity;
  }

  getKey(): string {
    return `${this.#path} ${this.#identity}`;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const bytes = await withFile(this.#path, async (file) => {
      if ((await identityOf(file)) !== this.#identity) throw new FileReplaced();
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
      return buffer.slice(0, bytesRead);
    });
    if (bytes === null) throw new FileReplaced();
    return { data: bytes.buffer };
  }
}
