/** Names that mean harm, in features: everywhere they come back as they are, and find themselves alone. */
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { ALL_PAYLOADS } from '../../../server/testing/payloads.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack, type Outcome } from '../attack.ts';
import { get } from '../client.ts';
import { isObject } from '../fuzz/values.ts';
import type { Victim } from '../site.ts';

const LAYER = 'toilets';
/** Far from everything else, each in a place of its own. */
const PLACE = { lon: 119.6, lat: 35.6, stepDeg: 0.002 };
const INSERT = sqlText(`
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select '${LAYER}', id, ST_SetSRID(ST_MakePoint(lon, lat), 4326), jsonb_build_object('name', name, 'district', '370202'),
    'torture', 'public', 'synthetic'
  from jsonb_to_recordset($1::text::jsonb) as f (id text, name text, lon float8, lat float8)`);

interface Named {
  readonly id: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** What an answer about a feature says otherwise than it should. */
type Check = (url: string, feature: Named) => Promise<readonly string[]>;

export const NAMED: readonly Named[] = ALL_PAYLOADS.map(({ text }, n) => ({
  id: `name-${n}`,
  name: text,
  lon: PLACE.lon + (n % 20) * PLACE.stepDeg,
  lat: PLACE.lat + Math.floor(n / 20) * PLACE.stepDeg,
}));

export const names: Attack = {
  name: 'names',
  about: TORTURE['about-names'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite((site) => attackByNames(site, [differsShown, differsFiltered])),
};

export async function attackByNames(
  { db, service: { url } }: Pick<Victim, 'db' | 'service'>,
  checks: readonly Check[],
): Promise<Outcome> {
  const tally = new Tally();
  await db.query(INSERT, [JSON.stringify(NAMED)]);
  for (const [index, feature] of NAMED.entries()) {
    tally.try();
    for (const check of checks)
      for (const said of await check(url, feature))
        tally.fail(
          'wrong',
          index,
          bothLanguages(TORTURE['name-differs'], { name: JSON.stringify(feature.name), said }),
        );
  }
  return tally.outcome();
}

/** Where it is shown: as an item, in its tile, beside others. */
async function differsShown(url: string, { id, name, lon, lat }: Named): Promise<readonly string[]> {
  const said: string[] = [];
  const read = (path: string): Promise<unknown> => readJson(url, path, said);
  const item = await read(`/layers/${LAYER}/items/${id}`);
  if (isObject(item) && !holdsName(item, name)) said.push(`the item says ${JSON.stringify(item).slice(0, 120)}`);
  const { z, x, y } = tileAt({ lon, lat }, 16);
  const tile = await get(url, `/tiles/${LAYER}/${z}/${x}/${y}.mvt`);
  const layer = new VectorTile(new PbfReader(tile.body)).layers[LAYER];
  const shown = Array.from({ length: layer?.length ?? 0 }, (_, n) => layer?.feature(n).properties);
  if (!shown.some((properties) => properties?.['id'] === id && properties['name'] === name))
    said.push('the tile has another name');
  const near = await read(`/nearby?layer=${LAYER}&lon=${lon}&lat=${lat}&radius=50`);
  if (near !== null && !holdsName(near, name)) said.push('nearby has another name');
  const search = await get(url, `/search?q=${encodeURIComponent(name)}`);
  if (search.status !== 200 && search.status !== 400) said.push(`search was answered ${search.status}`);
  return said;
}

/** Where CQL2 text asks for it, which finds it alone. */
export async function differsFiltered(url: string, { name }: Named): Promise<readonly string[]> {
  const said: string[] = [];
  const text = name.replaceAll('\\', '\\\\').replaceAll("'", "''");
  const filter = encodeURIComponent(`name = '${text}'`);
  const counts = await readJson(url, `/counts?layers=${LAYER}&bbox=119.5,35.5,119.9,35.9&filter=${filter}`, said);
  if (isObject(counts) && counts[LAYER] !== 1) said.push(`the filter finds ${String(counts[LAYER])}, not 1`);
  return said;
}

/** Null where it is not answered well, which is said. */
async function readJson(url: string, path: string, said: string[]): Promise<unknown> {
  const { status, body } = await get(url, path);
  if (status === 200) return JSON.parse(body.toString());
  said.push(`${path.slice(0, 120)} was answered ${status} ${body.toString().slice(0, 120)}`);
  return null;
}

/** Whether a value has the name in it, as the value of a property. */
function holdsName(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return value.some((each) => holdsName(each, name));
  if (!isObject(value)) return false;
  return value['name'] === name || Object.values(value).some((each) => holdsName(each, name));
}
