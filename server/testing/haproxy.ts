/** HAProxy in front of several clusters: Debian's package, in TCP mode, as many run it before standbys. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const PROGRAM = '/usr/sbin/haproxy';
const LOOK_AGAIN_MS = 20;

export interface Haproxy {
  /** The address of a database through it, for a URL of one of the clusters. */
  readonly urlOf: (url: string) => string;
  /** Takes a server out, and cuts its connections, or leaves them and sends no new ones there. */
  takeOut(server: string, connections: 'cut' | 'leave'): Promise<void>;
  putBack(server: string): Promise<void>;
  /** Ends with all connections, and starts again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function hasHaproxy(): boolean {
  return existsSync(PROGRAM);
}

/** Starts it on a free port, with `servers` by their names: each is a port of this machine. */
export async function startHaproxy(servers: Readonly<Record<string, number>>): Promise<Haproxy> {
  const folder = mkdtempSync(join(tmpdir(), 'chengtu-haproxy-'));
  const [settings, socket] = [join(folder, 'haproxy.cfg'), join(folder, 'admin')];
  const port = await freePort();
  const lines = Object.entries(servers).map(
    ([name, at]) => `  server ${name} 127.0.0.1:${String(at)} check inter 200ms fall 1 rise 1`,
  );
  writeFileSync(
    settings,
    `global\n  stats socket ${socket} level admin\ndefaults\n  mode tcp\n  timeout connect 2s\n  timeout client 1h\n` +
      `  timeout server 1h\nlisten standbys\n  bind 127.0.0.1:${String(port)}\n  balance roundrobin\n` +
      `  default-server on-marked-down shutdown-sessions\n${lines.join('\n')}\n`,
  );
  let child = await start(settings, socket);
  const end = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await ended;
    rmSync(socket, { force: true });
  };
  return {
    urlOf: (url) => {
      const through = new URL(url);
      through.searchParams.delete('host');
      [through.hostname, through.port] = ['127.0.0.1', String(port)];
      return through.href;
    },
    takeOut: async (server, connections) => {
      await order(socket, `set server standbys/${server} state ${connections === 'cut' ? 'maint' : 'drain'}`);
      if (connections === 'cut') await order(socket, `shutdown sessions server standbys/${server}`);
    },
    putBack: (server) => order(socket, `set server standbys/${server} state ready`),
    restart: async () => {
      await end();
      child = await start(settings, socket);
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(settings: string, socket: string): Promise<ChildProcess> {
  const child = spawn(PROGRAM, ['-db', '-f', settings], { stdio: 'ignore', cwd: '/' });
  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error(`HAProxy ended with status ${String(child.exitCode)}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return child;
}

/** Rejects with what it says where it does not do it. */
function order(socket: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const stream = connect(socket, () => stream.write(`${text}\n`));
    stream.on('data', (bytes) => (answer += String(bytes)));
    stream.on('error', reject);
    stream.on('end', () => (answer.trim() === '' ? resolve() : reject(new Error(`${text}: ${answer.trim()}`))));
  });
}
