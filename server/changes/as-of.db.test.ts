import { expect, it } from 'vitest';
import { onlyRow, readNumber, readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable, SqlValue } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';

const SEED = 20_250_301;
const TRANSACTIONS = 250;
const LAYERS = ['dots', 'long-spots'] as const;
const IDS = Array.from({ length: 25 }, (_, n) => `f${n}`);

type Layer = (typeof LAYERS)[number];
interface State {
  readonly lon: number;
  readonly lat: number;
  readonly n: number;
}
/** The states that a map should hold. */
type Model = Record<Layer, Map<string, State>>;

const PUT = `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ($1, $2, ST_SetSRID(ST_MakePoint($3::float8, $4::float8), 4326), jsonb_build_object('n', $5::int), 'test', 'public', 'synthetic')`;

describeDatabases('the map as of any moment', { embedded: 'full' }, (database) => {
  it('is what it was then, after hundreds of edits of all kinds', async () => {
    for (const layer of LAYERS) await database().query(sqlText('select ensure_layer($1)'), [layer]);
    const random = mulberry32(SEED);
    const pick = <T>(list: readonly T[]): T => {
      const value = list[Math.floor(random() * list.length)];
      if (value === undefined) throw new Error('Nothing to pick from.');
      return value;
    };
    // On a grid, so that boxes can be chosen with no point near their edges.
    const state = (): State => ({
      lon: 120 + Math.floor(random() * 10) / 10,
      lat: 36 + Math.floor(random() * 10) / 10,
      n: Math.floor(random() * 3),
    });
    let model: Model = { dots: new Map(), 'long-spots': new Map() };

    async function edit(tx: Queryable, next: Model): Promise<void> {
      const run = (text: string, params: readonly SqlValue[] = []) => tx.query(sqlText(text), params);
      const [layer, id, now] = [pick(LAYERS), pick(IDS), state()];
      const held = next[layer];
      const dice = random();
      if (dice < 0.45) {
        await run(
          `${PUT} on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`,
          [layer, id, now.lon, now.lat, now.n],
        );
        held.set(id, now);
      } else if (dice < 0.6) {
        await run('delete from feature where layer_id = $1 and feature_id = $2', [layer, id]);
        held.delete(id);
      } else if (dice < 0.7) {
        await run('delete from feature where layer_id = $1 and feature_id = $2', [layer, id]);
        await run(PUT, [layer, id, now.lon, now.lat, now.n]);
        held.set(id, now);
      } else if (dice < 0.85) {
        await run("update feature set attributes = jsonb_build_object('n', $1::int) where ST_X(geom) < $2", [
          now.n,
          now.lon,
        ]);
        for (const map of Object.values(next))
          for (const [key, old] of map) if (old.lon < now.lon) map.set(key, { ...old, n: now.n });
      } else if (dice < 0.98) {
        const other = layer === 'dots' ? 'long-spots' : 'dots';
        const old = held.get(id);
        if (old === undefined || next[other].has(id)) return;
        await run('update feature set layer_id = $3 where layer_id = $1 and feature_id = $2', [layer, id, other]);
        held.delete(id);
        next[other].set(id, old);
      } else {
        await run(`truncate feature_${layer.replace('-', '_')}`);
        held.clear();
      }
    }

    // The last state of a moment is that moment's: clocks may stand still between two transactions.
    const moments = new Map<string, Model>();
    for (let n = 0; n < TRANSACTIONS; n += 1) {
      const next: Model = { dots: new Map(model.dots), 'long-spots': new Map(model['long-spots']) };
      const isCutOff = random() < 0.1;
      const moment = await database()
        .transaction(async (tx) => {
          for (let edits = Math.ceil(random() * 3); edits > 0; edits -= 1) await edit(tx, next);
          if (isCutOff) throw new CutOff();
          return readText(onlyRow(await tx.query(sqlText('select now()::text as now'))), 'now');
        })
        .catch((error: unknown) => {
          if (error instanceof CutOff) return null;
          throw error;
        });
      if (moment === null) continue;
      model = next;
      moments.set(moment, model);
    }

    expect(moments.size).toBeGreaterThan(TRANSACTIONS / 2);
    expect(await mapAt(database(), 'dots', '2001-01-01', null)).toEqual([]);
    for (const [moment, then] of moments) {
      for (const layer of LAYERS) {
        expect(await mapAt(database(), layer, moment, null), `${layer} at ${moment}`).toEqual(
          expected(then[layer], null),
        );
        const [lon, lat] = [pick([119.85, 120.15, 120.45]), pick([35.85, 36.25, 36.55])];
        const box = [lon, lat, lon + 0.4, lat + 0.4] as const;
        expect(await mapAt(database(), layer, moment, box), `${layer} at ${moment} in ${box.join()}`).toEqual(
          expected(then[layer], box),
        );
      }
    }
  });
});

class CutOff extends Error {}

type Box = readonly [west: number, south: number, east: number, north: number];

async function mapAt(db: Queryable, layer: Layer, moment: string, box: Box | null): Promise<unknown[]> {
  const [west, south, east, north] = box ?? [null, null, null, null];
  const rows = await db.query(
    sqlText(`
    select feature_id, ST_X(geom) as lon, ST_Y(geom) as lat, (attributes ->> 'n')::int as n
    from features_as_of($1, $2::timestamptz, ST_Transform(ST_MakeEnvelope($3::float8, $4::float8, $5::float8, $6::float8, 4326), 3857))
    order by feature_id collate "C"`),
    [layer, moment, west, south, east, north],
  );
  return rows.map((row) => [
    readText(row, 'feature_id'),
    { lon: readNumber(row, 'lon'), lat: readNumber(row, 'lat'), n: readNumber(row, 'n') },
  ]);
}

function expected(map: ReadonlyMap<string, State>, box: Box | null): unknown[] {
  const [west, south, east, north] = box ?? [-180, -90, 180, 90];
  return [...map]
    .filter(([, { lon, lat }]) => lon > west && lon < east && lat > south && lat < north)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Numbers from 0 to 1, the same for a seed everywhere. */
function mulberry32(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
