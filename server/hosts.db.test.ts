import { expect, it, onTestFinished } from 'vitest';
import { tileAt } from '../tiles/tile/tile.ts';
import { sqlText } from './platform/db/sql.ts';
import { openBeside, openSuite } from './testing/databases.ts';
import { runs } from './testing/effort.ts';
import { insertFixtures } from './testing/fixtures.ts';
import { testCatalogue } from './testing/layers.ts';
import { passed } from './testing/moments.ts';
import { randomFrom } from './testing/edits.ts';
import { serve, type TestService } from './testing/serve.ts';

const EDITS = runs({ daily: 30, full: 300 });
const PLACE = { lon: 120.5, lat: 36.2 };
const Z = 11;
const { x, y } = tileAt(PLACE, Z);
const TILE = `/tiles/toilets/${String(Z)}/${String(x)}/${String(y)}.mvt`;
const WRITE = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('toilets', 'mark', ST_SetSRID(ST_MakePoint($1::float8, ${String(PLACE.lat)}), 4326), '{"name":"mark"}', 'test', 'public', 'synthetic')
  on conflict (layer_id, feature_id) do update set geom = excluded.geom`);

async function tileOf(service: TestService): Promise<string> {
  return Buffer.from(await (await service.get(TILE)).arrayBuffer()).toString('base64');
}

it('whoever one machine has told of a change gets it from another', async () => {
  const random = randomFrom(20_261_130);
  const db = await openSuite('server', 'hosts');
  await insertFixtures(db, testCatalogue);
  const beside = await openBeside(db);
  const [told, asked] = [
    await serve({ db, catalogue: testCatalogue }, { HOSTS: '2' }),
    await serve({ db: beside, catalogue: testCatalogue }, { HOSTS: '2' }),
  ];
  onTestFinished(async () => {
    for (const service of [told, asked]) await service.close();
    await beside.close();
    await db.close();
  });
  const leave = new AbortController();
  const events = await fetch(`${told.url}/events?layers=toilets`, { signal: leave.signal });
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  const next = async (): Promise<void> => {
    for (let text = ''; !text.includes('event: change'); ) text += (await reader?.read())?.value ?? '';
  };
  for (let edit = 0; edit < EDITS; edit += 1) {
    // The other machine has just looked, and takes what it has for fresh.
    const before = await tileOf(asked);
    await passed(random() * 120);
    await db.query(WRITE, [PLACE.lon + ((edit % 7) - 3) * 0.004]);
    await next();
    expect(await tileOf(asked), `edit ${String(edit)}`).not.toBe(before);
  }
  leave.abort();
});
