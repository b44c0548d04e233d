/**
 * The requests of another generator, schemathesis, from `/openapi.json`. It is written in Python and downloaded from
 * PyPI into a temporary folder, so that it runs only where it is asked for.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, skipped, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { isReady } from '../client.ts';

const VERSION = 'schemathesis==4.*';
/** What the service promises of every answer. */
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';
const MOST_EXAMPLES = '30';

export const schemathesis: Attack = {
  name: 'schemathesis',
  about: TORTURE['about-schemathesis'],
  databases: ['embedded'],
  share: null,
  run: async (context) => {
    if (!context.schemathesis) return skipped(TORTURE['not-asked-for']);
    const venv = join(context.folder, 'venv');
    const made = await run('python3', ['-m', 'venv', venv]);
    const installed = made.status === 0 ? await run(join(venv, 'bin/pip'), ['install', '--quiet', VERSION]) : made;
    if (installed.status !== 0)
      return skipped(bothLanguages(TORTURE['not-installed'], { said: installed.output.slice(-200) }));
    return onSite((site) => attack(site.service.url, join(venv, 'bin/schemathesis'), context))(context);
  },
};

async function attack(url: string, program: string, { seed, folder }: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const args = [
    'run',
    `${url}/openapi.json`,
    '--url',
    url,
    '--checks',
    CHECKS,
    '--seed',
    String(seed),
    '--max-examples',
    MOST_EXAMPLES,
    '--phases',
    'examples,coverage,fuzzing',
    '--request-timeout',
    '60',
    '--exclude-path-regex',
    '/events$',
    '--no-color',
  ];
  // It keeps what it has found in the folder that it runs in.
  const { status, output } = await run(program, args, folder);
  const cases = Number(/\b(\d{1,9}) generated/.exec(output)?.[1] ?? 0);
  tally.try(Math.max(1, cases));
  if (status !== 0) tally.fail('wrong', 0, bothLanguages(TORTURE['schemathesis-found'], { said: output.slice(-4000) }));
  if (!(await isReady(url))) tally.notBack(0, 0);
  return tally.outcome();
}

function run(
  program: string,
  args: readonly string[],
  cwd?: string,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) => resolve({ status: null, output: error.message }));
    child.once('close', (status) => resolve({ status, output: Buffer.concat(chunks).toString() }));
  });
}
