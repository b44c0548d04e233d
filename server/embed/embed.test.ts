import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server as NodeServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OEmbed } from '../../tiles/api/oembed.ts';
import { createServer as createAppServer, type Server } from '../app.ts';
import { readConfig } from '../platform/config.ts';
import { ConfigError } from '../platform/config.ts';
import { createLog } from '../platform/log/log.ts';
import { testCatalogue } from '../testing/layers.ts';
import { fakeDatabase } from '../testing/fake-database.ts';

const PAGE =
  '<!doctype html><html lang="zh-CN"><head><meta name="chengtu-embed-origins" content="" /><title>城图 Chengtu</title></head></html>';
const SITE = 'https://www.example.gov.cn';

let folder: string;
let app: Server;
let server: NodeServer;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-embed-'));
  await mkdir(join(folder, 'client'), { recursive: true });
  await writeFile(join(folder, 'client/index.html'), '<!doctype html><html><head></head></html>');
  await writeFile(join(folder, 'client/embed.html'), PAGE);
  await writeFile(join(folder, 'client/sdk.d.ts'), 'export {}');
  app = createAppServer({
    config: { ...readConfig({ EMBED_ORIGINS: `${SITE}, http://127.0.0.1:9` }), clientFolder: join(folder, 'client') },
    db: fakeDatabase(() => Promise.resolve([])),
    catalogue: testCatalogue,
    cases: [],
    log: createLog(() => undefined),
  });
  server = createServer(app.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const oembed = (link: string, more = ''): Promise<Response> =>
  fetch(`${url}/oembed?url=${encodeURIComponent(link)}${more}`);
const answerOf = async (link: string, more = ''): Promise<OEmbed> =>
  (await oembed(link, more)).json() as Promise<OEmbed>;
/** Addresses in a page as a browser reads them. */
const hrefs = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*oembed[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe('oEmbed', () => {
  it('gives an iframe of what a link shows, its filters too, no larger than asked for', async () => {
    const link = `${url}/?layers=toilets&at=120.38,36.07,13&f.toilets=wifi!1&tab=cases`;
    const answer = await answerOf(link, '&maxwidth=400&maxheight=9999&lang=en');
    expect(answer).toMatchObject({ version: '1.0', type: 'rich', width: 400, height: 500, provider_url: `${url}/` });
    expect(answer.title).toMatch(/^.+ · .+$/);
    expect(answer.html).toContain(`src="${url}/embed?layers=toilets&amp;at=120.38,36.07,13&amp;filter.toilets=`);
    expect(answer.html).toMatch(/filter\.toilets=[^&"]*wifi/);
    expect(answer.thumbnail_url).toContain('/static/toilets/120.38,36.07,13/200x250@2x.png');
    expect([answer.thumbnail_width, answer.thumbnail_height]).toEqual([400, 500]);
    expect(await answerOf(link, '&maxwidth=100')).not.toHaveProperty('thumbnail_url');
  });

  it('says the same in XML', async () => {
    const response = await oembed(`${url}/embed?layers=toilets&lang=en`, '&format=xml');
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const text = await response.text();
    const { title, width } = await answerOf(`${url}/embed?layers=toilets&lang=en`);
    expect(text).toContain(`<title>${title}</title>`);
    expect(text).toContain(`<width>${width}</width>`);
    expect(text).toContain('<html>&lt;iframe src=');
  });

  it.each([
    ['a link of another host', 'http://other.example/?layers=toilets', '', 404],
    ['a page that cannot be embedded', 'SELF/docs', '', 404],
    ['no link at all', 'javascript:alert(1)', '', 404],
    ['layers that do not exist', 'SELF/?layers=nothing,secret', '', 404],
    ['another format', 'SELF/', '&format=yaml', 501],
    ['a width that is none', 'SELF/', '&maxwidth=wide', 400],
    ['a width of nothing', 'SELF/', '&maxwidth=0', 400],
    ['no link', null, '', 400],
  ])('refuses %s', async (_, link, more, status) => {
    const response = link === null ? await fetch(`${url}/oembed`) : await oembed(link.replace('SELF', url), more);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('problem+json');
  });

  it('puts titles and addresses into its code as text', async () => {
    const { html } = await answerOf(`${url}/?layers=toilets&base=grey&sel=toilets/"><script>x</script>`);
    expect(html.match(/[<>]/g)).toHaveLength(4);
    expect(html).not.toContain('<script');
  });

  it('is found from the pages that it embeds, with all that their addresses say', async () => {
    for (const path of ['/?layers=toilets&at=120.38,36.07,13', '/embed?layers=toilets&at=120.38,36.07,13', '/']) {
      const html = await (await fetch(url + path)).text();
      const found = hrefs(html);
      expect(found.map((href) => new URL(href).searchParams.get('format'))).toEqual(['json', 'xml']);
      const answer = (await (await fetch(found[0] ?? '')).json()) as OEmbed;
      expect(answer.html).toContain(path === '/' ? `${url}/embed"` : '/embed?layers=toilets&amp;at=120.38,36.07,13"');
    }
  });
});

describe('the page in an iframe', () => {
  it('names its layers, and lets the sites of the settings hold it and speak with it, and no others', async () => {
    const response = await fetch(`${url}/embed?layers=toilets&lang=en`);
    const html = await response.text();
    expect(html).toContain('<html lang="en-GB">');
    expect(html).toMatch(/<title>[^<]+ · [^<]+<\/title>/);
    expect(html).toContain(`content="${SITE} http://127.0.0.1:9"`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors 'self' ${SITE} http://127.0.0.1:9`);
    expect(policy).toContain("script-src 'self';");
    expect(response.headers.get('permissions-policy')).toContain('geolocation=()');
    expect((await fetch(`${url}/`)).headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${SITE}`);
  });

  it('is nothing by the name of its file, and takes addresses that say nonsense', async () => {
    expect((await fetch(`${url}/embed.html`)).status).toBe(404);
    const html = await (await fetch(`${url}/embed?layers=<b>,"x&lang=fr&at=1&at=2`)).text();
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).not.toContain('<b>');
  });

  it('is itself however long its filter is and however often a parameter stands there: the first counts', async () => {
    const filter = `name IN (${Array.from({ length: 400 }, (_, nth) => `'toilet ${String(nth)}'`).join()})`;
    const query = `?layers=toilets&lang=en&lang=zh&at=120.38,36.07,13&filter.toilets=${encodeURIComponent(filter)}`;
    for (const path of ['/', '/embed']) {
      const html = await (await fetch(url + path + query)).text();
      if (path === '/embed') expect(html).toContain('<html lang="en-GB">');
      for (const href of hrefs(html.replaceAll('&#39;', "'"))) {
        const { searchParams } = new URL(new URL(href).searchParams.get('url') ?? '');
        expect(searchParams.get('layers')).toBe('toilets');
        expect(searchParams.getAll('lang')).toEqual(['en']);
        expect(searchParams.get('filter.toilets')).toBe(filter);
      }
      expect(hrefs(html)).toHaveLength(2);
    }
  });

  it('has its program and its types at addresses that any site may read and must ask about again', async () => {
    const response = await fetch(`${url}/sdk.d.ts`);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(response.headers.get('cache-control')).toBe('public, no-cache');
  });
});

it.each([
  'www.example.gov.cn',
  'https://a.example/path',
  'ftp://a.example',
  'https://*.example',
  '*, https://a.example',
])('refuses %s in EMBED_ORIGINS', (value) => {
  expect(() => readConfig({ EMBED_ORIGINS: value })).toThrow(ConfigError);
});
