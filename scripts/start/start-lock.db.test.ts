import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { administrate, urlOf } from '../../server/testing/roles.ts';
import { startService } from '../testing/running-service.ts';
import { findPort } from './address.ts';
import { takeStartLock } from './start-lock.ts';

const NAME = `chengtu_two_starts_${process.pid}`;

describe('two starts on one database', () => {
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-starts-'));
    // Without any extension.
    await administrate(inject('adminUrl'), `create database ${NAME} template template0`);
    url = urlOf(inject('adminUrl'), NAME);
  });
  afterAll(async () => {
    await administrate(inject('adminUrl'), `drop database ${NAME} with (force)`);
    await rm(folder, { recursive: true, force: true });
  });

  it('wait for each other', async () => {
    const waits: string[] = [];
    const release = await takeStartLock({ url, onWait: () => waits.push('first') });
    let isIn = false;
    const second = takeStartLock({ url, onWait: () => waits.push('second') }).then((done) => {
      isIn = true;
      return done;
    });
    while (waits.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect([waits, isIn]).toEqual([['second'], false]);
    await release();
    await (await second)();
    expect(isIn).toBe(true);
  });

  it('do not block on a database that cannot be asked: opening it reports why', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:1/none';
    await (await takeStartLock({ url: nowhere, onWait: () => undefined }))();
    await (await takeStartLock({ url: undefined, onWait: () => undefined }))();
  });

  it('are not held up by a server that takes connections and says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createTcpServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    try {
      const release = await takeStartLock({ url: `postgres://nobody@127.0.0.1:${port}/none`, onWait: () => undefined });
      expect(sockets).toHaveLength(1);
      await release();
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => mute.close(resolve));
    }
  });

  it('both come up on an empty one', async () => {
    const starts = ['a', 'b'].map((name) => startService(join(folder, name), { DATABASE_URL: url, DEMO: 'off' }));
    const [a, b] = await Promise.all(starts);
    try {
      for (const service of [a, b]) {
        const { layers } = (await (await fetch(`${service?.url ?? ''}/layers`)).json()) as { layers: unknown[] };
        expect(layers.length).toBeGreaterThan(20);
      }
    } finally {
      await Promise.all([a?.stop(), b?.stop()]);
    }
  });
});

describe('the port of a start', () => {
  it('is found taken before anything is prepared', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const host = '127.0.0.1';
    await expect(findPort({ port, host })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((resolve) => server.close(resolve));
    expect(await findPort({ port, host })).toBe(port);
    expect(await findPort({ port: 0, host })).toBeGreaterThan(0);
  });
});
