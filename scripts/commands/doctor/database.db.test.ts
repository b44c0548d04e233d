import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ensureLayers } from '../../../server/ingest/layers.ts';
import { claimDatabase } from '../../../server/layers/city-database.ts';
import { readConfig } from '../../../server/platform/config.ts';
import { addressOf } from '../../../server/platform/db/address.ts';
import { testCatalogue } from '../../../server/testing/layers.ts';
import { openSuite, type Suite } from '../../../server/testing/databases.ts';
import { freePort } from '../../../server/testing/free-port.ts';
import { hasHaproxy, startHaproxy } from '../../../server/testing/haproxy.ts';
import { until } from '../../../server/testing/moments.ts';
import { createCluster, createStandby, type PostgresCluster } from '../../../server/testing/postgres.ts';
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
      'good schema',
      'good roles',
      'good owner',
    ]);
    const greedy = { ...config, workers: 64, databaseReadUrls: [db.webUrl] };
    expect(said(await databaseFindings(greedy, testCatalogue))).toEqual(
      expect.arrayContaining(['weak connections-few', 'note standby-primary']),
    );
    expect(said(await databaseFindings({ ...config, hosts: 64 }, testCatalogue))).toContain('weak connections-few');
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
