import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES } from '../../tiles/i18n.ts';
import { addressOf, DatabaseUrlError } from './db/address.ts';
import { readPrefix } from './http/address.ts';
import {
  ENDPOINTS,
  otelText,
  PROTOCOL_NAMES,
  PROTOCOLS,
  SAMPLERS,
  tracingOf,
  type TracingConfig,
} from './tracing/settings.ts';
import { CONFIG } from './messages/config.ts';
import { consoleLanguage, enumerate, say, type Lang, type MessageValues } from './messages/index.ts';

export interface Config {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Absent for the embedded database. */
  readonly databaseUrl?: string;
  /**
   * The same database as its owner, who migrates and loads, where the role of `databaseUrl` owns nothing. Absent where
   * one role does both.
   */
  readonly databaseOwnerUrl?: string;
  /** Standbys of that database, which are read from; none where it is empty. */
  readonly databaseReadUrls: readonly string[];
  /** Schema that the service has for itself there; absent where its tables are where the role makes tables. */
  readonly databaseSchema?: string;
  /** Databases whose tables are layers, as `SOURCES` names them: read by `readSources`. */
  readonly sources?: string;
  /** Whether a start brings the database up to date, or else refuses one that is not. */
  readonly migrate: boolean;
  /** Connections to the database of one process: all of them together take `workers` times as many. */
  readonly databaseConnections: number;
  /** A statement that takes longer is ended. The embedded database has no such limit. */
  readonly statementTimeoutMs: number;
  /** For which the database keeps what has changed: an export that is older makes all anew. */
  readonly changesKeptHours: number;
  /** What the processes do: see `Role`. */
  readonly role: Role;
  /** Processes that answer requests, each kept by the one that was started. */
  readonly workers: number;
  /** Machines that serve the same database behind one address, each with its processes. */
  readonly hosts: number;
  /** A service that is told to stop answers on for so long, so that a proxy in front sees `/readyz` and asks others. */
  readonly stopDelayS: number;
  /** A process that gives no sign of life for this long is ended and replaced; 0 is never. */
  readonly hungAfterS: number;
  /** Points that one address may spend in a minute at one process, see `RateLimit`; 0 is no limit. */
  readonly rateLimit: number;
  /** Memory for answered tiles of one process, in MiB; 0 keeps none. */
  readonly tileCacheMb: number;
  readonly logRequests: LogRequests;
  /** How much of a client's address the line of a request has. */
  readonly logAddresses: LogAddresses;
  readonly most: Bounds;
  readonly analysis: AnalysisConfig;
  /** Folder of everything the service keeps: embedded database, demonstration data. */
  readonly home: string;
  /** Folder of the city that is served: `city.json`, `layers/` and what else it has. */
  readonly cityFolder: string;
  /** Whether a city that can generate demonstration data starts with it. */
  readonly demo: boolean;
  /** Language of the console. */
  readonly lang: Lang;
  /** Believe the proxy's `X-Forwarded-*`: only behind one that sets these headers, or adds to them. */
  readonly trustProxy: boolean;
  /** What requests of whoever runs the service bring. Without one those straight from this machine are theirs. */
  readonly operatorToken?: string;
  /** Path before every address, such as `/map`, where a proxy serves other things beside this. Absent for none. */
  readonly basePath?: string;
  readonly tiandituKey?: string;
  readonly basemap?: { readonly url: string; readonly attribution: string };
  readonly mapReviewNumber?: string;
  /** Sites whose pages may hold ours in a frame, and speak with it: `*` for all, or their origins. */
  readonly embedOrigins: readonly string[];
  /** A PMTiles archive of public layers, or the manifest of several, which the map reads instead of this service's. */
  readonly tileArchiveUrl?: string;
  /** Where traces go and how; null where nothing is traced. The SDK reads the other variables of OpenTelemetry. */
  readonly tracing: TracingConfig | null;
  /** Folder of the built client. */
  readonly clientFolder: string;
  readonly version: string;
}

/** What clients may hold at once, all together. They share it: one client alone cannot keep others out. */
export interface Bounds {
  /** Open streams of `/events` of one process, and as many of jobs. */
  readonly listeners: number;
  /** Jobs that wait or run at once, in all processes. */
  readonly jobs: number;
  /** Memory that one process holds for the bodies of requests, in MiB. */
  readonly bodiesMb: number;
}

/** Bounds of coverage analysis, each for one process. */
export interface AnalysisConfig {
  /** Studies computed at once, each by a process of its own; another one answers the planner's page. */
  readonly threads: number;
  /** Memory that one study may take, in MiB. */
  readonly memoryMb: number;
  /** The service ends a study that takes longer, and answers with what the study has found. */
  readonly timeLimitS: number;
  /** Largest study that is taken, in MiB of JSON. */
  readonly bodyMb: number;
}

/**
 * What the processes of a machine do. `web`: answer requests, and leave jobs of analysis to others. `worker`: work on
 * jobs alone; they answer `/healthz`, `/readyz` and `/metrics`. `all`: both.
 */
const ROLES = ['all', 'web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Which requests get a line in the log. `uncached`: all but the tiles answered from memory, which the metrics count;
 * `slow`: those of a second and more, and those that failed with 5xx; errors are logged whatever is chosen.
 */
const LOG_REQUESTS = ['all', 'uncached', 'slow', 'none'] as const;
export type LogRequests = (typeof LOG_REQUESTS)[number];

/** `short`: the network of many clients. An address is data about a person: none is logged unless somebody asks. */
const LOG_ADDRESSES = ['none', 'short', 'full'] as const;
export type LogAddresses = (typeof LOG_ADDRESSES)[number];

/** Settings that cannot be used; the message lists every error. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly errors: readonly string[];

  constructor(errors: readonly string[], lang: Lang) {
    super([say(CONFIG.head, lang), ...errors.map((error) => `  ${error}`)].join('\n'));
    this.errors = errors;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEFAULTS = {
  port: 8080,
  host: '127.0.0.1',
  home: '.chengtu',
  city: 'data/cities/qingdao',
  workers: 1,
  hosts: 1,
  /** Of several machines: longer than a proxy takes to notice, with checks every second and two that fail. */
  stopDelayS: { one: 0, several: 5 },
  hungAfterS: 10,
  /**
   * Five hundred a second. Some hundred people behind one address, each of whom moves the map all the time, stay below
   * it (most of their tiles are in memory); a program that reads everything by itself does not.
   */
  rateLimit: 30_000,
  tileCacheMb: 128,
  statementTimeoutMs: 10_000,
  // Enough for an export every night, and one that fails.
  changesKeptHours: 50,
  most: { listeners: 1000, jobs: 40, bodiesMb: 256 },
  analysis: { threads: 1, memoryMb: 2048, timeLimitS: 600, bodyMb: 64 },
  /** PGlite works on one statement at a time; a few connections keep it busy while answers are read. */
  databaseConnections: { embedded: 4, server: 10 },
} as const;

/** A name or an address (RFC 3986, 3.2.2): nothing that would mean more in a header. */
const ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/;

/** Of the largest size. */
const BODIES_AT_ONCE = 4;

/** Reads the settings from the environment. Throws `ConfigError`. */
export function readConfig(env: Env = process.env): Config {
  const lang = consoleLanguage(env);
  const read = new Settings(env, lang);
  const databaseUrl = read.databaseUrl('DATABASE_URL');
  const databaseOwnerUrl = read.databaseUrl('DATABASE_OWNER_URL');
  if (databaseOwnerUrl !== undefined) read.needs('DATABASE_OWNER_URL', 'DATABASE_URL');
  const databaseReadUrls = read.databaseUrls('DATABASE_READ_URLS');
  if (databaseReadUrls.length > 0) read.needs('DATABASE_READ_URLS', 'DATABASE_URL');
  const databaseSchema = read.schema('DATABASE_SCHEMA');
  if (databaseSchema !== undefined) read.needs('DATABASE_SCHEMA', 'DATABASE_URL');
  const role = read.choice('ROLE', ROLES, 'all');
  // The embedded database belongs to the processes of one start.
  if (role !== 'all') read.needs('ROLE', 'DATABASE_URL');
  const migrate = read.choice('MIGRATE', ['on', 'off'], 'on') === 'on';
  const bodyMb = read.whole('ANALYSIS_BODY_MB', DEFAULTS.analysis.bodyMb, { min: 1, max: 512 });
  // Told as errors where they are blank.
  read.text('CHENGTU_CITY');
  read.text('CHENGTU_HOME');
  const hosts = read.whole('HOSTS', DEFAULTS.hosts, { min: 1, max: 1000 });
  const config: Config = {
    port: read.port('PORT', DEFAULTS.port),
    host: read.text('HOST') ?? DEFAULTS.host,
    ...optional('databaseUrl', databaseUrl),
    ...optional('databaseOwnerUrl', databaseOwnerUrl),
    databaseReadUrls,
    ...optional('databaseSchema', databaseSchema),
    ...optional('sources', read.text('SOURCES')),
    migrate,
    databaseConnections: read.whole(
      'DATABASE_CONNECTIONS',
      DEFAULTS.databaseConnections[databaseUrl === undefined ? 'embedded' : 'server'],
      { min: 1, max: 200 },
    ),
    changesKeptHours: read.whole('CHANGES_KEPT_HOURS', DEFAULTS.changesKeptHours, { min: 1, max: 8784 }),
    statementTimeoutMs: read.whole('STATEMENT_TIMEOUT_MS', DEFAULTS.statementTimeoutMs, { min: 100, max: 600_000 }),
    role,
    workers: read.whole('WORKERS', DEFAULTS.workers, { min: 1, max: 64 }),
    hosts,
    stopDelayS: read.whole('STOP_DELAY_S', DEFAULTS.stopDelayS[hosts > 1 ? 'several' : 'one'], { min: 0, max: 600 }),
    hungAfterS: read.whole('HUNG_AFTER_S', DEFAULTS.hungAfterS, { min: 0, max: 3600 }),
    rateLimit: read.whole('RATE_LIMIT', DEFAULTS.rateLimit, { min: 0, max: 10_000_000 }),
    tileCacheMb: read.whole('TILE_CACHE_MB', DEFAULTS.tileCacheMb, { min: 0, max: 65_536 }),
    logRequests: read.choice('LOG_REQUESTS', LOG_REQUESTS, 'uncached'),
    logAddresses: read.choice('LOG_ADDRESSES', LOG_ADDRESSES, 'none'),
    most: {
      listeners: read.whole('MAX_LISTENERS', DEFAULTS.most.listeners, { min: 1, max: 100_000 }),
      jobs: read.whole('MAX_JOBS', DEFAULTS.most.jobs, { min: 1, max: 10_000 }),
      bodiesMb: read.whole('BODIES_MB', Math.max(DEFAULTS.most.bodiesMb, BODIES_AT_ONCE * bodyMb), {
        min: 1,
        max: 65_536,
      }),
    },
    analysis: {
      threads: read.whole('ANALYSIS_THREADS', DEFAULTS.analysis.threads, { min: 1, max: 64 }),
      memoryMb: read.whole('ANALYSIS_MEMORY_MB', DEFAULTS.analysis.memoryMb, { min: 64, max: 1_048_576 }),
      timeLimitS: read.whole('ANALYSIS_TIME_LIMIT_S', DEFAULTS.analysis.timeLimitS, { min: 1, max: 86_400 }),
      bodyMb,
    },
    home: homeOf(env),
    cityFolder: cityFolderOf(env),
    demo: read.demo('DEMO', migrate),
    lang: read.choice('CHENGTU_LANG', LANGUAGES, lang),
    trustProxy: read.choice('TRUST_PROXY', ['true', 'false'], 'false') === 'true',
    ...optional('operatorToken', read.token('OPERATOR_TOKEN')),
    ...optional('basePath', read.prefix('BASE_PATH')),
    ...optional('tiandituKey', read.text('TIANDITU_KEY')),
    ...optional('basemap', read.basemap('BASEMAP_URL', 'BASEMAP_ATTRIBUTION')),
    ...optional('mapReviewNumber', read.text('MAP_REVIEW_NUMBER')),
    embedOrigins: read.origins('EMBED_ORIGINS'),
    ...optional('tileArchiveUrl', read.archiveUrl('TILE_ARCHIVE_URL')),
    tracing: read.tracing(),
    clientFolder: resolve(ROOT, 'dist/client'),
    version: packageVersion(),
  };
  // Less would not hold the largest body beside small ones.
  read.atLeast('BODIES_MB', config.most.bodiesMb, 2 * bodyMb);
  if (read.errors.length > 0) throw new ConfigError(read.errors, lang);
  return config;
}

/**
 * Folder of the city. npm runs scripts in the project's folder: what was typed is relative to where it was typed.
 */
function cityFolderOf({ CHENGTU_CITY, INIT_CWD }: Env): string {
  const given = CHENGTU_CITY?.trim();
  return given === undefined || given === '' ? resolve(ROOT, DEFAULTS.city) : resolve(INIT_CWD ?? process.cwd(), given);
}

/** Folder of everything the service keeps. Every city has one of its own, so that no two share a database. */
export function homeOf(env: Env): string {
  const given = env.CHENGTU_HOME?.trim();
  if (given !== undefined && given !== '') return resolve(ROOT, given);
  const home = resolve(ROOT, DEFAULTS.home);
  const cityFolder = cityFolderOf(env);
  return cityFolder === resolve(ROOT, DEFAULTS.city) ? home : join(home, 'cities', basename(cityFolder));
}

/** Reads settings one by one and gathers their errors. */
class Settings {
  readonly errors: string[] = [];
  readonly #env: Env;
  readonly #lang: Lang;

  constructor(env: Env, lang: Lang) {
    this.#env = env;
    this.#lang = lang;
  }

  text(name: string): string | undefined {
    const value = this.#env[name]?.trim();
    if (value === '') this.#error('blank', { name });
    return value === '' ? undefined : value;
  }

  port(name: string, usual: number): number {
    const value = this.text(name);
    if (value === undefined) return usual;
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) this.#error('port', { name, value });
    return Number(value);
  }

  whole(name: string, usual: number, { min, max }: { readonly min: number; readonly max: number }): number {
    const value = this.text(name);
    if (value === undefined) return usual;
    if (!/^\d{1,9}$/.test(value) || Number(value) < min || Number(value) > max)
      this.#error('whole-number', { name, value, min, max });
    return Number(value);
  }

  choice<T extends string>(name: string, choices: readonly T[], usual: T): T {
    const value = this.text(name);
    if (value === undefined) return usual;
    const choice = choices.find((each) => each === value);
    if (choice === undefined) this.#error('choice', { name, value, choices: enumerate(choices, this.#lang) });
    return choice ?? usual;
  }

  /** Adds an error where a setting is less than another asks for. */
  atLeast(name: string, value: number, least: number): void {
    if (value < least) this.#error('too-little', { name, value, least });
  }

  /** Adds an error where `other`, which `name` needs, is not set. */
  needs(name: string, other: string): void {
    if (this.#env[other] === undefined) this.#error('needs', { name, other });
  }

  /** A start that does not migrate the database loads nothing into it either. */
  demo(name: string, migrate: boolean): boolean {
    const choice = this.choice(name, ['on', 'off'], migrate ? 'on' : 'off');
    if (choice === 'on' && !migrate) this.#error('demo-without-migrating', { name });
    return choice === 'on';
  }

  /** A secret that nobody guesses. The message leaves it out. */
  token(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !/^[!-~]{16,}$/.test(value)) this.#error('token', { name });
    return value;
  }

  databaseUrl(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined) this.#checkUrl(name, value);
    return value;
  }

  /** Several between blanks: a URL may hold commas. */
  databaseUrls(name: string): readonly string[] {
    const values = (this.text(name) ?? '').split(/\s+/).filter((value) => value !== '');
    for (const value of values) this.#checkUrl(name, value);
    return values;
  }

  #checkUrl(name: string, value: string): void {
    try {
      addressOf(value, this.#env);
    } catch (error) {
      if (!(error instanceof DatabaseUrlError)) throw error;
      // The value may hold a password: the message leaves it out.
      const { fault, parameter, value: part, choices } = error;
      this.#error(fault, { name, parameter, value: part, choices: enumerate(choices, this.#lang) });
    }
  }

  /** Undefined for `/`, which is no prefix. */
  prefix(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    // As browsers send it: letters of other scripts stand in an address as UTF-8.
    const prefix = readPrefix(encodePath(value));
    if (prefix === null) this.#error('base-path', { name, value });
    return prefix === null || prefix === '' ? undefined : prefix;
  }

  /** PostgreSQL would cut a longer name off, and keeps some for itself. */
  schema(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const isUsable = Buffer.byteLength(value) <= 63 && !/^pg_|^information_schema$|\0/.test(value);
    if (!isUsable) this.#error('schema', { name, value });
    return value;
  }

  /** Signed addresses have a query; user and password have no place in what every browser is told. */
  archiveUrl(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const url = URL.canParse(value) ? new URL(value) : null;
    const usable =
      url !== null &&
      /^https?:$/.test(url.protocol) &&
      /\.(pmtiles|json)$/.test(url.pathname) &&
      url.username === '' &&
      url.password === '';
    if (!usable) this.#error('archive-url', { name });
    return value;
  }

  /** Origins between commas or blanks; all sites where it is not set, or is `*`. */
  origins(name: string): readonly string[] {
    const value = this.text(name) ?? '*';
    if (value === '*') return [value];
    const origins = value.split(/[\s,]+/).filter((each) => each !== '');
    for (const origin of origins) {
      const isOrigin = ORIGIN.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
      if (!isOrigin) this.#error('origin', { name, value: origin });
    }
    return origins;
  }

  basemap(urlName: string, attributionName: string): Config['basemap'] {
    const url = this.text(urlName);
    const attribution = this.text(attributionName);
    if (url === undefined) {
      if (attribution !== undefined) this.#error('needs', { name: attributionName, other: urlName });
      return undefined;
    }
    if (
      !/^https?:\/\/[^{]/.test(url) ||
      !URL.canParse(url) ||
      !['{z}', '{x}', '{y}'].every((part) => url.includes(part))
    )
      this.#error('tile-url', { name: urlName, value: url });
    if (attribution === undefined) this.#error('needs', { name: urlName, other: attributionName });
    return { url, attribution: attribution ?? '' };
  }

  /** The SDK would take its own values for wrong ones, and say so to nobody. */
  tracing(): TracingConfig | null {
    const given = (name: string): string | undefined => otelText(this.#env, name);
    for (const name of ENDPOINTS) {
      const value = given(name);
      // It may hold a password or a key: the message leaves it out.
      if (value !== undefined && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
        this.#error('collector-url', { name });
    }
    for (const name of PROTOCOL_NAMES) this.#otelChoice(name, PROTOCOLS);
    this.#otelChoice('OTEL_TRACES_EXPORTER', ['otlp', 'none']);
    this.#otelChoice('OTEL_TRACES_SAMPLER', SAMPLERS);
    const [name, share] = ['OTEL_TRACES_SAMPLER_ARG', given('OTEL_TRACES_SAMPLER_ARG')];
    if (share !== undefined && !(Number(share) >= 0 && Number(share) <= 1))
      this.#error('share', { name, value: share });
    return tracingOf(this.#env);
  }

  #otelChoice(name: string, choices: readonly string[]): void {
    const value = otelText(this.#env, name);
    if (value !== undefined && !choices.includes(value))
      this.#error('choice', { name, value, choices: enumerate(choices, this.#lang) });
  }

  #error(key: keyof typeof CONFIG, values: MessageValues): void {
    this.errors.push(say(CONFIG[key], this.#lang, values));
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  const entry: { [P in K]?: V } = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}

/** Signs that are escaped already stay as they are. */
function encodePath(path: string): string {
  return path.replace(/[^\x00-\x7f]+/gu, (letters) => encodeURI(letters));
}

function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'));
  const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
