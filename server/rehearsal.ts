/** Does once what the first requests would wait for, and with them everybody who asks at that moment. */
import { normalizeCql2 } from '../tiles/filter/cql2/normalize.ts';
import type { Cql2 } from '../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../tiles/layer/layer.ts';
import { tileAt } from '../tiles/tile/tile.ts';
import type { LayerRegistry } from './layers/registry.ts';
import { PUBLIC } from './platform/auth/principal.ts';
import type { Database } from './platform/db/types.ts';

export interface RehearsalParts {
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly engine: { prepare(): void };
  readonly overview: { picture(): Promise<unknown>; figures(): Promise<unknown> };
}

/** Holds for no id there is; a filter of any kind has the same functions ready. */
const FILTER: Cql2 = { op: 'like', args: [{ op: 'casei', args: [{ property: 'id' }] }, '%\n%'] };
/** Tiles of it hold a few features at most. */
const ZOOM = 14;
/** As wide as a look around a corner: degrees. */
const AROUND = 0.01;

/**
 * Lets the embedded database, whose one process answers nobody else meanwhile, do each kind of question once: it
 * compiles what it runs when it first runs it, up to half a second at a time. A database server has a process for each
 * connection. Then starts a process for the studies of whoever asks first, and has it work out the overview. Never
 * rejects: what fails here is told to whoever asks.
 */
export async function rehearse({ db, registry, engine, overview }: RehearsalParts): Promise<void> {
  if (db.kind === 'embedded') await askOfEach({ db, registry });
  engine.prepare();
  // Everybody who opens the map asks for both, and waits for what is not there yet.
  await overview.picture().catch(() => undefined);
  await overview.figures().catch(() => undefined);
  await overview.picture().catch(() => undefined);
}

async function askOfEach({ db, registry }: Pick<RehearsalParts, 'db' | 'registry'>): Promise<void> {
  const own = registry.list.filter((layer) => registry.sourceOf(layer.id).database === undefined);
  const kinds = new Map(own.map((layer) => [layer.geometry, layer]));
  // One layer after the other: others have their turns in between.
  for (const layer of kinds.values()) await askOf(layer, { db, registry }).catch(() => undefined);
}

async function askOf(layer: LayerDefinition, { db, registry }: Pick<RehearsalParts, 'db' | 'registry'>): Promise<void> {
  const [lon, lat] = registry.city.start.center;
  const source = registry.sourceOf(layer.id);
  const session = db.as(PUBLIC, {});
  const filter = normalizeCql2(FILTER);
  const place = { matrixSet: 'WebMercatorQuad', tile: tileAt({ lon, lat }, ZOOM) } as const;
  for (const chosen of [null, filter])
    await source.tile(session, place, { layers: [{ layer, filter: chosen, properties: null }], asOf: null });
  await source.items(session, { layer, lon, lat, radiusM: 100, limit: 1, filter });
  const bbox = [lon - AROUND, lat - AROUND, lon + AROUND, lat + AROUND] as const;
  await source.counts(session, { layers: [layer], bbox, filters: new Map([[layer.id, filter]]) });
}
