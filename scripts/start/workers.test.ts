import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN } from '../../server/platform/run.ts';
import { MetricsText } from '../../server/testing/metrics-text.ts';

const SERVICE = fileURLToPath(new URL('../testing/light-service.ts', import.meta.url));
/** How often the state of the processes is looked at, in milliseconds. */
const OFTEN = { interval: 20 };

interface Entry {
  readonly event: string;
  readonly worker?: number;
  readonly pid?: number;
}

/** A running service of processes, and what it has written. */
class Processes {
  readonly primary: ChildProcess;
  readonly ended: Promise<number | null>;
  #out = '';
  #err = '';

  constructor(env: Readonly<Record<string, string>>) {
    this.primary = spawn(process.execPath, [RUN, SERVICE], {
      env: { PATH: process.env.PATH, CHENGTU_LANG: 'en', PORT: '0', WORKERS: '2', LIGHT_STATEMENT_MS: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.primary.stdout?.on('data', (chunk: Buffer) => (this.#out += chunk.toString()));
    this.primary.stderr?.on('data', (chunk: Buffer) => (this.#err += chunk.toString()));
    this.ended = new Promise((resolve) => this.primary.once('close', (status) => resolve(status)));
  }

  get said(): string {
    return this.#err;
  }

  log(event: string): Entry[] {
    const lines = this.#err
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Entry).filter((entry) => entry.event === event);
  }

  /** Process of each worker that was ever ready. */
  get pids(): number[] {
    return this.log('worker-ready').map(({ pid }) => Number(pid));
  }

  async url(workers = 2): Promise<string> {
    await expect.poll(() => this.#out, OFTEN).toMatch(/^http.*\n/);
    // The log is a little later than the output.
    await this.has('worker-ready', workers);
    return this.#out.trim();
  }

  async has(event: string, count = 1): Promise<void> {
    await expect.poll(() => this.log(event).length, OFTEN).toBeGreaterThanOrEqual(count);
  }
}

/** Asks on a connection of its own: connections go to the workers in turn. */
function ask(url: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.once('end', () => resolve({ status: res.statusCode ?? 0, text }));
    }).once('error', reject);
  });
}

async function askTimes(url: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) statuses.push((await ask(url)).status);
  return [...new Set(statuses)];
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Ends the processes that a test has left. */
async function sweep(service: Processes): Promise<void> {
  service.primary.kill('SIGKILL');
  for (const pid of service.pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await service.ended;
}

/** One service for the tests of a group, which follow one another: starting its processes is most of the work. */
function serviceFor(env: (error: string) => Readonly<Record<string, string>> = () => ({})): {
  readonly service: () => Processes;
  readonly error: () => string;
} {
  let service: Processes;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-workers-'));
    service = new Processes(env(join(folder, 'error')));
  });
  afterAll(async () => {
    await sweep(service);
    rmSync(folder, { recursive: true });
  });
  return { service: () => service, error: () => join(folder, 'error') };
}

const answered = async (url: string): Promise<number | undefined> =>
  new MetricsText((await ask(`${url}/metrics`)).text).value('chengtu_http_requests_total', {
    route: '/config.json',
    method: 'GET',
    status: '2xx',
  });

describe('a service of two workers', () => {
  const { service: running } = serviceFor();

  it('answers by both, at one address, and adds up the metrics of both', async () => {
    const service = running();
    const url = await service.url();
    expect(await askTimes(`${url}/config.json`, 6)).toEqual([200]);
    await service.has('request', 6);
    expect(new Set(service.log('request').map(({ worker }) => worker))).toEqual(new Set([1, 2]));
    for (let n = 0; n < 2; n += 1) {
      const metrics = new MetricsText((await ask(`${url}/metrics`)).text);
      expect(
        metrics.value('chengtu_http_requests_total', { route: '/config.json', method: 'GET', status: '2xx' }),
      ).toBe(6);
      expect(metrics.value('chengtu_http_request_duration_seconds_bucket', { route: '/config.json', le: '+Inf' })).toBe(
        6,
      );
      expect(metrics.labels('chengtu_process_resident_memory_bytes', 'worker')).toEqual(['1', '2']);
      expect(metrics.labels('chengtu_change_poller_last_look_age_seconds', 'worker')).toEqual(['1', '2']);
      expect(metrics.value('chengtu_workers')).toBe(2);
      expect(
        metrics.value('chengtu_build_info', { version: metrics.labels('chengtu_build_info', 'version')[0] ?? '' }),
      ).toBe(1);
    }
  });

  it('keeps its port: another service does not start there', async () => {
    const { port } = new URL(await running().url());
    const second = new Processes({ PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.said).toContain(`Port ${port} is taken`);
    expect(second.log('worker-failed')).toEqual([]);
  });

  it('goes on while one is killed, starts it again at the same address, and keeps its counters', async () => {
    const service = running();
    const url = await service.url();
    const before = await answered(url);
    process.kill(service.pids[0] ?? 0, 'SIGKILL');
    await service.has('worker-restart');
    expect(await askTimes(`${url}/config.json`, 4)).toEqual([200]);
    await service.has('worker-ready', 3);
    expect(await askTimes(`${url}/config.json`, 4)).toEqual([200]);
    expect(await answered(url)).toBe((before ?? NaN) + 8);
    const metrics = new MetricsText((await ask(`${url}/metrics`)).text);
    expect(metrics.value('chengtu_worker_restarts_total')).toBe(1);
    expect(metrics.labels('chengtu_process_resident_memory_bytes', 'worker')).toEqual(['1', '2']);
    const restarted = service.log('worker-restart')[0]?.worker;
    expect(service.log('worker-ready')[2]?.worker).toBe(restarted);
  });

  it('leaves no worker where the process that started them is killed', async () => {
    const service = running();
    expect(service.pids.filter(isAlive)).toHaveLength(2);
    service.primary.kill('SIGKILL');
    await expect.poll(() => service.pids.filter(isAlive), OFTEN).toEqual([]);
  });
});

describe('a service of two workers that gets a signal to end', () => {
  const { service: running } = serviceFor(() => ({ LIGHT_STATEMENT_MS: '500' }));

  it('answers what it accepted before, and leaves no process', async () => {
    const service = running();
    const url = await service.url();
    const answers = [ask(`${url}/layers`), ask(`${url}/layers`)];
    await service.has('statement', 2);
    service.primary.kill('SIGTERM');
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await service.ended).toBe(0);
    expect(service.pids.filter(isAlive)).toEqual([]);
    expect(service.log('stopping')).toHaveLength(2);
  });
});

describe('a service of two workers that gets two signals to end', () => {
  const { service: running } = serviceFor(() => ({ LIGHT_STATEMENT_MS: '60000' }));

  it('ends at once', async () => {
    const service = running();
    const url = await service.url();
    const answer = ask(`${url}/layers`).catch(() => 'cut off');
    await service.has('statement');
    service.primary.kill('SIGTERM');
    await service.has('stopping', 2);
    service.primary.kill('SIGTERM');
    expect(await service.ended).toBe(1);
    expect(await answer).toBe('cut off');
    await expect.poll(() => service.pids.filter(isAlive), OFTEN).toEqual([]);
  });
});

describe('a service of two workers one of which hangs', () => {
  const { service: running, error } = serviceFor((file) => ({ HUNG_AFTER_S: '3', LIGHT_ERROR: file }));

  it('answers by the other, and replaces it', async () => {
    const service = running();
    const url = await service.url();
    process.kill(service.pids[0] ?? 0, 'SIGUSR2');
    await expect.poll(() => service.said).toContain('hangs');
    // One connection may have been handed to it already. It is closed, so that its client can ask again.
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        ask(`${url}/config.json`).then(
          ({ status }) => status,
          () => 'cut off',
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 200).length).toBeGreaterThanOrEqual(7);
    await service.has('worker-hung');
    await service.has('worker-ready', 3);
    expect(isAlive(service.pids[0] ?? 0)).toBe(false);
    expect(service.said).toMatch(/Worker \d \(process \d+\) has not responded for \d+ s/);
    expect(await askTimes(`${url}/config.json`, 4)).toEqual([200]);
    const metrics = new MetricsText((await ask(`${url}/metrics`)).text);
    expect(metrics.value('chengtu_workers_hung_total')).toBeGreaterThanOrEqual(1);
  });

  it('replaces one that hangs while it starts as well', async () => {
    const service = running();
    const url = await service.url();
    const before = service.log('worker-hung').length;
    writeFileSync(error(), 'loop');
    process.kill(service.pids.filter(isAlive)[0] ?? 0, 'SIGKILL');
    await service.has('worker-hung', before + 1);
    expect(service.said).toContain('hung while it started');
    rmSync(error());
    const ready = service.pids.length;
    await service.has('worker-ready', ready + 1);
    expect(await askTimes(`${url}/config.json`, 4)).toEqual([200]);
  });
});

describe('a service of one worker that hangs', () => {
  const { service: running } = serviceFor(() => ({ WORKERS: '1', HUNG_AFTER_S: '8' }));

  it('says so at its address until it is replaced', async () => {
    const service = running();
    const url = await service.url(1);
    process.kill(service.pids[0] ?? 0, 'SIGSTOP');
    const { status, text } = await ask(`${url}/readyz`);
    expect([status, JSON.parse(text)]).toEqual([503, expect.objectContaining({ code: 'restarting' })]);
    await service.has('worker-ready', 2);
    await expect.poll(async () => (await ask(`${url}/readyz`)).status, OFTEN).toBe(200);
    expect(await askTimes(`${url}/config.json`, 4)).toEqual([200]);
    expect(service.log('worker-hung').length).toBeGreaterThanOrEqual(1);
  });
});

describe('a service whose workers cannot start', () => {
  const { service: running, error } = serviceFor((file) => ({ LIGHT_ERROR: file }));

  it('goes on where the database is lost, and tries for as long as it is', async () => {
    const service = running();
    const url = await service.url();
    writeFileSync(error(), 'database');
    process.kill(service.pids[0] ?? 0, 'SIGKILL');
    await service.has('worker-failed', 4);
    expect(await askTimes(`${url}/config.json`, 2)).toEqual([200]);
    rmSync(error());
    await service.has('worker-ready', 3);
    expect(service.primary.exitCode).toBeNull();
  });

  it('gives up for any other reason, and says why', async () => {
    const service = running();
    writeFileSync(error(), 'no coffee left');
    process.kill(service.pids.filter(isAlive)[0] ?? 0, 'SIGKILL');
    expect(await service.ended).toBe(1);
    expect(service.said).toMatch(/a worker could not start, 3 times in a row: .*no coffee left/);
    expect(service.pids.filter(isAlive)).toEqual([]);
  });

  it('gives up at the first start as well', async () => {
    const other = new Processes({ LIGHT_ERROR: error() });
    expect(await other.ended).toBe(1);
    expect(other.said).toMatch(/a worker could not start, 3 times in a row: .*no coffee left/);
    expect(other.log('worker-failed').length).toBeGreaterThanOrEqual(3);
  });
});
