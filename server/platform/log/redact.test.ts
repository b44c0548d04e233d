import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from './log.ts';
import { loggedUrl, mayHoldSecret, redactText } from './redact.ts';

/** The line that the log writes of an event. */
function lineOf(fields: LogFields): string {
  let line = '';
  createLog((text) => (line = text)).info('event', fields);
  return line;
}

const SECRET = 'hunter2';

describe('a text', () => {
  it.each([
    ['postgres://chengtu:hunter2@db:5432/city', 'postgres://chengtu:[redacted]@db:5432/city'],
    ['cannot reach "postgres://chengtu:hunter2@db/city"', 'cannot reach "postgres://chengtu:[redacted]@db/city"'],
    ['postgres://u:hunt@er2/with@db/city', 'postgres://u:[redacted]@db/city'],
    ['postgres://:hunter2@db', 'postgres://:[redacted]@db'],
    ["host=db password='hunter2 and more' user=u", 'host=db password=[redacted] user=u'],
    ['host=db password=hunter2', 'host=db password=[redacted]'],
    ['/events?access_token=hunter2&layer=toilets', '/events?access_token=[redacted]&layer=toilets'],
    ['https://t0.tianditu.gov.cn/vec_w/wmts?tk=hunter2', 'https://t0.tianditu.gov.cn/vec_w/wmts?tk=[redacted]'],
    ['?API-KEY=hunter2', '?API-KEY=[redacted]'],
    [
      'https://b.oss.cn/x?OSSAccessKeyId=hunter2&Signature=hunter2',
      'https://b.oss.cn/x?OSSAccessKeyId=[redacted]&Signature=[redacted]',
    ],
    [
      's3: X-Amz-Credential=hunter2&X-Amz-Signature=hunter2',
      's3: X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]',
    ],
    ['https://c.cn/x?auth_key=hunter2', 'https://c.cn/x?auth_key=[redacted]'],
    ['https://c.cn/x?q-ak=hunter2&q-signature=hunter2', 'https://c.cn/x?q-ak=[redacted]&q-signature=[redacted]'],
    ['https://api.map.baidu.com/?ak=hunter2', 'https://api.map.baidu.com/?ak=[redacted]'],
    ['/x?token=[redacted]&a=1&password=hunter2', '/x?token=[redacted]&a=1&password=[redacted]'],
    ['Authorization: Basic Y2hlbmd0dTpodW50ZXIy', 'Authorization: [redacted]'],
    ['refused Basic Y2hlbmd0dTpodW50ZXIy here', 'refused Basic [redacted] here'],
    ['Bearer hunter2 was refused', 'Bearer [redacted] was refused'],
    ['Cookie: session=hunter2; theme=dark\nHost: x', 'Cookie: [redacted]\nHost: x'],
    ['the token eyJhbGciOi.eyJzdWIi.c2ln is old', 'the token [redacted] is old'],
    ['a.b.eyJhbGciOi.eyJzdWIi.c2ln.d', 'a.b.[redacted].d'],
    ['http://a:8080/x,postgres://u:hunter2@db/city', 'http://a:8080/x,postgres://u:[redacted]@db/city'],
    [
      'x-some-very-long-prefix-of-a-parameter-name-secret=hunter2',
      'x-some-very-long-prefix-of-a-parameter-name-secret=[redacted]',
    ],
  ])('is told without its secret: %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(mayHoldSecret(JSON.stringify(text))).toBe(true);
  });

  it.each(['a', '://', '://a:', 'eyJa', '-eyJ', 'eyJa.', 'basic ', 'cookie ', '=\'"', 'a=', '@'])(
    'of a great many %j takes linear time',
    (part) => {
      const text = part.repeat(200_000);
      expect(mayHoldSecret(text)).toBeTypeOf('boolean');
      expect(redactText(text)).toBeTypeOf('string');
    },
  );

  it.each([
    'postgres://chengtu@db:5432/city',
    'http://127.0.0.1:8080/search?q=a@b',
    '/tiles/toilets/12/3419/1602.mvt?filter=grade=first',
    'basic authentication is off',
    'a token of thanks; 3 tokens; secretary',
  ])('without one stays as it is: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('the log', () => {
  it.each([
    { password: SECRET },
    { request: { headers: { Authorization: `Bearer ${SECRET}`, 'x-api-key': SECRET } } },
    { headers: [{ cookie: `session=${SECRET}` }] },
    { 'set-cookie': [SECRET] },
    { config: { oidc: { clientSecret: SECRET, refresh_token: SECRET } } },
    { url: `postgres://u:${SECRET}@db/city` },
    { error: new Error(`no answer from postgres://u:${SECRET}@db/city`) },
    { error: new Error('outer', { cause: new Error('inner', { cause: new Error(`password=${SECRET}`) }) }) },
    { error: new Error('outer', { cause: { config: { password: SECRET } } }) },
  ])('leaves secrets out, at any depth: %j', (fields) => {
    const line = lineOf(fields);
    expect(line).not.toContain(SECRET);
    expect(line).toContain('[redacted]');
    expect(JSON.parse(line)).toMatchObject({ level: 'info', event: 'event' });
  });

  it('leaves a secret out that is a field of every line', () => {
    let line = '';
    createLog((text) => (line = text), { database: `postgres://u:${SECRET}@db` }).warn('event');
    expect(JSON.parse(line)).toMatchObject({ database: 'postgres://u:[redacted]@db' });
  });

  it('says what it can of a line that holds a secret', () => {
    const error = new TypeError(`password=${SECRET}`);
    expect(JSON.parse(lineOf({ error, token: SECRET, n: 5, none: null }))).toMatchObject({
      error: { name: 'TypeError', message: 'password=[redacted]' },
      token: '[redacted]',
      n: 5,
      none: null,
    });
  });

  it('writes lines without a secret as they are', () => {
    const fields = {
      url: '/tiles/toilets/12/3419/1602.mvt?filter=a',
      ms: 1.5,
      tokens: 3,
      nested: { list: ['a@b.cn'] },
    };
    expect(JSON.parse(lineOf(fields))).toMatchObject(fields);
  });
});

describe('the address of a request', () => {
  it.each([
    ['/find?kind=toilet&lon=120.382156&lat=36.067489', '/find?kind=toilet&lon=120.38&lat=36.06'],
    ['/nearby?layer=toilets&lat=-36.0674&lon=-120.3', '/nearby?layer=toilets&lat=-36.06&lon=-120.3'],
    ['/nearby?lon=one-hundred', '/nearby?lon=[redacted]'],
    ['/search?q=%E5%BC%A0%E4%B8%89&limit=5', '/search?q=[redacted]&limit=5'],
    ['/tiles/toilets/14/13673/6402.mvt?datetime=2026-01-01', '/tiles/toilets/14/13673/6402.mvt?datetime=2026-01-01'],
    [
      '/?token=hunter2&X-Amz-Signature=hunter2&hunter2&hun%74er2=1',
      '/?token=[redacted]&X-Amz-Signature=[redacted]&[redacted]&[redacted]',
    ],
    ['/layers/toilets/items?filter=name%3D%27x%27', '/layers/toilets/items?filter=[redacted]'],
    ['/layers?lang&', '/layers?lang&'],
  ])('%s is kept without what is of a person or may be a secret', (url, kept) => {
    expect(loggedUrl(url)).toBe(kept);
  });
});

describe('an error of the database', () => {
  it('is told without the value that it quotes, in its stack too; others name what they are about', () => {
    const of = (code: string, message: string): string =>
      lineOf({ error: Object.assign(new Error(message), { severity: 'ERROR', code }) });
    const data = of('22P02', 'invalid input syntax for type integer: "张三"');
    expect(data).not.toContain('张三');
    expect(data).toContain('invalid input syntax for type integer');
    expect(of('42P01', 'relation "search_term" does not exist')).toContain('search_term');
  });
});
