import { describe, expect, it } from 'vitest';
import { basemapOrigins, basemapsOf } from '../site/basemaps.ts';
import { ConfigError, readConfig } from './config.ts';
import { pageSecurity } from '../site/page-security.ts';

const errorsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.errors;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      lang: 'zh',
      trustProxy: false,
      role: 'all',
      workers: 1,
      hungAfterS: 10,
      rateLimit: 30_000,
      tileCacheMb: 128,
      statementTimeoutMs: 10_000,
      databaseConnections: 4,
      logRequests: 'uncached',
      analysis: { threads: 1, memoryMb: 2048, timeLimitS: 600, bodyMb: 64 },
      version: expect.stringMatching(/^\d/),
    });
    expect(readConfig({}).databaseUrl).toBeUndefined();
    expect(readConfig({}).tileArchiveUrl).toBeUndefined();
    expect(readConfig({ DATABASE_URL: 'postgres:///city' }).databaseConnections).toBe(10);
  });

  it('name every error at once', () => {
    const errors = errorsOf({
      PORT: 'abc',
      CHENGTU_LANG: 'fr',
      TRUST_PROXY: 'yes',
      DATABASE_URL: 'mysql://secret@x',
      BASEMAP_URL: 'ftp://x',
      HOST: ' ',
      WORKERS: '0',
      HUNG_AFTER_S: 'never',
      TILE_CACHE_MB: 'x',
      DATABASE_CONNECTIONS: '201',
      STATEMENT_TIMEOUT_MS: '99',
      TILE_ARCHIVE_URL: 'x',
      LOG_REQUESTS: 'some',
      LOG_ADDRESSES: 'all',
      ANALYSIS_THREADS: '0',
      ANALYSIS_MEMORY_MB: '63',
      ANALYSIS_TIME_LIMIT_S: 'long',
      ANALYSIS_BODY_MB: '513',
      MAX_LISTENERS: '0',
      MAX_JOBS: 'many',
    });
    expect(errors.map((error) => error.match(/[A-Z_]{4,}/)?.[0]).sort()).toEqual([
      'ANALYSIS_BODY_MB',
      'ANALYSIS_MEMORY_MB',
      'ANALYSIS_THREADS',
      'ANALYSIS_TIME_LIMIT_S',
      'BASEMAP_URL',
      'BASEMAP_URL',
      'CHENGTU_LANG',
      'DATABASE_CONNECTIONS',
      'DATABASE_URL',
      'HOST',
      'HUNG_AFTER_S',
      'LOG_ADDRESSES',
      'LOG_REQUESTS',
      'MAX_JOBS',
      'MAX_LISTENERS',
      'PORT',
      'STATEMENT_TIMEOUT_MS',
      'TILE_ARCHIVE_URL',
      'TILE_CACHE_MB',
      'TRUST_PROXY',
      'WORKERS',
    ]);
  });

  it('hold bodies in a memory that has room for several', () => {
    expect(readConfig({}).most).toEqual({ listeners: 1000, jobs: 40, bodiesMb: 256 });
    expect(readConfig({ ANALYSIS_BODY_MB: '200' }).most.bodiesMb).toBe(800);
    expect(errorsOf({ ANALYSIS_BODY_MB: '200', BODIES_MB: '300', CHENGTU_LANG: 'en' })).toEqual([
      'BODIES_MB=300 is too little: it should be twice ANALYSIS_BODY_MB at least (400).',
    ]);
  });

  it('trace where a collector is named, by the standard variables of OpenTelemetry', () => {
    expect(readConfig({}).tracing).toBeNull();
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).tracing).toEqual({ protocol: 'http/protobuf' });
    const more = { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' };
    expect(readConfig({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/v1/traces', ...more }).tracing).toEqual({
      protocol: 'http/json',
    });
    for (const off of [{ OTEL_SDK_DISABLED: 'TRUE' }, { OTEL_TRACES_EXPORTER: 'none' }])
      expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, ...off }).tracing).toBeNull();
    // Blank is not set, as the standard has it.
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_SAMPLER: ' ' }).tracing).toBeNull();
    const errors = errorsOf({
      CHENGTU_LANG: 'en',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://user:secret@collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_TRACES_SAMPLER: 'some',
      OTEL_TRACES_SAMPLER_ARG: '1.5',
    });
    expect(errors).toHaveLength(5);
    expect(errors.join()).not.toContain('secret');
    expect(errors[4]).toBe('OTEL_TRACES_SAMPLER_ARG=1.5 should be a number from 0 to 1.');
  });

  it('let a start migrate as another role, or not at all', () => {
    const [DATABASE_URL, DATABASE_OWNER_URL] = ['postgres://web@db/city', 'postgres://owner@db/city'];
    expect(readConfig({ DATABASE_URL, DATABASE_OWNER_URL })).toMatchObject({
      databaseUrl: DATABASE_URL,
      databaseOwnerUrl: DATABASE_OWNER_URL,
      migrate: true,
      demo: true,
    });
    expect(readConfig({ DATABASE_URL, MIGRATE: 'off' })).toMatchObject({ migrate: false, demo: false });
    expect(readConfig({ DATABASE_URL, MIGRATE: 'off', DEMO: 'off' })).toMatchObject({ migrate: false, demo: false });
    expect(errorsOf({ DATABASE_URL, MIGRATE: 'off', DEMO: 'on' })).toEqual([expect.stringContaining('DEMO=on')]);
    expect(errorsOf({ DATABASE_OWNER_URL })).toEqual([expect.stringContaining('DATABASE_URL')]);
    expect(errorsOf({ DATABASE_URL, DATABASE_OWNER_URL: 'mysql://owner:secret@db' }).join()).not.toContain('secret');
    expect(errorsOf({ MIGRATE: 'no' })).toHaveLength(1);
  });

  it('take several standbys, each checked as the database is', () => {
    const urls = ['postgres://web@near/city', 'postgres://web@far/city?sslmode=require'];
    const env = { DATABASE_URL: 'postgres://web@db/city', DATABASE_READ_URLS: ` ${urls.join('  ')} ` };
    expect(readConfig(env).databaseReadUrls).toEqual(urls);
    expect(readConfig({}).databaseReadUrls).toEqual([]);
    expect(errorsOf({ ...env, DATABASE_READ_URLS: 'postgres://web@near/city http://far/city' })).toEqual([
      expect.stringContaining('DATABASE_READ_URLS'),
    ]);
    expect(errorsOf({ DATABASE_READ_URLS: urls.join(' ') })).toEqual([expect.stringContaining('DATABASE_URL')]);
  });

  it('leave jobs to others, or are for them alone, where the database is no embedded one', () => {
    expect(readConfig({ ROLE: 'worker', DATABASE_URL: 'postgres://web@db/city' }).role).toBe('worker');
    for (const ROLE of ['web', 'worker']) expect(errorsOf({ ROLE })).toEqual([expect.stringContaining('DATABASE_URL')]);
    expect(errorsOf({ ROLE: 'both' })).toEqual([expect.stringContaining('ROLE=both')]);
  });

  it.each(['chengtu', 'Our "Map"', '城图'])('take the schema %s', (DATABASE_SCHEMA) => {
    const env = { DATABASE_URL: 'postgres://web@db/city', DATABASE_SCHEMA };
    expect(readConfig(env).databaseSchema).toBe(DATABASE_SCHEMA);
  });

  it.each(['pg_city', 'information_schema', '城'.repeat(22), ' '])('refuse the schema %j', (DATABASE_SCHEMA) => {
    expect(errorsOf({ DATABASE_URL: 'postgres://web@db/city', DATABASE_SCHEMA })).toHaveLength(1);
  });

  it.each([
    ['/map', '/map'],
    ['/city/map/', '/city/map'],
    ['/地图', '/%E5%9C%B0%E5%9B%BE'],
    ['/', undefined],
  ])('have the path %s before every address as %s', (BASE_PATH, basePath) =>
    expect(readConfig({ BASE_PATH }).basePath).toBe(basePath),
  );

  it.each(['map', '//evil.example', '/a/../b', '/map?x', 'http://city.example/map', '/a b', ' '])(
    'refuse the path %j before every address',
    (BASE_PATH) => expect(errorsOf({ BASE_PATH, CHENGTU_LANG: 'en' })).toEqual([expect.stringContaining('BASE_PATH')]),
  );

  it('give a schema to a database of PostgreSQL alone', () => {
    expect(readConfig({}).databaseSchema).toBeUndefined();
    expect(errorsOf({ DATABASE_SCHEMA: 'chengtu' })).toEqual([expect.stringContaining('DATABASE_URL')]);
  });

  it('say what is wrong with an address of a database', () => {
    const url = 'postgres://u:secret@db/city';
    const wrong = (query: string): readonly string[] =>
      errorsOf({ DATABASE_URL: `${url}?${query}`, CHENGTU_LANG: 'en' });
    expect(wrong('sslmode=on').join()).toMatch(/DATABASE_URL has sslmode=on, which is not one of: disable, allow, /);
    expect(wrong('sslmod=require').join()).toMatch(/DATABASE_URL has the parameter sslmod, which PostgreSQL clients/);
    expect(wrong('host=a,b').join()).toMatch(/DATABASE_URL names several hosts/);
  });

  it('never show a password', () => {
    expect(errorsOf({ DATABASE_URL: 'mysql://user:secret@x' }).join()).not.toContain('secret');
  });

  it.each([
    'postgres://u:p%40@db.example:5432/city',
    'postgresql://localhost/city',
    'postgres://u@/city?host=/run/postgresql',
    'postgres:///city?host=%2Frun',
  ])('take the database %s', (DATABASE_URL) => {
    expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
  });

  it.each(['postgres://bad host/x', 'postgres://u@db:port/x', 'host=localhost', 'http://x'])(
    'refuse the database %s',
    (DATABASE_URL) => {
      expect(errorsOf({ DATABASE_URL })).toHaveLength(1);
    },
  );

  it('refuse a base map whose address cannot be read', () => {
    expect(errorsOf({ BASEMAP_URL: 'https://ex ample/{z}/{x}/{y}', BASEMAP_ATTRIBUTION: '©' })).toHaveLength(1);
  });

  it.each(['0', '65535'])('take port %s', (PORT) => {
    expect(readConfig({ PORT }).port).toBe(Number(PORT));
  });

  it.each(['-1', '65536', '80.5', '0x50', '8080 ;'])('refuse port %s', (PORT) => {
    expect(errorsOf({ PORT })).toHaveLength(1);
  });

  it.each([
    ['WORKERS', 'workers', 1, 64],
    ['RATE_LIMIT', 'rateLimit', 0, 10_000_000],
    ['TILE_CACHE_MB', 'tileCacheMb', 0, 65_536],
    ['DATABASE_CONNECTIONS', 'databaseConnections', 1, 200],
    ['STATEMENT_TIMEOUT_MS', 'statementTimeoutMs', 100, 600_000],
  ] as const)('take whole numbers in range as %s', (name, field, min, max) => {
    for (const value of [min, max]) expect(readConfig({ [name]: String(value) })[field]).toBe(value);
    for (const value of [String(min - 1), String(max + 1), '1.5', '1e3', '0x10', '-0', '٣']) {
      expect(errorsOf({ [name]: value, CHENGTU_LANG: 'en' })).toEqual([
        `${name}=${value} should be a whole number from ${String(min)} to ${String(max)}.`,
      ]);
    }
  });

  it.each(['all', 'uncached', 'slow', 'none'])('take %s as the requests to log', (LOG_REQUESTS) => {
    expect(readConfig({ LOG_REQUESTS }).logRequests).toBe(LOG_REQUESTS);
  });

  it.each([
    'https://cdn.example/city.pmtiles',
    'http://127.0.0.1:9000/bucket/city.pmtiles?signature=x',
    'https://cdn.example/china/manifest.json',
  ])('take the archive %s, which the page may fetch', (TILE_ARCHIVE_URL) => {
    const config = readConfig({ TILE_ARCHIVE_URL });
    expect(config.tileArchiveUrl).toBe(TILE_ARCHIVE_URL);
    const policy = pageSecurity(config)['Content-Security-Policy'] ?? '';
    expect(policy).toMatch(new RegExp(`connect-src [^;]*${new URL(TILE_ARCHIVE_URL).origin}(;| )`));
    expect(policy).not.toMatch(new RegExp(`img-src [^;]*${new URL(TILE_ARCHIVE_URL).origin}`));
  });

  it.each([
    'city.pmtiles',
    'ftp://cdn.example/city.pmtiles',
    'https://cdn.example/city.mbtiles',
    'https://cdn.example/?x=.pmtiles',
    'https://user:secret@cdn.example/city.pmtiles',
  ])('refuse the archive %s', (TILE_ARCHIVE_URL) => {
    expect(errorsOf({ TILE_ARCHIVE_URL })).toHaveLength(1);
    expect(errorsOf({ TILE_ARCHIVE_URL }).join()).not.toContain('secret');
  });

  it('speak the console language', () => {
    expect(errorsOf({ PORT: 'x', CHENGTU_LANG: 'en' })[0]).toContain('whole number');
  });
});

describe('base maps', () => {
  it('are none by default: the offline one needs no setting', () => {
    expect(basemapsOf(readConfig({}))).toEqual([]);
  });

  it('are those of the settings, and the page may fetch from their hosts', () => {
    const config = readConfig({
      TIANDITU_KEY: 'k y',
      BASEMAP_URL: 'https://tiles.example/{z}/{x}/{y}.png',
      BASEMAP_ATTRIBUTION: '© example',
    });
    expect(basemapsOf(config).map(({ id }) => id)).toEqual(['tianditu-vector', 'tianditu-image', 'own']);
    expect(basemapsOf(config)[0]?.tiles[0]).toMatch(/vec_w.*\{z\}.*\{y\}.*\{x\}.*tk=k%20y$/);
    expect(basemapOrigins(config)).toContain('https://tiles.example');
    const basemaps = [
      {
        id: 'aerial',
        title: { zh: '航拍', en: 'Aerial' },
        tiles: ['https://air.example/{z}/{x}/{y}'],
        labels: ['https://names.example/{z}/{x}/{y}'],
        attribution: 'City',
      },
    ];
    expect(basemapsOf(config, { basemaps }).at(-1)).toMatchObject({ id: 'aerial', maxzoom: 19 });
    const policy = pageSecurity(config, { basemaps })['Content-Security-Policy'] ?? '';
    for (const origin of ['https://air.example', 'https://names.example']) expect(policy).toContain(origin);
    expect(basemapOrigins(config)).toContain('https://t0.tianditu.gov.cn');
  });
});
