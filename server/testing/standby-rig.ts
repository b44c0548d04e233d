/** A primary, two standbys that follow it by streaming replication, and what tests ask of a service that reads them. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import pg from 'pg';
import { tileAt } from '../../tiles/tile/tile.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { migrate } from '../platform/db/migrate.ts';
import { openDatabase } from '../platform/db/pool.ts';
import type { Database } from '../platform/db/types.ts';
import { decideTile, executeTile, type TileRequest } from '../tiles/request.ts';
import { testCity } from './city.ts';
import type { Random } from './edits.ts';
import { CORNER } from './fixtures.ts';
import { freePort } from './free-port.ts';
import { testCatalogue } from './layers.ts';
import { createCluster, createStandby, type PostgresCluster } from './postgres.ts';
import type { TestService } from './serve.ts';

export const SPAN_DEG = 0.3;
/** Of changes to readers. */
export const PROMISE_MS = 250;
export const ASK_EVERY_MS = 50;
/** A tile that is marked so often, though the primary answers, is kept for ever. */
const MOST_STALE = 50;

/** A tile, and where it is asked for. */
export interface Address {
  readonly path: string;
  readonly request: TileRequest;
}

export interface Health {
  readonly status: string;
  readonly database: 'up' | 'down';
  readonly standbys?: { readonly set: number; readonly up: number; readonly servers: number };
}

export class StandbyRig {
  readonly catalogue: Catalogue = createCatalogue(
    testCatalogue.layers.filter(({ id }) => id === 'toilets' || id === 'zones'),
    testCity,
  );
  readonly #folder: string;
  readonly #clusters: readonly PostgresCluster[];

  private constructor(folder: string, clusters: readonly PostgresCluster[]) {
    this.#folder = folder;
    this.#clusters = clusters;
  }

  /** Standbys answer at ports of this machine where they are to be told apart by them. */
  static async open({ hasPorts = false } = {}): Promise<StandbyRig> {
    const folder = mkdtempSync(join(tmpdir(), 'chengtu-standbys-'));
    chmodSync(folder, 0o755);
    const primary = await createCluster(join(folder, 'primary'));
    const clusters = [primary];
    const rig = new StandbyRig(folder, clusters);
    const db = await openDatabase({ url: primary.url, home: '' });
    await migrate(db);
    await ensureLayers(db, rig.catalogue);
    await db.close();
    for (const name of ['near', 'far']) {
      const port = hasPorts ? { tcpPort: await freePort() } : {};
      clusters.push(await createStandby(join(folder, 'primary'), join(folder, name), port));
    }
    return rig;
  }

  /** 0 is the primary, as the rig was opened. */
  cluster(index: number): PostgresCluster {
    const cluster = this.#clusters[index];
    if (cluster === undefined) throw new Error(`No cluster ${String(index)}.`);
    return cluster;
  }

  async tell(index: number, ...statements: readonly string[]): Promise<void> {
    const client = new pg.Client(this.cluster(index).url);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  delay(index: number, value: string): Promise<void> {
    return this.tell(index, `alter system set recovery_min_apply_delay to ${value}`, 'select pg_reload_conf()');
  }

  /** Tiles of every zoom, each more than once touched by edits around the corner. */
  addresses(random: Random): Address[] {
    const registry = registryOf(this.catalogue);
    return Array.from({ length: 60 }, (_, nth): Address => {
      const z = 3 + (nth % 14);
      const span = nth % 3 === 0 ? 0.01 : SPAN_DEG;
      const place = { lon: CORNER.lon + (random() - 0.5) * span, lat: CORNER.lat + (random() - 0.5) * span };
      const { x, y } = tileAt(place, z, 'WebMercatorQuad');
      const layers = ['toilets', 'zones', 'toilets,zones'][nth % 3] ?? '';
      const path = { layers, z: String(z), x: String(x), y: String(y), matrixSet: 'WebMercatorQuad' as const };
      return {
        path: `/tiles/${layers}/${path.z}/${path.x}/${path.y}.mvt`,
        request: decideTile(path, new URLSearchParams(), registry),
      };
    });
  }

  async close(): Promise<void> {
    for (const cluster of [...this.#clusters].reverse()) await cluster.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function healthOf(service: TestService, path = '/healthz'): Promise<Health> {
  return (await (await service.get(path)).json()) as Health;
}

/** A figure of `/metrics`, by its name and labels as they stand there. */
export async function figureOf(service: TestService, name: string): Promise<number> {
  const text = await (await service.get('/metrics')).text();
  const line = text.split('\n').find((each) => each.startsWith(`chengtu_${name} `));
  return Number(line?.split(' ').at(-1));
}

export interface AnsweredTile {
  readonly bytes: Buffer;
  readonly cache: string | null;
}

export async function tileOf(service: TestService, path: string): Promise<AnsweredTile> {
  const answer = await service.get(path, { 'accept-encoding': 'identity' });
  if (!answer.ok && answer.status !== 204) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isCoded = answer.headers.get('content-encoding') === 'br';
  return { bytes: isCoded ? brotliDecompressSync(bytes) : bytes, cache: answer.headers.get('x-cache') };
}

/** Every tile is what the primary holds, however far the standbys are. */
export async function expectFresh(
  service: TestService,
  primary: Database,
  tiles: readonly Address[],
  when: string,
): Promise<void> {
  for (const { path, request } of tiles) {
    const { bytes } = await executeTile(primary, request);
    let answer = await tileOf(service, path);
    // `stale` says only that it may be: the poller has just lost its connection.
    for (let tries = 1; answer.cache === 'stale'; tries += 1) {
      answer = await tileOf(service, path);
      if (tries % MOST_STALE === 0 && (await healthOf(service)).database === 'up')
        throw new Error(`${path} stays stale ${when}.`);
    }
    if (!answer.bytes.equals(bytes)) throw new Error(`${path} is stale ${when}: ${String(answer.cache)}`);
  }
}
