/** Graphs kept as files: `networks/<id>-<key>.graph`, the bytes of the graph and their SHA-256. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Graph, NetworkMeta } from '../types.ts';
import { decodeGraph, GraphError } from './graph.ts';

const DIGEST_BYTES = 32;
const PIECE_BYTES = 2 ** 28;
/** Half-written files of a killed process are removed at this age. */
const ABANDONED_MS = 3_600_000;

type Named = Pick<NetworkMeta, 'id' | 'key'>;

export class GraphFiles {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, 'networks');
  }

  /** The graph, in memory that threads can share; null where there is no file, or one that is damaged. */
  async read(network: Named): Promise<Graph | null> {
    const bytes = await readShared(this.#path(network));
    if (bytes === null || bytes.length < DIGEST_BYTES) return null;
    const body = bytes.subarray(0, -DIGEST_BYTES);
    if (!digest(body).equals(bytes.subarray(-DIGEST_BYTES))) return null;
    try {
      return decodeGraph(body);
    } catch (error) {
      // Whole, but of another format: written by another version.
      if (error instanceof GraphError) return null;
      throw error;
    }
  }

  /** Whole or not at all, also where several processes write it. Removes the files of the network as it was before. */
  async write(network: Named, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const path = this.#path(network);
    const draft = `${path}.${String(process.pid)}-${randomBytes(6).toString('hex')}.part`;
    try {
      // One after the other: joined they would take the memory of the graph once more.
      await writeFile(draft, [bytes, digest(bytes)]);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await this.#removeStale(network);
  }

  async #removeStale({ id, key }: Named): Promise<void> {
    const own = new RegExp(`^${id}-[0-9a-f]{16}\\.graph(\\.\\S+\\.part)?$`);
    const current = `${id}-${key}.graph`;
    for (const name of await readdir(this.#folder)) {
      const part = own.exec(name)?.[1];
      if (!own.test(name) || name === current) continue;
      const path = join(this.#folder, name);
      if (part !== undefined && !(await isAbandoned(path))) continue;
      await rm(path, { force: true });
    }
  }

  #path({ id, key }: Named): string {
    return join(this.#folder, `${id}-${key}.graph`);
  }
}

/** In pieces: Node takes less than 2 GB at a time. */
function digest(bytes: Uint8Array): Buffer {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) hash.update(bytes.subarray(at, at + PIECE_BYTES));
  return hash.digest();
}

async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs > ABANDONED_MS;
}

/** A whole file, read straight into memory that threads can share; null where there is none. */
async function readShared(path: string): Promise<Uint8Array | null> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, PIECE_BYTES), at);
      if (bytesRead === 0) return null;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
