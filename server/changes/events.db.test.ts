import { afterAll, beforeAll, expect, it } from 'vitest';
import { tileAt, tileBoundsLonLat } from '../../tiles/tile/tile.ts';
import { boundsOfDegrees, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched } from '../../tiles/tile/touching.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { insertFixtures } from '../testing/fixtures.ts';
import { testCatalogue } from '../testing/layers.ts';
import { serve, type TestService } from '../testing/serve.ts';

interface Received {
  readonly event: string;
  readonly data: {
    readonly layer?: string;
    readonly revision?: number;
    readonly revisions?: Record<string, number>;
    readonly boxes?: readonly Bbox[] | null;
  };
}

/** Events as they come. */
async function* eventsOf(response: Response): AsyncGenerator<Received, void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = /^event: (.*)$/m.exec(text.slice(0, end))?.[1];
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) as Received['data'] };
      }
    }
  } finally {
    await reader?.cancel();
  }
}

const INSERT = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  values ('toilets', 'new', ST_SetSRID(ST_MakePoint(120.5, 36.2), 4326), '{"name":"new"}', 'test', 'public', 'synthetic')`);
const MOVE = sqlText(
  `update feature set geom = ST_SetSRID(ST_MakePoint(120.7, 36.3), 4326) where layer_id = 'toilets' and feature_id = 'new'`,
);

describeDatabases('GET /events', { embedded: 'full' }, (database) => {
  const services: TestService[] = [];
  beforeAll(async () => {
    await insertFixtures(database(), testCatalogue);
    for (let n = 0; n < 2; n += 1) services.push(await serve({ db: database(), catalogue: testCatalogue }));
  });
  afterAll(async () => {
    for (const service of services) await service.close();
  });

  it('tells the maps at every process where a plain SQL statement has changed something, before and after', async () => {
    const streams = await Promise.all(
      services.map(async (service) => eventsOf(await fetch(`${service.url}/events?layers=toilets,zones`))),
    );
    const next = async (): Promise<Received[]> =>
      Promise.all(
        streams.map(async (stream) => {
          const { value } = await stream.next();
          if (!value) throw new Error('The stream has ended.');
          return value;
        }),
      );
    const [hello, other] = await next();
    expect([hello, Object.keys(hello?.data.revisions ?? {})]).toEqual([other, ['toilets', 'zones']]);
    const revision = hello?.data.revisions?.['toilets'] ?? 0;

    await database().query(INSERT);
    for (const each of await next()) {
      expect(each).toEqual({
        event: 'change',
        data: {
          layer: 'toilets',
          revision: revision + 1,
          boxes: [tileBoundsLonLat(tileAt({ lon: 120.5, lat: 36.2 }, 20)).map((edge) => expect.closeTo(edge, 6))],
        },
      });
      const [box] = each.data.boxes ?? [];
      const tile = tileAt({ lon: 120.5, lat: 36.2 }, 14);
      expect(box && isTouched(touchedTiles('Point', boundsOfDegrees(box), 'WebMercatorQuad', 14), tile.x, tile.y)).toBe(
        true,
      );
    }
    await database().query(MOVE);
    for (const each of await next()) {
      expect(each.data.revision).toBe(revision + 2);
      expect(each.data.boxes?.map(([west]) => Math.round(west * 10) / 10).sort()).toEqual([120.5, 120.7]);
    }
    await database().query(sqlText(`update feature set visibility = 'internal' where layer_id = 'districts'`));
    await database().query(sqlText(`delete from feature where layer_id = 'zones'`));
    for (const each of await next())
      expect(each).toMatchObject({ event: 'change', data: { layer: 'zones', boxes: expect.any(Array) } });
    for (const stream of streams) await stream.return();
  });
});
