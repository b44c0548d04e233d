/** A bounded load generator: a list of requests, sent over a fixed number of kept connections, to this machine only. */
import { Agent, get } from 'node:http';
import { percentile } from '../statistics.ts';

export interface BenchRequest {
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly bytes: number;
  readonly etag: string | null;
}

export interface DriveOptions {
  readonly connections: number;
  /** Statuses that count as answered; any other one ends the benchmark. */
  readonly expect: readonly number[];
  /** No request starts later than this. */
  readonly limitMs?: number;
}

export interface Run {
  /** In the order of the requests; those that the time limit cut off are missing. */
  readonly answers: readonly Answer[];
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly meanBytes: number;
}

/** An answer that makes a measurement worthless. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(path: string, status: number, body: string) {
    super(`GET ${path} answered ${status}: ${body.slice(0, 300)}`);
  }
}

const LIMIT_MS = 60_000;
const TIMEOUT_MS = 30_000;
/** What browsers send. */
const CODINGS = 'gzip, deflate, br';

/** Sends every request once, each connection its next one as soon as it has its answer. `origin` is on 127.0.0.1. */
export async function drive(origin: string, requests: readonly BenchRequest[], options: DriveOptions): Promise<Run> {
  const { hostname, port } = new URL(origin);
  if (hostname !== '127.0.0.1')
    throw new RangeError(`${origin} is not on this machine: load is sent to 127.0.0.1 only.`);
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const answers: (Answer | undefined)[] = [];
  const startedAt = performance.now();
  const deadline = startedAt + (options.limitMs ?? LIMIT_MS);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests.length && performance.now() < deadline) {
      const index = next++;
      const request = requests[index];
      if (request === undefined) return;
      answers[index] = await send(request, { agent, port, expect: options.expect });
    }
  };
  try {
    await Promise.all(Array.from({ length: options.connections }, work));
  } finally {
    agent.destroy();
  }
  return summarise(
    answers.filter((answer) => answer !== undefined),
    performance.now() - startedAt,
  );
}

function send(
  { path, headers }: BenchRequest,
  { agent, port, expect }: { readonly agent: Agent; readonly port: string; readonly expect: readonly number[] },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const options = {
      host: '127.0.0.1',
      port,
      path,
      agent,
      timeout: TIMEOUT_MS,
      headers: { 'accept-encoding': CODINGS, ...headers },
    };
    const request = get(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const status = response.statusCode ?? 0;
        const body = Buffer.concat(chunks);
        if (!expect.includes(status)) return reject(new UnexpectedAnswer(path, status, body.toString()));
        resolve({ status, ms: performance.now() - sentAt, bytes: body.length, etag: response.headers.etag ?? null });
      });
    });
    request.once('timeout', () =>
      request.destroy(new Error(`GET ${path} was not answered within ${TIMEOUT_MS / 1000} s.`)),
    );
    request.once('error', reject);
  });
}

function summarise(answers: readonly Answer[], elapsedMs: number): Run {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    answers,
    perSecond: (answers.length / elapsedMs) * 1000,
    p50Ms: percentile(sorted, 50),
    p95Ms: percentile(sorted, 95),
    meanBytes: answers.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, answers.length),
  };
}
