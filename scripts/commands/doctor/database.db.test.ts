import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensureLayers } from '../../../server/ingest/layers.ts';
import { claimDatabase } from '../../../server/layers/city-database.ts';
import { readConfig } from '../../../server/platform/config.ts';
import { addressOf } from '../../../server/platform/db/address.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { testCatalogue } from '../../../server/testing/layers.ts';
import { openSuite, type Suite } from '../../../server/testing/databases.ts';
import { freePort } from '../../../server/testing/free-port.ts';
import { hasHaproxy, startHaproxy } from '../../../server/testing/haproxy.ts';
import { until } from '../../../server/testing/moments.ts';
import { createCluster, createStandby, type PostgresCluster } from '../../../server/testing/postgres.ts';
import { administrate } from '../../../server/testing/roles.ts';
import { databaseFindings } from './database.ts';
import type { Finding } from './finding.ts';

const said = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.severity} ${'text' in finding ? finding.text : finding.message}`);

async function suite(): Promise<Suite> {
  const db = await openSuite('server', 'doctor');
  onTestFinished(() => db.close());
  return db;
}

describe('the database', () => {
  it('is well where the role has its rights and all is of this version', async () => {
    const db = await suite();
    await claimDatabase(db, testCatalogue.city);
    await ensureLayers(db, testCatalogue);
    const config = readConfig({ DATABASE_URL: db.webUrl, DATABASE_OWNER_URL: db.url, DATABASE_SCHEMA: db.schema });
    expect(said(await databaseFindings(config, testCatalogue))).toEqual([
      'good server',
      'note archive-none',
      'good roles',
      'good schema',
      'good owner',
    ]);
    const greedy = { ...config, workers: 64, databaseReadUrls: [db.webUrl] };
    expect(said(await databaseFindings(greedy, testCatalogue))).toEqual(
      expect.arrayContaining(['weak connections-few', 'note standby-primary']),
    );
    expect(said(await databaseFindings({ ...config, hosts: 64 }, testCatalogue))).toContain('weak connections-few');
  });

  it('is told which right a role lacks that serves without its owner', async () => {
    const db = await suite();
    await claimDatabase(db, testCatalogue.city);
    await ensureLayers(db, testCatalogue);
    const env = { CHENGTU_LANG: 'en', DATABASE_URL: db.webUrl, DATABASE_SCHEMA: db.schema, MIGRATE: 'off' };
    expect(said(await databaseFindings(readConfig(env), testCatalogue))).toContain('good roles');
    await db.query(sqlText(`revoke select on feature from ${pg.escapeIdentifier(addressOf(db.webUrl).user)}`));
    const [server, ...rest] = said(await databaseFindings(readConfig(env), testCatalogue));
    expect(server).toBe('good server');
    expect(rest.filter((line) => line.startsWith('wrong'))).toEqual([
      expect.stringMatching(/^wrong .*\n.*grant select on .*feature/),
    ]);
  });

  it('is told what it lacks: layers, and a standby that nobody reaches', async () => {
    const db = await suite();
    const config = readConfig({
      CHENGTU_LANG: 'en',
      DATABASE_URL: db.webUrl,
      DATABASE_SCHEMA: db.schema,
      DATABASE_READ_URLS: 'postgres://nobody@127.0.0.1:1/city',
    });
    const wrong = said(await databaseFindings(config, testCatalogue)).filter((each) => each.startsWith('wrong'));
    expect(wrong).toHaveLength(2);
    expect(wrong[1]).toContain('127.0.0.1:1');
  });
});

describe('a standby', () => {
  let folder: string;
  let clusters: PostgresCluster[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-doctor-'));
    chmodSync(folder, 0o755);
    clusters = [await createCluster(join(folder, 'primary'))];
    for (const name of ['standby', 'other'])
      clusters.push(await createStandby(join(folder, 'primary'), join(folder, name), { tcpPort: await freePort() }));
  });
  afterAll(async () => {
    for (const cluster of clusters.reverse()) await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As the command does, which has its settings from the environment. */
  async function ask(url: string | undefined, readUrl?: string): Promise<string[]> {
    vi.stubEnv('CHENGTU_LANG', 'en');
    vi.stubEnv('DATABASE_URL', url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const config = readConfig({ CHENGTU_LANG: 'en', DATABASE_URL: url, DATABASE_READ_URLS: readUrl });
    return said(await databaseFindings(config, testCatalogue));
  }

  it('is told from one that has lost its primary, which has replayed all that it ever received', async () => {
    const [primary, standby] = clusters;
    const config = readConfig({ DATABASE_URL: primary?.url, DATABASE_READ_URLS: standby?.url });
    const ofStandby = async (): Promise<string[]> =>
      said(await databaseFindings(config, testCatalogue)).filter((each) => / standby/.test(each));
    await until(async () => (await ofStandby()).includes('good standby'), 100);
    await primary?.stop('immediate');
    await until(async () => (await ofStandby()).includes('weak standby-cut-off'), 100);
    await primary?.start();
  });

  it('is told from the primary itself, and from a server of another cluster', async () => {
    const [primary, standby] = clusters;
    const stranger = await createCluster(join(folder, 'stranger'));
    onTestFinished(() => stranger.remove());
    expect(await ask(primary?.url, stranger.url)).toContain('wrong standby-of-another');
    expect(await ask(standby?.url, primary?.url)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^wrong .*is a standby/), 'note standby-primary']),
    );
  });

  it.each([
    ['an encoding that is not UTF8', "create database NAME encoding 'LATIN1' template template0 locale 'C'", /UTF-?8/],
    ['no PostGIS', 'create database NAME template template0', /postgis/i],
    [
      'nothing that may be written',
      'create database NAME template template0; alter database NAME set default_transaction_read_only to on',
      /primary in DATABASE_URL/,
    ],
  ])('whose database has %s is told before anything is to be migrated', async (_, make, sentence) => {
    const url = new URL(clusters[0]?.url ?? '');
    const name = `doctor_${randomBytes(6).toString('hex')}`;
    await administrate(url.href, ...make.replaceAll('NAME', name).split('; '));
    url.pathname = `/${name}`;
    expect((await ask(url.href)).filter((each) => each.startsWith('wrong'))).toEqual([expect.stringMatching(sentence)]);
  });

  it.skipIf(!hasHaproxy())('is told from the other one behind the same address', async () => {
    const [primary, standby, other] = clusters;
    const portOf = (cluster: PostgresCluster | undefined): number => addressOf(cluster?.url ?? '').port;
    const haproxy = await startHaproxy({ standby: portOf(standby), other: portOf(other) });
    onTestFinished(() => haproxy.stop());
    const config = readConfig({
      DATABASE_URL: primary?.url,
      DATABASE_READ_URLS: haproxy.urlOf(standby?.url ?? ''),
    });
    const found = async (): Promise<readonly Finding[]> => databaseFindings(config, testCatalogue);
    await until(async () => said(await found()).filter((each) => each === 'good standby').length === 2, 100);
    const several = (await found()).find((each) => 'message' in each && each.message === 'standby-several');
    expect(several).toMatchObject({ values: { count: 2 } });
    expect(JSON.stringify(several)).toContain(`127.0.0.1:${String(portOf(other))}`);
  });
});

describe('the archive of the log', () => {
  let folder: string;
  let cluster: PostgresCluster;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chengtu-doctor-'));
    chmodSync(folder, 0o755);
    cluster = await createCluster(join(folder, 'archiving'), { more: '-c archive_mode=on' });
  });
  afterAll(async () => {
    await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told to be empty, to fail, and to be well again', async () => {
    const config = readConfig({ DATABASE_URL: cluster.url });
    const found = async (): Promise<string[]> =>
      said(await databaseFindings(config, testCatalogue)).filter((each) => / archive/.test(each));
    const archiveBy = (command: string): Promise<void> =>
      administrate(
        cluster.url,
        `alter system set archive_command = '${command}'`,
        'select pg_reload_conf()',
        'create table written ()',
        'drop table written',
        'select pg_switch_wal()',
      );
    expect(await found()).toEqual(['note archive-empty']);
    await archiveBy('/bin/false');
    await until(async () => (await found()).includes('weak archive-failing'), 100);
    await archiveBy('/bin/true');
    await until(async () => (await found()).includes('good archive'), 100);
  });
});
