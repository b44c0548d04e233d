import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LineWriter } from './log.ts';

/** A sink with room for so many bytes at a time, as a pipe has. */
class Pipe {
  readonly pieces: Buffer[] = [];
  room: number;
  broken = false;

  constructor(room = Infinity) {
    this.room = room;
  }

  write(bytes: Buffer): number {
    if (this.broken) throw Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
    if (this.room === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
    const taken = Math.min(this.room, bytes.length);
    this.room -= taken;
    this.pieces.push(Buffer.from(bytes.subarray(0, taken)));
    return taken;
  }

  get text(): string {
    return Buffer.concat(this.pieces).toString();
  }
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${String(n)} 一行 ${'x'.repeat(n % 90)}\n`);

describe('lines', () => {
  it('are written together, whole and in order, in pieces that a pipe takes as one', () => {
    const pipe = new Pipe();
    const writer = new LineWriter(pipe);
    const lines = numbered(500);
    for (const line of lines) writer.add(line);
    expect(pipe.pieces).toHaveLength(0);
    expect(writer.flush()).toBe(true);
    expect(pipe.text).toBe(lines.join(''));
    expect(pipe.pieces.length).toBeLessThan(20);
    for (const piece of pipe.pieces) {
      expect(piece.length).toBeLessThanOrEqual(4096);
      expect(piece.at(-1)).toBe(10);
    }
  });

  it('are written by themselves after a while', async () => {
    const pipe = new Pipe();
    const writer = new LineWriter(pipe, { gatherMs: 1 });
    writer.add('a\n');
    writer.add('b\n');
    await expect.poll(() => pipe.text).toBe('a\nb\n');
    expect(pipe.pieces).toHaveLength(1);
  });

  it('wait for a reader that stalls, and go on in the middle of a line', () => {
    const pipe = new Pipe(10);
    const writer = new LineWriter(pipe);
    const lines = numbered(50);
    for (const line of lines) writer.add(line);
    expect(writer.flush()).toBe(false);
    expect(pipe.text).toHaveLength(Buffer.from(lines.join('')).subarray(0, 10).toString().length);
    while (!writer.flush()) pipe.room += 333;
    expect(pipe.text).toBe(lines.join(''));
  });

  it('take a bounded amount of memory, and say how many were left out', () => {
    const pipe = new Pipe(0);
    const writer = new LineWriter(pipe, { maxWaitingBytes: 100 });
    for (let n = 0; n < 50; n += 1) writer.add('123456789\n');
    expect(writer.flush()).toBe(false);
    pipe.room = Infinity;
    writer.flush();
    writer.add('again\n');
    writer.flush();
    const lines = pipe.text.trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(JSON.parse(lines[10] ?? '')).toMatchObject({ level: 'warn', event: 'log-lines-left-out', lines: 40 });
    expect(lines[11]).toBe('again');
  });

  it('go nowhere once nobody can read them', () => {
    const pipe = new Pipe();
    const writer = new LineWriter(pipe);
    pipe.broken = true;
    writer.add('a\n');
    expect(writer.flush()).toBe(true);
  });
});

/** How long the process waits for its reader, on whatever machine. */
const PATIENCE_MS = 600_000;

/**
 * Runs a module that logs, and reads what arrives. A late reader begins when the module has said on its standard output
 * that it is about to end, and has filled the pipe by then.
 */
function logOf(module: string, isLate = false): Promise<{ readonly status: number | null; readonly lines: string[] }> {
  const log = new URL('./log.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      `import { createLog, LineWriter } from '${log}'; LineWriter.ofStandardError({ lastFlushMs: ${PATIENCE_MS} }); const log = createLog(); ${module}`,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const chunks: Buffer[] = [];
  const read = (): void => void child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  if (isLate) child.stdout.once('data', read);
  else read();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, lines: Buffer.concat(chunks).toString().trimEnd().split('\n') }));
  });
}

const MANY = 'for (let n = 0; n < 5000; n += 1) log.info("line", { n, url: "/" + "x".repeat(100) });';
const numbersOf = (lines: readonly string[]): unknown[] =>
  lines.map((line) => (JSON.parse(line) as { readonly n: unknown }).n);
const EXPECTED = Array.from({ length: 5000 }, (_, n) => n);

describe('the log of a process', () => {
  it('is complete and in order when the process ends by itself', async () => {
    const { status, lines } = await logOf(MANY);
    expect(status).toBe(0);
    expect(numbersOf(lines)).toEqual(EXPECTED);
  });

  it('is complete where it calls for its end while the reader lags', async () => {
    const { status, lines } = await logOf(
      `${MANY} (await import('node:fs')).writeSync(1, 'ending'); process.exit(3);`,
      true,
    );
    expect(status).toBe(3);
    expect(numbersOf(lines)).toEqual(EXPECTED);
  });

  it('is complete after a crash', async () => {
    const { status, lines } = await logOf(
      `${MANY} log.error("trouble", { n: "last", error: new Error("why") }); log.info("after", { n: "after" }); throw new Error("crash");`,
    );
    expect(status).toBe(1);
    const entries = lines.filter((line) => line.startsWith('{"at"'));
    expect(numbersOf(entries)).toEqual([...EXPECTED, 'last', 'after']);
    expect(entries.at(-2)).toContain('"message":"why"');
    expect(lines.join()).toContain('Error: crash');
  });
});
