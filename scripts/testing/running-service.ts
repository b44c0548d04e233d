/** The service exactly as `npm start` brings it up, for tests. */
import { fileURLToPath } from 'node:url';
import { startProcess, type ServiceProcess } from './service-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The settings of the person who runs the tests must not reach the service under test. */
const SETTINGS = [
  'CHENGTU_HOME',
  'CHENGTU_LANG',
  'INIT_CWD',
  'PORT',
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_READ_URLS',
  'DATABASE_SCHEMA',
  'SOURCES',
  'MIGRATE',
  'HOST',
  'HOSTS',
  'STOP_DELAY_S',
  'TRUST_PROXY',
  'OPERATOR_TOKEN',
  'BASE_PATH',
  'TIANDITU_KEY',
  'BASEMAP_URL',
  'BASEMAP_ATTRIBUTION',
  'MAP_REVIEW_NUMBER',
  'EMBED_ORIGINS',
  'ROLE',
  'WORKERS',
  'HUNG_AFTER_S',
  'RATE_LIMIT',
  'TILE_CACHE_MB',
  'DATABASE_CONNECTIONS',
  'STATEMENT_TIMEOUT_MS',
  'CHANGES_KEPT_HOURS',
  'TILE_ARCHIVE_URL',
  'LOG_REQUESTS',
  'LOG_ADDRESSES',
  'MAX_LISTENERS',
  'MAX_JOBS',
  'BODIES_MB',
  'ANALYSIS_THREADS',
  'ANALYSIS_MEMORY_MB',
  'ANALYSIS_TIME_LIMIT_S',
  'ANALYSIS_BODY_MB',
  'CHENGTU_CITY',
  'DEMO',
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
];

/**
 * Starts the service with a home folder and settings on a free port, and resolves once it is ready. Aborting `signal`
 * ends the wait.
 */
export function startService(
  home: string,
  settings: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<ServiceProcess> {
  return startProcess({
    checkout: ROOT,
    // On a machine that runs everything at once a process may be kept waiting for so long that it seems to hang.
    env: environmentOf({ CHENGTU_HOME: home, CHENGTU_LANG: 'zh', HUNG_AFTER_S: '0', ...settings }),
    signal,
    keepsOutput: true,
  });
}

/** The environment of these tests, with the settings given and no others. */
export function environmentOf(settings: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const others = Object.entries(process.env).filter(([name]) => !SETTINGS.includes(name));
  return { ...Object.fromEntries(others), ...settings };
}
