import { tmpdir } from 'node:os';
import { WorkerFailed } from '../../server/cluster/worker-pool.ts';
import { readConfig, type Config, ConfigError } from '../../server/platform/config.ts';
import { problemOf } from '../../server/platform/db/connect-problem.ts';
import {
  DatabaseDamaged,
  DatabaseDiskFull,
  DatabaseLocked,
  DatabaseTooOld,
  DatabaseUnavailable,
} from '../../server/platform/db/errors.ts';
import { errorLines } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import { CatalogueError } from '../../server/layers/catalogue.ts';
import { DatabaseOfOtherCity, namesOf } from '../../server/layers/city-database.ts';
import { redactText } from '../../server/platform/log/redact.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { explainRights } from '../../server/platform/messages/rights.ts';
import { damageSentence, diskFullSentence } from '../cli/database-sentences.ts';
import { DATABASE } from '../cli/messages/database.ts';
import { START } from '../cli/messages/start.ts';
import { GivenFileError } from '../qingdao/given-file.ts';

/** The error as a sentence, where a user can correct its cause. Secrets that it repeats are left out. */
export function explain(error: unknown): string {
  return redactText(sentenceOf(error));
}

function sentenceOf(error: unknown): string {
  const { lang, port, host, databaseUrl, databaseOwnerUrl } = settingsOrDefaults();
  if (error instanceof DatabaseLocked) return cliMessage(lang, 'database-locked', { home: error.home, pid: error.pid });
  if (error instanceof DatabaseTooOld)
    return cliMessage(lang, 'database-too-old', { product: error.product, found: error.found, needed: error.needed });
  const rights = explainRights(error, lang);
  if (rights !== null) return rights;
  if (error instanceof DatabaseOfOtherCity) return cliMessage(lang, 'database-of-other-city', namesOf(error, lang));
  if (error instanceof DatabaseDamaged) return damageSentence(error, lang);
  if (error instanceof DatabaseDiskFull && error.disk.folder !== null) return diskFullSentence(error, lang);
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return say(START['port-taken'], lang, { port });
  if (isFullDisk(error)) {
    const path = 'path' in error && typeof error.path === 'string' ? error.path : tmpdir();
    return say(START['disk-full'], lang, { path, reason: error.message });
  }
  if (isHostError(error)) return say(START['host-unusable'], lang, { host, reason: error.message });
  // What fails once the database is open fails for its owner, who migrates and loads; an error of opening it brings the
  // address that it was met at.
  const url = databaseOwnerUrl ?? databaseUrl;
  const problem = url === undefined ? null : problemOf(error, url);
  if (problem !== null) return say(DATABASE[problem.why], lang, { ...problem.address, reason: problem.message });
  if (error instanceof DatabaseUnavailable)
    return cliMessage(lang, 'database-unavailable', { reason: reasonOf(error.cause ?? error) });
  if (error instanceof WorkerFailed)
    return say(START['worker-failed'], lang, { attempts: error.attempts, reason: error.reason });
  if (error instanceof ConfigError || error instanceof CatalogueError) return error.message;
  if (error instanceof GivenFileError)
    return say(START[error.isGenerated ? 'generated-file-broken' : 'city-file-broken'], lang, {
      path: error.path,
      reason: error.reason,
    });
  if (error instanceof LoadErrors) return [error.message, ...errorLines(lang, error.errors)].join('\n');
  return cliMessage(lang, 'failed', { reason: reasonOf(error) });
}

/** Of a file that is written here. A full disk of the database is an error of the database. */
function isFullDisk(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code));
}

/** Errors of `listen`; those of the database come as `DatabaseUnavailable`. */
function isHostError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL'].includes(String(error.code)) &&
    'syscall' in error &&
    ['getaddrinfo', 'listen'].includes(String(error.syscall))
  );
}

function settingsOrDefaults(): Pick<Config, 'lang' | 'port' | 'host' | 'databaseUrl' | 'databaseOwnerUrl'> {
  try {
    return readConfig();
  } catch {
    return { lang: consoleLanguage(process.env), port: 8080, host: '' };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node gathers the failures of several addresses, with an empty message of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  return error.message || ('code' in error ? String(error.code) : error.name);
}
