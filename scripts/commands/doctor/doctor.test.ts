import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../../server/platform/config.ts';
import { DOCTOR } from '../../cli/messages/doctor.ts';
import type { Finding } from './finding.ts';
import { machineFindings, readMachine, type Machine } from './machine.ts';
import { serviceFindings } from './service.ts';

const GIB = 2 ** 30;
const MACHINE: Machine = {
  memoryBytes: 16 * GIB,
  cores: 4,
  openFiles: 65_536,
  freeBytes: 100 * GIB,
  homeProblem: null,
};

const said = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.severity} ${'text' in finding ? finding.text : finding.message}`);

describe('the machine', () => {
  it('is well where it has what the settings may take', () => {
    expect(said(machineFindings(MACHINE, readConfig({})))).toEqual(['good memory', 'good disk']);
  });

  it.each<readonly [string, Partial<Machine>, Record<string, string>]>([
    ['weak memory-short', { memoryBytes: 2 * GIB }, { WORKERS: '4' }],
    ['note workers-many', {}, { WORKERS: '5', ANALYSIS_MEMORY_MB: '64' }],
    ['weak files-few', { openFiles: 1024 }, {}],
    ['weak disk-short', { freeBytes: GIB }, {}],
    ['wrong disk-full', { freeBytes: GIB / 100 }, {}],
    ['wrong home-unwritable', { homeProblem: 'EROFS' }, {}],
    ['note open-host', {}, { HOST: '0.0.0.0' }],
    ['note no-token', {}, { HOST: '0.0.0.0', TRUST_PROXY: 'true' }],
  ])('%s', (expected, machine, env) => {
    expect(said(machineFindings({ ...MACHINE, ...machine }, readConfig(env)))).toContain(expected);
  });
});

it('a folder that cannot be written to is told, and so is a file in its place', async () => {
  expect((await readMachine(tmpdir())).homeProblem).toBeNull();
  expect((await readMachine(join(tmpdir(), 'not', 'made', 'yet'))).homeProblem).toBeNull();
  expect((await readMachine('/proc/self')).homeProblem).toMatch(/^E/);
  expect((await readMachine(fileURLToPath(import.meta.url))).homeProblem).toMatch(/ENOTDIR/);
});

describe('the service', () => {
  let server: Server | null = null;
  afterEach(() => void server?.close());

  async function answering(status: number, body: string): Promise<string[]> {
    server = createServer((_req, res) => res.writeHead(status).end(body));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return said(await serviceFindings(readConfig({ PORT: String(port) })));
  }
  const { version } = readConfig({});

  it.each([
    [200, { status: 'ok', version }, ['good answers']],
    [200, { status: 'ok', version: '0.1.0' }, ['good answers', 'note other-version']],
    [200, { status: 'read-only', version }, ['weak not-ready']],
    [503, { status: 'unavailable', version }, ['wrong not-ready']],
    [200, { hello: 'world' }, ['wrong port-of-another']],
  ])('%j %j', async (status, body, expected) => {
    expect(await answering(status, JSON.stringify(body))).toEqual(expected);
  });

  it.each(['N', ''])('is told from a program that answers %j, which is no HTTP', async (says) => {
    const other = createTcpServer((socket) => socket.once('data', () => socket.end(says)));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    expect(said(await serviceFindings(readConfig({ PORT: String(port) })))).toEqual(['wrong port-of-another']);
  });

  it('is told from another program, and from none', async () => {
    expect(await answering(200, '<html>')).toEqual(['wrong port-of-another']);
    const port = String((server?.address() as AddressInfo).port);
    await new Promise((resolve) => server?.close(resolve));
    expect(said(await serviceFindings(readConfig({ PORT: port })))).toEqual(['note not-running']);
  });
});

it('says each sentence in both languages with the same values', () => {
  for (const { zh, en } of Object.values(DOCTOR)) {
    const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    expect(places(en)).toEqual(places(zh));
  }
});
