import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { runs } from '../testing/effort.ts';
import { openBeside, openSuite } from '../testing/databases.ts';
import { RandomEditor, randomFrom, type Random, type Touch } from '../testing/edits.ts';
import { CORNER } from '../testing/fixtures.ts';
import { registryOf } from '../layers/registry.ts';
import { testCatalogue } from '../testing/layers.ts';
import { passed } from '../testing/moments.ts';
import { serveTiles, type TileService } from '../testing/serve-tiles.ts';
import { executeTile } from './request.ts';
import { decideTile, type TileRequest } from './request.ts';
import { testCity } from '../testing/city.ts';

const SPAN_DEG = 0.3;
/** What readers are promised after a commit. */
const PROMISE_MS = 250;

function catalogueOf() {
  const of = (id: string): LayerDefinition => {
    const layer = testCatalogue.get(id);
    if (!layer) throw new Error(`No layer ${id}.`);
    return layer;
  };
  return createCatalogue(
    [of('toilets'), of('zones'), { ...of('zones'), id: 'lines', geometry: 'LineString' as const }],
    testCity,
  );
}
const catalogue = catalogueOf();

interface Address {
  readonly path: string;
  readonly request: TileRequest;
}

/** Tiles of all zooms in and around the place of the edits, in both matrix sets, of one layer and of several. */
function addresses(random: Random): Address[] {
  const found = new Map<string, Address>();
  for (let z = 0; z <= 18; z += 1) {
    for (let n = 0; n < (z < 6 ? 4 : 18); n += 1) {
      // Every third lies where nothing is edited.
      const span = n % 3 === 2 ? SPAN_DEG * 8 : n % 3 === 1 ? SPAN_DEG : 0.01;
      const matrixSet = n % 4 === 3 ? 'CGCS2000Quad' : 'WebMercatorQuad';
      const { x, y } = tileAt(
        { lon: CORNER.lon + (random() - 0.5) * span, lat: CORNER.lat + (random() - 0.5) * span },
        z,
        matrixSet,
      );
      const layers = ['toilets', 'zones,lines', 'toilets,zones,lines'][n % 3] ?? 'toilets';
      const path = { layers, z: String(z), x: String(x), y: String(y), matrixSet };
      const query = new URLSearchParams(n % 5 === 4 ? { filter: "name LIKE '%1%'" } : {});
      const request = decideTile(path, query, registryOf(catalogue));
      found.set(request.key, {
        path: `/tiles/${layers}/${matrixSet === 'WebMercatorQuad' ? '' : `${matrixSet}/`}${z}/${x}/${y}.mvt?${query.toString()}`,
        request,
      });
    }
  }
  return [...found.values()];
}

const touches = ({ layer, box }: Touch, { matrixSet, tile, layers }: TileRequest): boolean =>
  layers.some((each) => each.layer.id === layer.id) &&
  isTouched(touchedTiles(layer.geometry, box, matrixSet, tile.z), tile.x, tile.y);

/** A few at a time: beyond that the database refuses. */
async function eachOf<T>(items: readonly T[], visit: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) await visit(item);
    }),
  );
}

/** A background connection on which a poll fails now and then. */
function unreliable(db: Database, random: Random, share: number): Database {
  return {
    ...db,
    background: {
      query: (sql, params, options) =>
        random() < share ? Promise.reject(new Error('a failing look')) : db.background.query(sql, params, options),
    },
  };
}

const CUT = sqlText(
  `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '-- What has changed since%'`,
);

interface TileState {
  readonly etag: unknown;
  readonly made: number;
}

interface Plan {
  readonly edits: number;
  readonly atOnce: number;
  readonly checks: number;
  /** The test checks one of this many tiles. */
  readonly every: number;
}

const PLANS: Readonly<Record<Database['kind'], Plan>> = {
  server: runs({
    daily: { edits: 2000, atOnce: 40, checks: 4, every: 2 },
    full: { edits: 10_000, atOnce: 80, checks: 6, every: 1 },
  }),
  embedded: runs({
    daily: { edits: 300, atOnce: 20, checks: 3, every: 6 },
    full: { edits: 300, atOnce: 20, checks: 3, every: 3 },
  }),
};

describe.each(['server', 'embedded'] as const)('tiles in memory of two processes at one %s database', (kind) => {
  it('are never older than was promised, and only those that an edit touched are made anew', async () => {
    const random = randomFrom(20261124);
    const editing = await openSuite(kind, 'freshness');
    const others = await Promise.all([openBeside(editing), openBeside(editing)]);
    const [first, second] = others;
    const services: TileService[] = [];
    onTestFinished(async () => {
      for (const each of services) await each.close();
      for (const each of others) await each.close();
      await editing.close();
    });
    await ensureLayers(editing, catalogue);
    services.push(await serveTiles(first, catalogue), await serveTiles(unreliable(second, random, 0.1), catalogue));
    const editor = new RandomEditor(editing, catalogue, random, CORNER, SPAN_DEG);
    const { edits, atOnce, checks, every } = PLANS[kind];
    const tiles = addresses(random).filter((_, index) => index % every === 0);
    const rounds = edits / atOnce;

    let touched: Touch[] = [];
    let before: Map<string, TileState>[] = [];
    let keptCount = 0;
    let hitCount = 0;
    for (let round = 1; round <= rounds; round += 1) {
      // Readers at the same time, so that tiles are being made while they change.
      const readers = services.flatMap((service) =>
        Array.from({ length: 4 }, () =>
          service.ask(tiles[Math.floor(random() * tiles.length)]?.path ?? '', { 'accept-encoding': 'br' }),
        ),
      );
      touched.push(...(await editor.commit(atOnce)));
      await Promise.all(readers);
      if (kind === 'server' && random() < 0.1) await editing.query(CUT);
      if (round % Math.round(rounds / checks) !== 0) continue;

      // However much later the tiles are asked for, the promise holds.
      await passed(PROMISE_MS);
      const now = services.map(() => new Map<string, TileState>());
      await eachOf(tiles, async ({ path, request }) => {
        const { bytes } = await executeTile(editing, request);
        for (const [index, service] of services.entries()) {
          let answer = await service.ask(path, { 'accept-encoding': 'br' });
          // `stale` says only that the tile may be: the poller has just lost its connection.
          while (answer.headers['x-cache'] === 'stale') answer = await service.ask(path, { 'accept-encoding': 'br' });
          const served = answer.body.length === 0 ? answer.body : brotliDecompressSync(answer.body);
          if (!served.equals(bytes))
            throw new Error(
              `${path} is stale in process ${index} after ${round} rounds: ${String(answer.headers['x-cache'])}`,
            );
          const state = { etag: answer.headers.etag, made: service.made.get(request.key) ?? 0 };
          now[index]?.set(request.key, state);
          if (answer.headers['x-cache'] === 'hit') hitCount += 1;
          const last = before[index]?.get(request.key);
          if (last === undefined || touched.some((touch) => touches(touch, request))) continue;
          keptCount += 1;
          expect({ path, ...state, cache: answer.headers['x-cache'] }).toEqual({ path, ...last, cache: 'hit' });
        }
      });
      before = now;
      touched = [];
    }
    // Without this, a test that compared nothing would pass.
    expect(keptCount).toBeGreaterThan(tiles.length);
    expect(hitCount).toBeGreaterThan(keptCount);
    for (const { handler } of services) expect(handler.stats().invalidated).toBeGreaterThan(tiles.length);
  });
});
