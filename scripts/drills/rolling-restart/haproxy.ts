/** HAProxy before several hosts, as data/docs/operations.en.md recommends it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../../server/testing/moments.ts';

const HAPROXY = '/usr/sbin/haproxy';
const LOOK_EVERY_MS = 50;

/** Debian's package is `haproxy`. */
export const hasHaproxy = (): boolean => existsSync(HAPROXY);

const settings = (port: number, hosts: readonly number[]): string => `
defaults
  mode http
  timeout connect 2s
  timeout client 90s
  timeout server 90s
frontend city
  bind 127.0.0.1:${port}
  default_backend hosts
backend hosts
  balance roundrobin
  option httpchk GET /readyz
  default-server check inter 1s fall 2 rise 1
${hosts.map((host, nth) => `  server host${nth + 1} 127.0.0.1:${host}`).join('\n')}
`;

/** @returns its address, and what ends it */
export async function startHaproxy(
  folder: string,
  port: number,
  hosts: readonly number[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, settings(port, hosts));
  const child = spawn(HAPROXY, ['-f', file, '-db'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`HAProxy did not start:\n${said}`);
    return fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }, LOOK_EVERY_MS);
  return {
    url,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
