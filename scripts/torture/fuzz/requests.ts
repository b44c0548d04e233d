/** Hostile requests, made from the published description of the service. */
import type { Random } from '../../../server/testing/random.ts';
import { TOWN, TOWN_STUDY } from '../../../server/testing/small-town.ts';
import { oneOf } from '../attack.ts';
import type { Asked } from '../client.ts';
import { breakJson, mutateJson } from './mutate.ts';
import { isObject, valueOf, weirdText, type Json, type Schema } from './values.ts';

/** A request, or bytes that no client library would send. */
export type Hostile =
  | {
      readonly asked: Asked /** The operation that it asks as described; null where something is wrong. */;
      readonly operation: Operation | null;
    }
  | { readonly raw: Buffer };

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: unknown;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: unknown;
  readonly examples: readonly string[];
  /** Schema of a good answer's JSON; undefined where it is something else. */
  readonly answer: unknown;
}

export interface Description {
  readonly operations: readonly Operation[];
  readonly components: Schema;
}

/** What the parameters may be called with, on the data of the site. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  layer: ['toilets', 'districts', 'roads', 'schools'],
  layers: ['toilets', 'toilets,districts', 'districts,roads'],
  id: ['fixture-0', 'south-west', TOWN.demand, '1'],
  z: ['0', '9', '12', '22'],
  x: ['0', '427', '3416'],
  y: ['0', '201', '1608'],
  matrixSet: ['WebMercatorQuad', 'CGCS2000Quad'],
  theme: ['light', 'dark'],
  name: ['operations', 'api', 'planning'],
  lon: ['120.23'],
  lat: ['36.03'],
  bbox: ['119,35,122,38'],
  filter: ["name LIKE '%1%'", 'stalls_female > 2'],
  'filter-lang': ['cql2-text', 'cql2-json'],
  properties: ['name', 'name,district'],
  datetime: ['2026-01-01', '..', '2999-01-01T00:00:00Z'],
  q: ['fixture', '厕所', 'gc'],
  lang: ['zh', 'en'],
  radius: ['500'],
};

const STUDY: Json = {
  ...TOWN_STUDY,
  analyses: [
    { kind: 'coverage', within: [300, 600], by: 'district' },
    { kind: 'gaps', within: 600, minPeople: 100, most: 5 },
  ],
};
const COVERAGE: Json = {
  ...TOWN_STUDY,
  limitS: 3600,
  withinS: 600,
  cells: 'all',
};
const ISOCHRONES: Json = {
  network: { stored: TOWN.network },
  origins: [{ id: 'a', lon: TOWN.lon, lat: TOWN.lat }],
  within: [300],
};
/** Bodies that are answered well, by the end of the path. */
const BODIES: Readonly<Record<string, Json>> = {
  coverage: COVERAGE,
  isochrones: ISOCHRONES,
  studies: STUDY,
  jobs: STUDY,
};

/** Reads `/openapi.json`. */
export function readDescription(document: unknown): Description {
  const paths = isObject(document) && isObject(document['paths']) ? document['paths'] : {};
  const components = isObject(document) && isObject(document['components']) ? document['components'] : {};
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).map(([method, each]) => operationOf(method, path, each)),
  );
  if (operations.length === 0) throw new Error('The service describes no operation in /openapi.json.');
  return { operations, components: isObject(components['schemas']) ? components['schemas'] : {} };
}

function operationOf(method: string, path: string, found: unknown): Operation {
  const fields = isObject(found) ? found : {};
  const parameters = (Array.isArray(fields['parameters']) ? fields['parameters'] : []).filter(isObject);
  const responses = isObject(fields['responses']) ? fields['responses'] : {};
  const [good] = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return {
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((each) => ({
      name: String(each['name']),
      in: String(each['in']),
      schema: each['schema'],
    })),
    body: jsonSchemaOf(fields['requestBody']),
    examples: Array.isArray(fields['x-examples']) ? fields['x-examples'].map((each) => inAddress(String(each))) : [],
    answer: jsonSchemaOf(good?.[1]),
  };
}

function jsonSchemaOf(holder: unknown): unknown {
  const content = isObject(holder) && isObject(holder['content']) ? holder['content'] : {};
  const json = content['application/json'];
  return isObject(json) ? json['schema'] : undefined;
}

/** The request of an input. */
export function hostileRequest({ operations, components }: Description, random: Random): Hostile {
  const operation = oneOf(random, operations);
  const kind = random.below(20);
  if (kind === 0) return { raw: rawBytes(operation, random) };
  if (kind === 1)
    return {
      asked: { ...request(operation, components, random), path: `/${encode(weirdText(random), random)}` },
      operation: null,
    };
  const valid = request(operation, components, random);
  if (kind < 4) return { asked: valid, operation };
  if (kind === 4) return { asked: { ...valid, method: oneOf(random, METHODS) }, operation: null };
  if (kind < 7) return { asked: { ...valid, headers: [...valid.headers, ...weirdHeaders(random)] }, operation: null };
  if (operation.body !== undefined && kind < 16)
    return { asked: { ...valid, ...wrongBody(operation, components, random) }, operation: null };
  return { asked: { ...valid, path: wrongPath(operation, random) }, operation: null };
}

const METHODS = [
  'HEAD',
  'OPTIONS',
  'PUT',
  'PATCH',
  'DELETE',
  'POST',
  'GET',
  'TRACE',
  'PROPFIND',
  'SEARCH',
  'PURGE',
  'M-SEARCH',
];

function request(operation: Operation, components: Schema, random: Random): Asked {
  const { method, body, examples } = operation;
  const path =
    examples.length > 0 && random.below(2) === 0
      ? oneOf(random, examples)
      : addressOf(operation, (parameter) =>
          parameter.in === 'path' || random.below(4) === 0 ? knownValue(parameter, components, random) : null,
        );
  if (body === undefined) return { method, path, headers: [], body: null };
  return {
    method,
    path,
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify(goodBody(operation, components, random))),
  };
}

function goodBody({ path, body }: Operation, components: Schema, random: Random): Json {
  const known = BODIES[path.slice(path.lastIndexOf('/') + 1)];
  return known !== undefined && random.below(3) > 0 ? known : valueOf(body, components, random);
}

function knownValue({ name, schema }: Parameter, components: Schema, random: Random): string {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known !== undefined && random.below(4) > 0) return oneOf(random, known);
  const value = valueOf(schema, components, random);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A path with its query; parameters without a value are left out. */
function addressOf(operation: Operation, value: (parameter: Parameter) => string | null): string {
  const query: string[] = [];
  let { path } = operation;
  for (const parameter of operation.parameters) {
    const text = value(parameter);
    if (text === null) continue;
    const safe = encodeURIComponent(wellFormed(text));
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, () => safe);
    else query.push(`${parameter.name}=${safe}`);
  }
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

function wrongPath(operation: Operation, random: Random): string {
  const parameters: readonly Parameter[] = [
    ...operation.parameters,
    ...(random.below(3) === 0 ? [{ name: oneOf(random, EXTRA), in: 'query', schema: {} }] : []),
  ];
  const wrong = parameters.length === 0 ? 0 : random.below(parameters.length);
  const query: string[] = [];
  let { path } = operation;
  for (const [index, parameter] of parameters.entries()) {
    const known = knownValue(parameter, {}, random);
    const text = index === wrong ? encode(weirdText(random), random) : encodeURIComponent(wellFormed(known));
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, () => text);
    else if (index === wrong || random.below(3) === 0)
      query.push(
        `${oneOf(random, [parameter.name, parameter.name, parameter.name, `${parameter.name}[]`, parameter.name.toUpperCase()])}=${text}`,
      );
  }
  // A parameter twice, or one without a value.
  if (query.length > 0 && random.below(5) === 0)
    query.push(oneOf(random, query), oneOf(random, ['&&', '=', 'filter', 'a=b=c', '%']));
  return `${path}${query.length === 0 ? '' : `?${query.join('&')}`}`.slice(0, 15_000);
}

const EXTRA = [
  'filter',
  'filter.toilets',
  'filter-lang',
  'datetime',
  'properties',
  'bbox',
  'lang',
  'limit',
  'offset',
  'token',
  '__proto__',
  'constructor',
  'toString',
  'x',
];

/** Escapes a text for an address, now and then in a way that cannot be undone. */
function encode(text: string, random: Random): string {
  switch (random.below(8)) {
    case 0:
      return `${encodeURIComponent(wellFormed(text))}${oneOf(random, ['%', '%F', '%FF', '%C0%AF', '%ED%A0%80', '%00', '%u0041', '%25%30%30'])}`;
    case 1:
      // As it is, where a client could send it.
      return text.replace(/[^\x21-\x7e]|[#]/g, '') || '~';
    case 2:
      return [...Buffer.from(text)]
        .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
        .join('')
        .slice(0, 9000);
    default:
      return encodeURIComponent(wellFormed(text));
  }
}

function wrongBody(operation: Operation, components: Schema, random: Random): Pick<Asked, 'body' | 'headers'> {
  const good = goodBody(operation, components, random);
  let value = good;
  for (let n = 1 + random.below(3); n > 0; n -= 1) value = mutateJson(value, random);
  const body = random.below(3) === 0 ? breakJson(JSON.stringify(good), random) : Buffer.from(JSON.stringify(value));
  const types = [
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    '',
  ];
  return {
    body,
    headers: [['Content-Type', oneOf(random, types)], ...(random.below(8) === 0 ? weirdHeaders(random) : [])],
  };
}

const HEADERS: readonly string[] = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Accept-Charset',
  'Authorization',
  'Cache-Control',
  'Content-Encoding',
  'Content-Language',
  'Cookie',
  'Forwarded',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'If-Range',
  'Last-Event-ID',
  'Origin',
  'Range',
  'Referer',
  'TE',
  'Upgrade-Insecure-Requests',
  'User-Agent',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'X-Forwarded-Prefix',
  'X-Forwarded-Proto',
  'X-HTTP-Method-Override',
  'X-Original-URL',
  'X-Request-Id',
];
const HEADER_VALUES: readonly string[] = [
  '*',
  '*/*;q=0',
  'gzip;q=2, br;q=-1, identity;q=0',
  'zh;q=1e9, en;q=NaN, *',
  'W/"a", "b", *',
  'bytes=0-0,-1,5-',
  'bytes=9999999999999999999-',
  'gzip',
  'Bearer ../../etc/passwd',
  'Basic YTpi',
  'session=' + 'a'.repeat(3000),
  'evil.example',
  'https://evil.example',
  'null',
  'javascript',
  '127.0.0.1, ::1, unknown',
  'for="[::1]:99999";proto=javascript',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Fri, 99 Foo 9999 99:99:99 XXX',
  '\u00ff\u00fe',
  ','.repeat(2000),
  'a,'.repeat(2000),
  '"'.repeat(999),
  ';q=0.'.repeat(500),
  '',
];

function weirdHeaders(random: Random): readonly (readonly [string, string])[] {
  return Array.from(
    { length: 1 + random.below(4) },
    () => [oneOf(random, HEADERS), oneOf(random, HEADER_VALUES)] as const,
  );
}

function rawBytes({ method, path }: Operation, random: Random): Buffer {
  const host = 'Host: 127.0.0.1\r\nConnection: close\r\n';
  return Buffer.from(
    oneOf(random, [
      `${method} ${path} HTTP/1.1\r\n\r\n`,
      `${method} ${path} HTTP/9.9\r\n${host}\r\n`,
      `${method} ${path}\r\n\r\n`,
      `${method}  ${path}  HTTP/1.1\r\n${host}\r\n`,
      `${method} http://evil.example${path} HTTP/1.1\r\n${host}\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      `${method} ${path} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":`,
      `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{`,
      `POST ${path} HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
      `POST ${path} HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
      `POST ${path} HTTP/1.1\r\n${host}Expect: miracles\r\nContent-Length: 2\r\n\r\n{}`,
      `${method} ${path} HTTP/1.1\r\n${host}X: a\r\n b\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}X : a\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}X: \u0000\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\n${host}${'X: a\r\n'.repeat(3000)}\r\n`,
      `${method} ${path}${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`,
      `${method} ${path} HTTP/1.1\r\nHost: a@b/c?d\r\nConnection: close\r\n\r\n`,
      `${method} ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\n${host}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: a\r\n\r\n`,
      `GET ${path} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
      `CONNECT evil.example:443 HTTP/1.1\r\n${host}\r\n`,
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
      '\r\n\r\n\r\n',
      `GET /%${random.below(10)} HTTP/1.1\r\n${host}\r\n`,
    ]),
    'latin1',
  );
}

/** Halves of a pair cannot be escaped in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** What a browser would make of an address that a person has written. */
function inAddress(example: string): string {
  const { pathname, search } = new URL(example, 'http://localhost');
  return pathname + search;
}
