import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../testing/edits.ts';
import type { AwsKey } from '../../testing/aws-signature.ts';
import { S3Server } from '../../testing/s3-server.ts';
import { FolderStore } from './folder-store.ts';
import { BucketError } from './s3-client.ts';
import { readS3Place, type S3Place } from './s3-place.ts';
import { S3Store } from './s3-store.ts';
import type { ArchiveStore } from './store.ts';

const BUCKET = 'chengtu-test';
/** S3 takes no smaller parts but the last. */
const PART_BYTES = 5 * 1024 * 1024;
/**
 * A server that is there already and knows `S3Server.KEY`, such as `s3s-fs` of crates.io, which checks signatures, or
 * `moto_server`, which does not: with a bucket of this name, or free to make one.
 */
const GIVEN = process.env['TEST_S3_URL'];

function placeOf(url: string, { id, secret }: AwsKey = S3Server.KEY): S3Place {
  const place = readS3Place(`s3://${BUCKET}/maps/china`, {
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
  });
  if ('problem' in place) throw new Error(place.problem);
  return place;
}

let folder: string;
let s3: S3Server;
beforeAll(async () => {
  s3 = await S3Server.start(BUCKET);
  if (GIVEN !== undefined) await fetch(`${GIVEN}/${BUCKET}`, { method: 'PUT' });
});
afterAll(() => s3.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-store-'));
});
afterEach(async () => {
  s3.fault = () => null;
  s3.objects.clear();
  s3.forgetUploads();
  s3.requests.length = 0;
  await rm(folder, { recursive: true, force: true });
});

const bucketAt = (url: string): S3Store =>
  new S3Store({ place: placeOf(url), folder: join(folder, 'notes'), firstPauseMs: 1, partBytes: PART_BYTES });

async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, `file-${randomBytes(4).toString('hex')}`);
  await writeFile(path, bytes);
  return path;
}

const KINDS: readonly (readonly [string, () => ArchiveStore])[] = [
  ['a folder', () => new FolderStore(join(folder, 'public'))],
  ['a bucket', () => bucketAt(s3.url)],
  ...(GIVEN === undefined ? [] : [['a bucket of another server', () => bucketAt(GIVEN)] as const]),
];

describe.each(KINDS)('%s', (_, open) => {
  it('keeps archives, large ones too, and gives them back', async () => {
    const store = open();
    for (const [key, length] of [
      ['a/small.pmtiles', 1000],
      ['a/large.pmtiles', 2 * PART_BYTES + 17],
    ] as const) {
      const bytes = randomBytes(length);
      await store.put(key, await fileOf(bytes));
      expect(await store.size(key)).toBe(length);
      const copy = join(folder, 'copy');
      await store.fetch(key, copy);
      expect((await readFile(copy)).equals(bytes)).toBe(true);
    }
    expect(await store.size('a/none.pmtiles')).toBeNull();
    for (const key of ['b/1.pmtiles', 'a/2.pmtiles', 'a/3.pmtiles'])
      await store.put(key, await fileOf(Buffer.from(key)));
    const listed = await store.list('a/');
    expect(listed.map(({ key }) => key).sort()).toEqual([
      'a/2.pmtiles',
      'a/3.pmtiles',
      'a/large.pmtiles',
      'a/small.pmtiles',
    ]);
    for (const { modifiedAt } of listed) expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(600_000);
    for (const { key } of listed) await store.remove(key);
    await store.remove('a/none.pmtiles');
    expect(await store.list('a/')).toEqual([]);
    await store.remove('b/1.pmtiles');
  });

  it('replaces a text at once, and not where somebody else has meanwhile', async () => {
    const store = open();
    expect(await store.readText('manifest.json')).toBeNull();
    expect(await store.replaceText('manifest.json', 'one', null)).toBe(true);
    expect(await store.replaceText('manifest.json', 'other', null)).toBe(false);
    const one = await store.readText('manifest.json');
    expect(one?.text).toBe('one');
    expect(await store.replaceText('manifest.json', 'two', one)).toBe(true);
    expect(await store.replaceText('manifest.json', 'three', one)).toBe(false);
    expect((await store.readText('manifest.json'))?.text).toBe('two');
    await store.remove('manifest.json');
  });
});

describe('a bucket', () => {
  const CACHED = { archive: 'public, max-age=31536000, immutable', manifest: 'public, max-age=60' };

  it('says for how long copies may be kept: archives for ever, the manifest for a minute', async () => {
    const store = bucketAt(s3.url);
    await store.put('a.pmtiles', await fileOf(Buffer.from('a')));
    await store.put('b.pmtiles', await fileOf(Buffer.alloc(PART_BYTES + 1)));
    await store.replaceText('manifest.json', '{}', null);
    const headers = (key: string): unknown => s3.objects.get(`maps/china/${key}`)?.headers;
    expect(headers('a.pmtiles')).toEqual({
      'cache-control': CACHED.archive,
      'content-type': 'application/vnd.pmtiles',
    });
    expect(headers('manifest.json')).toEqual({ 'cache-control': CACHED.manifest, 'content-type': 'application/json' });
    expect(s3.requests.find((request) => request.endsWith('b.pmtiles uploads'))).toBeDefined();
  });

  it('is written whole though every third request fails or is cut', async () => {
    const random = randomFrom(9);
    let finished = 0;
    s3.fault = (request) => {
      // The answer to the end of each upload is lost.
      if (/^POST .* uploadId$/.test(request) && (finished += 1) % 2 === 1) return 'cut-after';
      return random() < 1 / 3 ? (([500, 503, 'cut', 'cut-after'] as const)[Math.floor(random() * 4)] ?? null) : null;
    };
    const store = new S3Store({
      place: placeOf(s3.url),
      folder: join(folder, 'n'),
      firstPauseMs: 1,
      partBytes: 20_000,
    });
    for (let n = 0; n < 5; n += 1) {
      const bytes = randomBytes(n * 50_000 + 1);
      await store.put(`${String(n)}.pmtiles`, await fileOf(bytes));
      expect(s3.objects.get(`maps/china/${String(n)}.pmtiles`)?.bytes.equals(bytes)).toBe(true);
    }
  });

  it('goes on with an upload that another process has begun, and begins anew where the server has forgotten it', async () => {
    const bytes = randomBytes(10 * 1000);
    const path = await fileOf(bytes);
    const options = { place: placeOf(s3.url), folder: join(folder, 'n'), firstPauseMs: 1, partBytes: 1000 };
    const partsSent = (): number => s3.requests.filter((request) => request.includes('partNumber')).length;
    const stopped = async (): Promise<void> => {
      s3.fault = () => (partsSent() > 6 ? 403 : null);
      await expect(new S3Store(options).put('a.pmtiles', path)).rejects.toThrow(BucketError);
      s3.fault = () => null;
      s3.requests.length = 0;
    };
    await stopped();
    await new S3Store(options).put('a.pmtiles', path);
    expect(partsSent()).toBeLessThanOrEqual(5);
    expect(s3.objects.get('maps/china/a.pmtiles')?.bytes.equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'n'))).toEqual([]);
    s3.objects.clear();
    await stopped();
    s3.forgetUploads();
    await new S3Store(options).put('a.pmtiles', path);
    expect(s3.objects.get('maps/china/a.pmtiles')?.bytes.equals(bytes)).toBe(true);
    expect(s3.uploads).toBe(0);
  });

  it('that refuses or cannot be reached is named by an error, without what requests are signed with', async () => {
    const wrong = { 'another-key': S3Server.KEY.secret, [S3Server.KEY.id]: 'another-secret' };
    const refusals: unknown[] = [];
    for (const [id, secret] of Object.entries(wrong)) {
      const refused = new S3Store({ place: placeOf(s3.url, { id, secret }), folder, firstPauseMs: 1 });
      refusals.push(await refused.readText('manifest.json').catch((reason: unknown) => reason));
    }
    expect(refusals).toMatchObject([
      { name: 'BucketError', status: 403, code: 'InvalidAccessKeyId' },
      { name: 'BucketError', status: 403, code: 'SignatureDoesNotMatch' },
    ]);
    expect(s3.requests).toHaveLength(2);
    const lost = new S3Store({ place: placeOf('http://127.0.0.1:9'), folder, firstPauseMs: 1 });
    const gone = await lost.size('a').catch((reason: unknown) => reason);
    expect(gone).toMatchObject({ name: 'BucketError', status: 0 });
    for (const each of [...refusals, gone]) expect(String((each as Error).stack)).not.toMatch(/secret|another/);
    const place = { ...placeOf(s3.url), bucketUrl: `${s3.url}/none/`, url: `${s3.url}/none/` };
    await expect(new S3Store({ place, folder, firstPauseMs: 1 }).readText('a')).rejects.toMatchObject({
      code: 'NoSuchBucket',
    });
  });
});

describe('a place in a bucket', () => {
  const KEYS = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };

  it.each([
    [{}, 'https://tiles.s3.us-east-1.amazonaws.com/a/b/'],
    [{ AWS_REGION: 'cn-north-1' }, 'https://tiles.s3.cn-north-1.amazonaws.com/a/b/'],
    [{ AWS_ENDPOINT_URL: 'http://minio:9000/' }, 'http://minio:9000/tiles/a/b/'],
    [
      { AWS_ENDPOINT_URL: 'http://other', AWS_ENDPOINT_URL_S3: 'https://{bucket}.oss-cn-qingdao.aliyuncs.com' },
      'https://tiles.oss-cn-qingdao.aliyuncs.com/a/b/',
    ],
  ])('is read with the variables %j', (env, url) => {
    expect(readS3Place('s3://tiles/a/b/', { ...KEYS, ...env })).toMatchObject({ url, prefix: 'a/b/' });
  });

  it('may have a token that passes', () => {
    expect(readS3Place('s3://tiles', { ...KEYS, AWS_SESSION_TOKEN: 't' })).toMatchObject({
      sessionToken: 't',
      prefix: '',
    });
  });

  it.each([
    ['s3://T', KEYS, { problem: 'address' }],
    ['s3://tiles/../x', KEYS, { problem: 'address' }],
    ['s3://tiles', { AWS_ACCESS_KEY_ID: 'a' }, { problem: 'missing', names: ['AWS_SECRET_ACCESS_KEY'] }],
    ['s3://tiles', { ...KEYS, AWS_ENDPOINT_URL: 'http://user:word@host' }, { problem: 'endpoint' }],
    ['s3://tiles', { ...KEYS, AWS_ENDPOINT_URL: 'ftp://host' }, { problem: 'endpoint' }],
  ])('%s with %j is refused', (address, env, problem) => {
    expect(readS3Place(address, env)).toEqual(problem);
  });
});
