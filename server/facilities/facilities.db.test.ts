import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlText } from '../platform/db/sql.ts';
import type { SqlValue } from '../platform/db/types.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { qingdaoLayer, testCity } from '../testing/city.ts';
import { serve, type TestService } from '../testing/serve.ts';

const CATALOGUE = createCatalogue(
  ['toilets', 'metro-stations', 'wells', 'districts', 'streets', 'sea', 'roads'].map(qingdaoLayer),
  testCity,
);
const ID = 'way/47 <11>';
const PAGE = `/facilities/toilets/${encodeURIComponent(ID)}`;
const OPERATOR = { authorization: 'Bearer 0123456789abcdef-token' };

describeDatabases('the page of a facility', { embedded: 'daily' }, (database) => {
  let service: TestService;
  const run = (text: string, params: readonly SqlValue[] = []) => database().query(sqlText(text), params);
  const put = (layer: string, id: string, attributes: object, visibility = 'public') =>
    run(
      `insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
       values ($1, $2, ST_SetSRID(ST_MakePoint(120.38, 36.06), 4326), $3::jsonb, 'test', $4, 'synthetic')`,
      [layer, id, JSON.stringify(attributes), visibility],
    );

  beforeAll(async () => {
    for (const { id } of CATALOGUE.layers) await run('select ensure_layer($1)', [id]);
    await put('toilets', ID, {
      name: '中山路<公厕>',
      name_en: 'Zhongshan Road toilet',
      address: '中山路 3 号',
      opening_hours: '全天',
      accessible: true,
      third_restroom: true,
      wifi: false,
      grade: 'first',
      score: 92.5,
    });
    await put('toilets', 'hidden', { name: '秘密' }, 'internal');
    await put('toilets', 'old', { name: '旧公厕' });
    await run("delete from feature where feature_id = 'old'");
    await put('toilets', 'withdrawn', { name: '收回' });
    await run("update feature set visibility = 'internal' where feature_id = 'withdrawn'");
    await put('metro-stations', 'depot', { name: '车辆段', kind: 'depot' });
    await put('metro-stations', 'station', { name: '五四广场', kind: 'station' });
    await put('wells', 'well', { name: '井' });
    service = await serve({ db: database(), catalogue: CATALOGUE }, { OPERATOR_TOKEN: '0123456789abcdef-token' });
  });
  afterAll(() => service.close());

  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(service.url + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
  const page = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await service.get(path, headers);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  it('is whole HTML without a script to run, what people need first', async () => {
    const { status, headers, text } = await page(`${PAGE}?lang=zh`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).toContain('<h1>中山路&lt;公厕&gt;</h1>');
    const main = text.slice(text.indexOf('<main>'));
    const places = ['全天开放', '第三卫生间', '中山路 3 号', '以上信息还对吗？', '考核得分'].map((each) =>
      main.indexOf(each),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('没有：免费无线网络');
    expect(text).toContain('合成数据');
    expect(text).toContain('36.060000, 120.380000');
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">']);
  });

  it('speaks English, and leads to the other language', async () => {
    const { text } = await page(PAGE, { 'accept-language': 'en' });
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('<h1>Zhongshan Road toilet</h1>');
    expect(text).toContain('Open 24 hours');
    expect(text).toContain('Is this still right?');
    expect(text).toContain(`href="../..${PAGE}?lang=zh"`);
  });

  it('tells search engines what schema.org says', async () => {
    const { text } = await page(`${PAGE}?lang=zh`);
    const json = /<script type="application\/ld\+json">(.*)<\/script>/.exec(text)?.[1] ?? '';
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'PublicToilet',
      '@id': service.url + PAGE,
      name: '中山路<公厕>',
      address: '中山路 3 号',
      geo: { '@type': 'GeoCoordinates', latitude: 36.06, longitude: 120.38 },
      openingHoursSpecification: [{ opens: '00:00', closes: '23:59' }],
    });
  });

  it('is answered with 304 where the client holds it', async () => {
    const { headers } = await page(`${PAGE}?lang=zh`);
    const again = await page(`${PAGE}?lang=zh`, { 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    ['/facilities/toilets/nothing', 404, '没有这个设施'],
    ['/facilities/toilets/hidden', 404, '没有这个设施'],
    ['/facilities/toilets/withdrawn', 404, '没有这个设施'],
    ['/facilities/metro-stations/depot', 404, '没有这个设施'],
    ['/facilities/wells/well', 404, '没有这个设施'],
    ['/facilities/nowhere/1', 404, '没有这个设施'],
    ['/facilities/toilets/old', 410, '已经撤除'],
    ['/facilities/toilets/old/sign', 410, '已经撤除'],
    ['/facilities/metro-stations/station', 200, '五四广场'],
  ])('%s: %i', async (path, status, text) => {
    const answer = await page(`${path}?lang=zh`);
    expect([answer.status, answer.text.includes(text)]).toEqual([status, true]);
    // Whatever the page says, it leads on.
    expect(answer.text).toContain('find?lang=zh');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('has a sign to print, whose code is an address of the service', async () => {
    const { text } = await page(`${PAGE}/sign?lang=zh&paper=a4`);
    expect(text).toContain('<article class="sign a4">');
    expect(text).toContain('<svg');
    expect(text).toContain(service.url + PAGE.replaceAll("'", '&#39;'));
    expect((await page(`${PAGE}/sign?paper=a3`)).status).toBe(400);
  });

  describe('is this still right?', () => {
    const checks = async () => {
      const answer = await service.get('/facility-checks', OPERATOR);
      return ((await answer.json()) as { checks: Record<string, unknown>[] }).checks;
    };

    it('takes one tap, and says so on the page that comes then', async () => {
      const answer = await post(`${PAGE}/checks?lang=zh`, { verdict: 'right' });
      expect(answer.status).toBe(303);
      const location = answer.headers.get('location') ?? '';
      const next = new URL(location, `${service.url}${PAGE}/checks`);
      expect(next.href).toBe(`${service.url}${PAGE}?lang=zh&said=thanks-right#check`);
      const text = await (await fetch(next)).text();
      expect(text).toContain('谢谢，已记下：信息无误。');
      expect(text).toContain('最近有人确认');
      expect(await checks()).toMatchObject([{ layer: 'toilets', id: ID, isRight: true, problem: null, note: null }]);
    });

    it('takes what is wrong; of one address the last answer of a day counts', async () => {
      const note = `坏了\u202e\n${'很'.repeat(400)}`;
      expect((await post(`${PAGE}/checks?lang=en`, { verdict: 'wrong', problem: 'closed', note })).status).toBe(303);
      expect(await checks()).toEqual([
        {
          layer: 'toilets',
          id: ID,
          at: expect.any(String) as string,
          isRight: false,
          problem: 'closed',
          note: `坏了 ${'很'.repeat(297)}`,
        },
      ]);
    });

    it('keeps nothing of an answer that says nothing', async () => {
      for (const fields of [{ verdict: 'wrong' }, { verdict: 'wrong', problem: 'ugly' }, { problem: 'gone' }]) {
        const answer = await post(`${PAGE}/checks?lang=zh`, fields);
        expect([answer.status, (await answer.text()).includes('请先选择哪里不对')]).toEqual([400, true]);
      }
      expect((await post('/facilities/toilets/hidden/checks', { verdict: 'right' })).status).toBe(404);
      expect(await checks()).toHaveLength(1);
    });

    it('is refused from pages of other sites', async () => {
      const refused = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ];
      for (const headers of refused)
        expect((await post(`${PAGE}/checks`, { verdict: 'right' }, headers)).status).toBe(403);
      expect((await post(`${PAGE}/checks`, { verdict: 'right' }, { origin: service.url })).status).toBe(303);
      const json = await fetch(`${service.url}${PAGE}/checks`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      expect(json.status).toBe(415);
    });

    it('keeps no address: a hash of the day, and not that the day after', async () => {
      const [row] = await run('select length(sender) as length from facility_check');
      expect(row).toEqual({ length: 32 });
      await run("update facility_check set at = at - interval '2 days'");
      await run('update facility_check_salt set day = day - 2');
      await post(`${PAGE}/checks`, { verdict: 'right' });
      expect(await run('select count(*)::int as n, count(sender)::int as hashed from facility_check')).toEqual([
        { n: 2, hashed: 1 },
      ]);
      expect(await run('select count(*)::int as n from facility_check_salt')).toEqual([{ n: 1 }]);
    });

    it('is bounded for an address, and for a facility', async () => {
      await run('truncate facility_check');
      const record = async (id: string, address: string) => {
        const rows = await run('select record_facility_check($1, $2, true, null, null, $3, 3, 2) as kept', [
          'toilets',
          id,
          address,
        ]);
        return rows[0]?.['kept'];
      };
      const kept = [];
      for (const id of ['a', 'b', 'c', 'd', 'a']) kept.push(await record(id, '192.0.2.1'));
      expect(kept).toEqual([true, true, true, false, true]);
      expect([await record('a', '192.0.2.2'), await record('a', '192.0.2.3')]).toEqual([true, false]);
    });

    it('shows what was said to nobody but whoever runs the service', async () => {
      expect((await service.get('/facility-checks')).status).toBe(401);
    });
  });
});
