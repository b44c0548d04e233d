import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tileAt } from '../../tiles/tile/tile.ts';
import { readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Queryable, SqlValue } from '../platform/db/types.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { runs } from '../testing/effort.ts';
import { testCatalogue } from '../testing/layers.ts';
import { momentBetween } from '../testing/moments.ts';
import { randomFrom } from '../testing/random.ts';
import { serve, type TestService } from '../testing/serve.ts';

const PUT = `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ($1, $2, ST_SetSRID(ST_MakePoint($3::float8, $4::float8), 4326), jsonb_build_object('n', $5::int), 'test', $6,
    'synthetic')`;
const LAYERS = ['dots', 'long-spots'] as const;
const IDS = ['a', 'b', 'c', 'd'];

/** A state of a feature, as the test believes it. */
interface State {
  readonly key: string;
  readonly isPublic: boolean;
  readonly lon: number;
  readonly lat: number;
  readonly n: number;
  /** Numbers of the transactions from which on and before which it held. */
  readonly from: number;
  to: number;
}

/** A feature under all of its names. */
interface Feature {
  readonly states: State[];
  isGone: boolean;
}

describeDatabases('the past of features', { embedded: 'full' }, (database) => {
  const run = (text: string, params: readonly SqlValue[] = [], db: Queryable = database()) =>
    db.query(sqlText(text), params);
  beforeAll(async () => {
    for (const layer of LAYERS) await run('select ensure_layer($1)', [layer]);
  });
  beforeEach(async () => {
    await run('truncate feature');
    await run("select prune_history('infinity')");
    await run("update history_start set at = '-infinity'");
  });

  it('is shown by what may be seen now, and caches hear of every place where that changes', async () => {
    const random = randomFrom(20_250_607);
    const pick = <T>(list: readonly T[]): T => {
      const value = list[random.below(list.length)];
      if (value === undefined) throw new Error('Nothing to pick from.');
      return value;
    };
    const features: Feature[] = [];
    const presentOf = (key: string): Feature | undefined =>
      features.find((each) => !each.isGone && each.states.at(-1)?.key === key);
    const isPublic = (feature: Feature): boolean => feature.states.at(-1)?.isPublic === true;
    /** The feature whose state a name had last. */
    const lastOf = (key: string): Feature | undefined => {
      const held = features.flatMap((feature) => feature.states.map((state) => ({ feature, state })));
      return held.filter(({ state }) => state.key === key).sort((a, b) => b.state.to - a.state.to)[0]?.feature;
    };
    /** What everybody may see of the transaction number `moment`. */
    const expected = (layer: string, moment: number): string[] =>
      features
        .flatMap((feature) => feature.states.map((state) => ({ feature, state })))
        .filter(({ feature, state }) => {
          if (!state.key.startsWith(`${layer}/`) || state.from > moment || state.to <= moment || !state.isPublic)
            return false;
          const named = presentOf(state.key) ?? lastOf(state.key);
          return isPublic(feature) && named !== undefined && isPublic(named);
        })
        .map(({ state }) => `${state.key.split('/')[1] ?? ''} ${state.lon} ${state.lat} ${state.n}`)
        .sort();
    const shown = async (layer: string, moment: string): Promise<string[]> =>
      (
        await run(
          `select feature_id || ' ' || ST_X(geom) || ' ' || ST_Y(geom) || ' ' || (attributes ->> 'n') as text
           from features_as_of($1, $2::timestamptz, null)`,
          [layer, moment],
        )
      )
        .map((row) => readText(row, 'text'))
        .sort();

    const moments: string[] = [];
    const keep = (feature: Feature, state: Omit<State, 'from' | 'to'>, at: number): void => {
      const last = feature.states.at(-1);
      if (last !== undefined) last.to = at;
      feature.states.push({ ...state, from: at, to: Infinity });
    };
    const edit = async (at: number): Promise<void> => {
      const [layer, id] = [pick(LAYERS), pick(IDS)];
      const key = `${layer}/${id}`;
      const [lon, lat, n] = [100 + random.below(40), random.below(40), random.below(1000)];
      const feature = presentOf(key);
      const last = feature?.states.at(-1);
      const dice = random.next();
      if (feature === undefined || last === undefined) {
        const visible = random.next() < 0.6;
        await run(PUT, [layer, id, lon, lat, n, visible ? 'public' : 'internal']);
        const created: Feature = { states: [], isGone: false };
        features.push(created);
        keep(created, { key, isPublic: visible, lon, lat, n }, at);
      } else if (dice < 0.2) {
        await run('delete from feature where layer_id = $1 and feature_id = $2', [layer, id]);
        last.to = at;
        feature.isGone = true;
      } else if (dice < 0.45) {
        await run(
          "update feature set visibility = case visibility when 'public' then 'internal' else 'public' end where layer_id = $1 and feature_id = $2",
          [layer, id],
        );
        keep(feature, { ...last, isPublic: !last.isPublic }, at);
      } else if (dice < 0.7) {
        await run(
          `update feature set attributes = jsonb_build_object('n', $5::int),
             geom = ST_SetSRID(ST_MakePoint($3::float8, $4::float8), 4326) where layer_id = $1 and feature_id = $2`,
          [layer, id, lon, lat, n],
        );
        if (last.lon !== lon || last.lat !== lat || last.n !== n) keep(feature, { ...last, lon, lat, n }, at);
      } else {
        // Another name or layer, perhaps with another visibility at once.
        const [toLayer, toId, turns] = [pick(LAYERS), pick(IDS), random.next() < 0.4];
        if (presentOf(`${toLayer}/${toId}`) !== undefined) return;
        await run(
          `update feature set layer_id = $3, feature_id = $4, visibility = $5 where layer_id = $1 and feature_id = $2`,
          [layer, id, toLayer, toId, last.isPublic !== turns ? 'public' : 'internal'],
        );
        keep(feature, { ...last, key: `${toLayer}/${toId}`, isPublic: last.isPublic !== turns }, at);
      }
    };

    const maps = (): Map<string, string[]> =>
      new Map(
        LAYERS.flatMap((layer) => [...moments.keys()].map((moment) => [`${layer}@${moment}`, expected(layer, moment)])),
      );
    const count = runs({ daily: 70, full: 250 });
    for (let at = 0; at < count; at += 1) {
      const before = maps();
      await run('delete from change');
      await edit(at);
      const noted = await run('select layer_id, boxes from change');
      for (const [name, then] of maps()) {
        const was = before.get(name) ?? [];
        const different = [
          ...then.filter((each) => !was.includes(each)),
          ...was.filter((each) => !then.includes(each)),
        ];
        const boxes = noted.filter((row) => row['layer_id'] === name.split('@')[0]).flatMap((row) => row['boxes']);
        for (const text of different) {
          const [, lon = NaN] = text.split(' ').map(Number);
          const x = (lon * 20_037_508.342789244) / 180;
          expect(
            boxes.some((edge) => Math.abs(Number(edge) - x) < 1e-3),
            `${text} of ${name} after ${at}`,
          ).toBe(true);
        }
      }
      moments.push((await momentBetween(database())).toISOString());
    }
    const sample = [...moments.keys()].filter((moment) => moment % runs({ daily: 4, full: 1 }) === 0);
    for (const layer of LAYERS) {
      for (const moment of sample)
        expect(await shown(layer, moments[moment] ?? ''), `${layer} at ${moment}`).toEqual(expected(layer, moment));
    }
  });
});

const PLACE = { lon: 120.71, lat: 36.31 };
const FORMER = { lon: 120.51, lat: 36.21 };

describeDatabases('a tile of a past moment', { embedded: 'full' }, (database) => {
  let service: TestService;
  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    service = await serve({ db: database(), catalogue: testCatalogue });
  });
  afterAll(() => service.close());
  beforeEach(() => run("delete from feature where layer_id = 'toilets' and feature_id like 'x%'"));

  const run = (text: string, params: readonly SqlValue[] = []) => database().query(sqlText(text), params);
  const put = (id: string, { lon, lat }: typeof PLACE, visibility = 'public') =>
    run(PUT, ['toilets', id, lon, lat, 1, visibility]);
  const set = (id: string, change: string) =>
    run(`update feature set ${change} where layer_id = 'toilets' and feature_id = $1`, [id]);
  const visibility = (value: 'public' | 'internal') => `visibility = '${value}'`;
  const now = () => momentBetween(database());
  /** Of the moment, asked twice, so that the second answer comes from memory. */
  const tile = async ({ lon, lat }: typeof PLACE, moment: Date, tag?: string) => {
    const { z, x, y } = tileAt({ lon, lat }, 16);
    const path = `/tiles/toilets/${z}/${x}/${y}.mvt?datetime=${moment.toISOString()}`;
    await service.server.poller.catchUp();
    const headers: Record<string, string> = tag === undefined ? {} : { 'If-None-Match': tag };
    const answers = [await service.get(path, headers), await service.get(path, headers)];
    expect(answers[1]?.status).toBe(answers[0]?.status);
    return { status: answers[0]?.status, tag: answers[1]?.headers.get('etag') ?? '' };
  };

  it('forgets what is withdrawn, wherever it has stood, and has it again when it is given back', async () => {
    await put('x1', FORMER);
    const first = await now();
    await set('x1', `geom = ST_SetSRID(ST_MakePoint(${PLACE.lon}, ${PLACE.lat}), 4326)`);
    const then = await now();
    const shown = await tile(FORMER, first);
    expect(shown.status).toBe(200);
    expect((await tile(FORMER, first, shown.tag)).status).toBe(304);
    await set('x1', visibility('internal'));
    const hidden = await tile(FORMER, first, shown.tag);
    expect(hidden.status).toBe(204);
    expect(hidden.tag).not.toBe(shown.tag);
    expect((await tile(PLACE, then)).status).toBe(204);
    await set('x1', visibility('public'));
    expect((await tile(FORMER, first)).tag).toBe(shown.tag);
    expect((await tile(PLACE, then)).status).toBe(200);
  });

  it('shows what was pulled down while it was public, and not what was withdrawn before', async () => {
    await put('x1', PLACE);
    await put('x2', FORMER);
    const then = await now();
    await set('x2', visibility('internal'));
    await run("delete from feature where layer_id = 'toilets' and feature_id like 'x%'");
    expect([(await tile(PLACE, then)).status, (await tile(FORMER, then)).status]).toEqual([200, 204]);
  });

  it('shows no state that was internal itself, though its feature is public today', async () => {
    await put('x1', PLACE, 'internal');
    const then = await now();
    await set('x1', visibility('public'));
    expect((await tile(PLACE, then)).status).toBe(204);
    expect((await tile(PLACE, await now())).status).toBe(200);
  });

  it('shows nothing of what has come back as internal', async () => {
    await put('x1', FORMER);
    const then = await now();
    await run("delete from feature where layer_id = 'toilets' and feature_id = 'x1'");
    const shown = await tile(FORMER, then);
    expect(shown.status).toBe(200);
    await put('x1', PLACE, 'internal');
    expect((await tile(FORMER, then, shown.tag)).status).toBe(204);
    await run("delete from feature where layer_id = 'toilets' and feature_id = 'x1'");
    expect((await tile(FORMER, then)).status).toBe(204);
    await put('x1', PLACE);
    expect((await tile(FORMER, then)).tag).toBe(shown.tag);
  });

  it('shows nothing of what goes on under another name where it is internal', async () => {
    await put('x1', PLACE);
    await put('x3', FORMER);
    const then = await now();
    const shown = await tile(PLACE, then);
    await set('x1', `feature_id = 'x2', ${visibility('internal')}`);
    expect((await tile(PLACE, then, shown.tag)).status).toBe(204);
    await set('x3', "layer_id = 'reports'");
    expect((await tile(FORMER, then)).status).toBe(200);
    await run("update feature set visibility = 'internal' where layer_id = 'reports' and feature_id = 'x3'");
    expect((await tile(FORMER, then)).status).toBe(204);
    await run("delete from feature where layer_id = 'reports' and feature_id = 'x3'");
  });

  it('is made anew when the states of its time are removed', async () => {
    await put('x1', PLACE);
    const then = await now();
    await set('x1', "owner = 'other'");
    expect((await tile(PLACE, then)).status).toBe(200);
    await run('select prune_history(clock_timestamp())');
    expect((await tile(PLACE, then)).status).toBe(400);
    await run("update history_start set at = '-infinity'");
  });
});
