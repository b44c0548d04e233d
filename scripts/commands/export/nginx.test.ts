import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArchiveFile } from '../../../server/export/archive-file.ts';
import { HAS_NGINX, serveArchives, type Nginx } from '../../../server/testing/nginx.ts';

/** The recipe in a real nginx. It needs Debian's `nginx-light`, and is left out where that is not installed. */
describe.skipIf(!HAS_NGINX)('archives served by nginx with our recipe', () => {
  let folder: string;
  let nginx: Nginx;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-nginx-'));
    const root = join(folder, 'tiles');
    await mkdir(join(root, '370200'), { recursive: true });
    const archive = await ArchiveFile.create(join(root, '370200', 'toilets-0123456789abcdef.pmtiles'), false);
    for (let id = 0; id < 21; id += 1) await archive.add(id, gzipSync(`tile ${String(id)}`));
    await archive.finish({ minzoom: 0, maxzoom: 2, bounds: [0, 0, 1, 1], center: [0, 0, 0], metadata: {} });
    await writeFile(join(root, 'manifest.json'), JSON.stringify({ archives: 'x'.repeat(5000) }));
    await writeFile(join(root, '370200', 'toilets-0.pmtiles.abc.part'), 'half');
    nginx = await serveArchives(root);
    url = nginx.url;
  });
  afterAll(async () => {
    await nginx.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ARCHIVE = '/370200/toilets-0123456789abcdef.pmtiles';
  const of = (response: Response, ...names: string[]) => names.map((name) => response.headers.get(name));

  it('gives ranges of an archive as it is, to be kept for ever, to sites of any origin', async () => {
    const response = await fetch(url + ARCHIVE, {
      headers: { range: 'bytes=0-6', 'accept-encoding': 'gzip', origin: 'https://map.example' },
    });
    expect(response.status).toBe(206);
    expect(await response.text()).toBe('PMTiles');
    expect(of(response, 'content-encoding', 'cache-control', 'access-control-allow-origin', 'content-type')).toEqual([
      null,
      'public, max-age=31536000, immutable',
      '*',
      'application/vnd.pmtiles',
    ]);
    expect(response.headers.get('content-range')).toMatch(/^bytes 0-6\/\d+$/);
    expect(response.headers.get('access-control-expose-headers')).toContain('ETag');
    const whole = await fetch(url + ARCHIVE, { method: 'HEAD' });
    expect(of(whole, 'accept-ranges')).toEqual(['bytes']);
    expect(Number(whole.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('notices by its tag that a file is another one', async () => {
    const etag = (await fetch(url + ARCHIVE, { method: 'HEAD' })).headers.get('etag') ?? '';
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(url + ARCHIVE, { headers: { range: 'bytes=0-6', ...headers } })).status;
    expect(await status({ 'if-match': etag })).toBe(206);
    expect(await status({ 'if-match': '"another"' })).toBe(412);
    expect(await status({ 'if-none-match': etag })).toBe(304);
    expect(await status({ range: 'bytes=999999-' })).toBe(416);
  });

  it('lets browsers ask first', async () => {
    const response = await fetch(url + ARCHIVE, {
      method: 'OPTIONS',
      headers: { origin: 'https://map.example', 'access-control-request-headers': 'range, if-match' },
    });
    expect(response.status).toBe(204);
    expect(of(response, 'access-control-allow-origin', 'access-control-allow-headers')).toEqual([
      '*',
      'Range, If-Match, If-None-Match',
    ]);
  });

  it('gives the manifest compressed, to be asked for again after a minute', async () => {
    const response = await fetch(`${url}/manifest.json`);
    expect(of(response, 'cache-control', 'content-encoding', 'content-type', 'access-control-allow-origin')).toEqual([
      'public, max-age=60',
      'gzip',
      'application/json',
      '*',
    ]);
    expect(await response.json()).toMatchObject({ archives: expect.any(String) });
  });

  it('gives nothing else', async () => {
    for (const path of ['/', '/370200/', '/370200/toilets-0.pmtiles.abc.part', '/../nginx.conf', '/none.pmtiles'])
      expect((await fetch(url + path)).status, path).toBe(404);
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await fetch(url + ARCHIVE, { method })).status, method).toBe(405);
  });

  it('is read by clients of PMTiles', async () => {
    const tile = await new PMTiles(url + ARCHIVE).getZxy(1, 0, 0);
    expect(Buffer.from(tile?.data ?? new ArrayBuffer(0)).toString()).toBe('tile 1');
  });
});
