/** Three nodes of PostgreSQL under Patroni, with etcd and HAProxy, on this machine: what a failover needs. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../server/testing/free-port.ts';
import { until } from '../../../server/testing/moments.ts';
import { runningPostmaster } from '../../../server/testing/postgres.ts';
import { childrenOf, signalTo } from '../../torture/site.ts';
import type { Undo } from '../../testing/at-signal.ts';
import { haproxySettings, patroniSettings, type NodePorts } from './patroni-settings.ts';
import type { Programs } from './programs.ts';

const ASK_EVERY_MS = 200;
/** A node that has not joined again by then is made anew from the primary. */
const REJOIN_LIMIT_MS = 90_000;
const NODES = 3;

/** How a primary is lost: its server alone; the whole node; the whole node stands still, and later wakes up. */
export const LOSSES = ['server', 'node', 'frozen'] as const;
export type Loss = (typeof LOSSES)[number];

interface Member {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly timeline?: number;
}

interface Node extends NodePorts {
  readonly folder: string;
  patroni: ChildProcess | null;
}

export interface ClusterParts {
  /** A folder that is there, which whoever runs the servers can pass through. */
  readonly folder: string;
  readonly programs: Programs;
  readonly defer: (undo: Undo) => void;
}

export class PatroniCluster {
  /** Leads to the primary, by HAProxy. */
  readonly url: string;
  /** One a node: whichever it is, primary or standby. */
  readonly nodeUrls: readonly string[];
  readonly #parts: ClusterParts;
  readonly #nodes: readonly Node[];
  readonly #etcd: number;
  readonly #haproxy: number;
  readonly #children = new Set<ChildProcess>();
  readonly #user: { readonly uid?: number; readonly gid?: number };

  private constructor(parts: ClusterParts, ports: readonly number[]) {
    const [haproxy = 0, etcd = 0, ...more] = ports;
    this.#parts = parts;
    this.#haproxy = haproxy;
    this.#etcd = etcd;
    this.#user = userOfServers();
    this.#nodes = Array.from({ length: NODES }, (_, nth) => ({
      name: `node${nth + 1}`,
      postgres: more[2 * nth] ?? 0,
      rest: more[2 * nth + 1] ?? 0,
      folder: join(parts.folder, `node${nth + 1}`),
      patroni: null,
    }));
    this.url = urlOf(haproxy);
    this.nodeUrls = this.#nodes.map(({ postgres }) => urlOf(postgres));
  }

  /** Starts all of it, and resolves once there are a primary and two standbys, one of them synchronous. */
  static async start(parts: ClusterParts): Promise<PatroniCluster> {
    const ports: number[] = [];
    while (ports.length < 3 + 2 * NODES) ports.push(await freePort());
    const [peer = 0, ...own] = ports;
    const cluster = new PatroniCluster(parts, own);
    parts.defer(() => cluster.#end());
    cluster.#startEtcd(peer);
    cluster.#startHaproxy();
    // The first that comes makes the database; the others copy it.
    for (const node of cluster.#nodes) {
      cluster.#startPatroni(node);
      await until(async () => (await cluster.#members()).some(({ name }) => name === node.name), ASK_EVERY_MS);
    }
    await cluster.untilWhole();
    return cluster;
  }

  /** The name of the primary, as Patroni says; null while there is none. */
  async primary(): Promise<string | null> {
    return (await this.#members()).find(({ role }) => role === 'leader')?.name ?? null;
  }

  /** Loses a node in one of the ways. */
  lose(name: string, loss: Loss): void {
    const node = this.#node(name);
    const server = serverOf(node);
    const all = [...(server === null ? [] : [server, ...childrenOf(server)])];
    if (loss !== 'server') all.unshift(...pidsOf(node.patroni));
    for (const pid of all) signalTo(pid, loss === 'frozen' ? 'SIGSTOP' : 'SIGKILL');
  }

  /** Brings a lost node back: it follows the new primary, by `pg_rewind` or else by a new copy. */
  async rejoin(name: string, loss: Loss): Promise<'rewound' | 'copied'> {
    const node = this.#node(name);
    if (loss === 'node') this.#startPatroni(node);
    if (loss === 'frozen') {
      const server = serverOf(node);
      for (const pid of [...pidsOf(node.patroni), ...(server === null ? [] : [server, ...childrenOf(server)])])
        signalTo(pid, 'SIGCONT');
    }
    if (await within(REJOIN_LIMIT_MS, (isOver) => this.untilWhole(isOver))) return 'rewound';
    await fetch(`http://127.0.0.1:${node.rest}/reinitialize`, {
      method: 'POST',
      body: JSON.stringify({ force: true }),
    }).catch(() => undefined);
    await this.untilWhole();
    return 'copied';
  }

  /** Until all nodes are there, all on one timeline, and one standby is synchronous. */
  async untilWhole(isOver: () => boolean = () => false): Promise<void> {
    await until(async () => {
      if (isOver()) return true;
      const members = await this.#members();
      const count = (role: string): number => members.filter((member) => member.role === role).length;
      return (
        members.length === NODES &&
        members.every(({ state }) => state === 'running' || state === 'streaming') &&
        new Set(members.map(({ timeline }) => timeline)).size === 1 &&
        count('leader') === 1 &&
        count('sync_standby') >= 1
      );
    }, ASK_EVERY_MS);
  }

  async #members(): Promise<readonly Member[]> {
    for (const { rest } of this.#nodes) {
      try {
        const answer = await fetch(`http://127.0.0.1:${rest}/cluster`, { signal: AbortSignal.timeout(2000) });
        const { members = [] } = (await answer.json()) as { readonly members?: readonly Member[] };
        if (members.length > 0) return members;
      } catch {
        // That node is lost: another one tells.
      }
    }
    return [];
  }

  #node(name: string): Node {
    const node = this.#nodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`There is no node ${name}.`);
    return node;
  }

  #startEtcd(peer: number): void {
    const client = `http://127.0.0.1:${this.#etcd}`;
    const among = `http://127.0.0.1:${peer}`;
    this.#start('etcd', this.#parts.programs.etcd, [
      ...['--name', 'etcd', '--data-dir', join(this.#ownFolder('etcd'), 'data'), '--unsafe-no-fsync', '--enable-v2'],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', among, '--initial-advertise-peer-urls', among, '--initial-cluster', `etcd=${among}`],
    ]);
  }

  #startHaproxy(): void {
    const file = join(this.#ownFolder('haproxy'), 'haproxy.cfg');
    writeFileSync(file, haproxySettings(this.#haproxy, this.#nodes));
    this.#start('haproxy', this.#parts.programs.haproxy, ['-db', '-f', file]);
  }

  #startPatroni(node: Node): void {
    const file = join(this.#ownFolder(node.name), 'patroni.json');
    const { postgres, patroni } = this.#parts.programs;
    writeFileSync(file, patroniSettings(node, { folder: node.folder, bin: postgres, etcd: this.#etcd }));
    node.patroni = this.#start(node.name, patroni, [file]);
  }

  #ownFolder(name: string): string {
    const folder = join(this.#parts.folder, name);
    mkdirSync(folder, { recursive: true });
    const { uid, gid } = this.#user;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    return folder;
  }

  #start(name: string, program: string, args: readonly string[]): ChildProcess {
    const log = openSync(join(this.#parts.folder, `${name}.log`), 'a');
    const child = spawn(program, args, { cwd: '/', stdio: ['ignore', log, log], ...this.#user });
    closeSync(log);
    // It says in its log why it ended; whoever waits for the cluster waits for nothing then.
    child.on('error', () => undefined);
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  async #end(): Promise<void> {
    const all = this.#nodes.flatMap((node) => {
      const server = serverOf(node);
      return [...pidsOf(node.patroni), ...(server === null ? [] : [server, ...childrenOf(server)])];
    });
    for (const pid of all) signalTo(pid, 'SIGKILL');
    for (const child of this.#children) child.kill('SIGKILL');
    await until(() => this.#children.size === 0);
  }
}

function urlOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`;
}

function pidsOf(child: ChildProcess | null): readonly number[] {
  return child?.pid === undefined || child.exitCode !== null || child.signalCode !== null ? [] : [child.pid];
}

/** The first process of a node's PostgreSQL. */
function serverOf({ folder }: Node): number | null {
  return runningPostmaster(join(folder, 'data'));
}

/** PostgreSQL refuses to run as root; Debian's packages bring a user for it. */
function userOfServers(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}

/** Whether it ended in time. It is told once it need not go on. */
async function within(limitMs: number, work: (isOver: () => boolean) => Promise<void>): Promise<boolean> {
  const endsAt = performance.now() + limitMs;
  const isOver = (): boolean => performance.now() > endsAt;
  await work(isOver);
  return !isOver();
}
