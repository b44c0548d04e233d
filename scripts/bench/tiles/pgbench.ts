/** The same SQL without a service: pgbench, PostgreSQL's own load generator. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../../server/testing/postgres.ts';
import type { SqlFile, SqlValue } from '../../../server/platform/db/types.ts';

export interface Statement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
}

export interface PgbenchOptions {
  readonly connections: number;
  readonly seconds: number;
}

/** As the service's own connections have it. */
const SESSION = '-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off';
/** pgbench takes at most this many scripts. */
const MAX_SCRIPTS = 120;

/** Statements a second, drawn at random from those given, prepared once a connection. */
export async function pgbench(
  url: string,
  statements: readonly Statement[],
  { connections, seconds }: PgbenchOptions,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-pgbench-'));
  try {
    const files = await Promise.all(
      statements.slice(0, MAX_SCRIPTS).map(async (statement, index) => {
        const file = join(folder, `${index}.sql`);
        await writeFile(file, scriptOf(statement));
        return file;
      }),
    );
    const output = await run([
      '--no-vacuum',
      '--protocol=prepared',
      `--client=${connections}`,
      `--jobs=${Math.min(2, connections)}`,
      `--time=${seconds}`,
      ...files.map((file) => `--file=${file}`),
      url,
    ]);
    const tps = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
    if (!Number.isFinite(tps)) throw new Error(`pgbench gave no rate:\n${output}`);
    return tps;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Numbers become variables, which pgbench binds as parameters; arrays, which its variables cannot be, stand as
 * literals.
 */
function scriptOf({ sql, params }: Statement): string {
  const lines = params.flatMap((value, index) =>
    typeof value === 'number' && Number.isInteger(value) ? [`\\set p${index + 1} ${value}`] : [],
  );
  const text = sql.text.replace(/--.*$/gm, '').replace(/\$(\d+)/g, (_, digits: string) => {
    const value = params[Number(digits) - 1] ?? null;
    return typeof value === 'number' && Number.isInteger(value) ? `:p${digits}` : literalOf(value);
  });
  const oneLine = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  return [...lines, `${oneLine};`].join('\n');
}

function literalOf(value: SqlValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `'${arrayOf(value).replaceAll("'", "''")}'`;
  if (value instanceof Date) return `'${value.toISOString()}'`;
  return typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : `'${String(value).replaceAll("'", "''")}'`;
}

function arrayOf(values: readonly SqlValue[]): string {
  const item = (value: SqlValue): string => {
    if (value === null) return 'null';
    return Array.isArray(value) ? arrayOf(value) : JSON.stringify(String(value));
  };
  return `{${values.map(item).join()}}`;
}

function run(args: readonly string[]): Promise<string> {
  const bin = findPostgres() ?? '';
  return new Promise((resolve, reject) => {
    const child = spawn(`${bin}/pgbench`, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PGOPTIONS: SESSION },
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0
        ? resolve(output.join(''))
        : reject(new Error(`pgbench ended with status ${status}:\n${output.join('').slice(-2000)}`)),
    );
  });
}
