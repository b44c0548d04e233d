import { describe, expect, it } from 'vitest';
import { basemapOrigins, basemapsOf } from './basemaps.ts';
import { ConfigError, readConfig } from './config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readConfig({})).toMatchObject({ port: 8080, host: '127.0.0.1', lang: 'zh', trustProxy: false, version: expect.stringMatching(/^\d/) });
    expect(readConfig({}).databaseUrl).toBeUndefined();
  });

  it('name every fault at once', () => {
    const faults = faultsOf({ PORT: 'abc', CHENGTU_LANG: 'fr', TRUST_PROXY: 'yes', DATABASE_URL: 'mysql://secret@x', BASEMAP_URL: 'ftp://x', HOST: ' ' });
    expect(faults.map((fault) => fault.match(/[A-Z_]{4,}/)?.[0]).sort()).toEqual(['BASEMAP_URL', 'BASEMAP_URL', 'CHENGTU_LANG', 'DATABASE_URL', 'HOST', 'PORT', 'TRUST_PROXY']);
  });

  it('never show a password', () => {
    expect(faultsOf({ DATABASE_URL: 'mysql://user:secret@x' }).join()).not.toContain('secret');
  });

  it.each(['postgres://u:p%40@db.example:5432/city', 'postgresql://localhost/city', 'postgres://u@/city?host=/run/postgresql', 'postgres:///city?host=%2Frun'])(
    'take the database %s', (DATABASE_URL) => {
      expect(readConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    });

  it.each(['postgres://bad host/x', 'postgres://u@db:port/x', 'host=localhost', 'http://x'])('refuse the database %s', (DATABASE_URL) => {
    expect(faultsOf({ DATABASE_URL })).toHaveLength(1);
  });

  it('refuse a base map whose address cannot be read', () => {
    expect(faultsOf({ BASEMAP_URL: 'https://ex ample/{z}/{x}/{y}', BASEMAP_ATTRIBUTION: '©' })).toHaveLength(1);
  });

  it.each(['0', '65535'])('take port %s', (PORT) => {
    expect(readConfig({ PORT }).port).toBe(Number(PORT));
  });

  it.each(['-1', '65536', '80.5', '0x50', '8080 ;'])('refuse port %s', (PORT) => {
    expect(faultsOf({ PORT })).toHaveLength(1);
  });

  it('speak the console language', () => {
    expect(faultsOf({ PORT: 'x', CHENGTU_LANG: 'en' })[0]).toContain('whole number');
  });
});

describe('base maps', () => {
  it('are none by default: the offline one needs no setting', () => {
    expect(basemapsOf(readConfig({}))).toEqual([]);
  });

  it('are those of the settings, and the page may fetch from their hosts', () => {
    const config = readConfig({ TIANDITU_KEY: 'k y', BASEMAP_URL: 'https://tiles.example/{z}/{x}/{y}.png', BASEMAP_ATTRIBUTION: '© example' });
    expect(basemapsOf(config).map(({ id }) => id)).toEqual(['tianditu-vector', 'tianditu-image', 'own']);
    expect(basemapsOf(config)[0]?.tiles[0]).toMatch(/vec_w.*\{z\}.*\{y\}.*\{x\}.*tk=k%20y$/);
    expect(basemapOrigins(config)).toContain('https://tiles.example');
    expect(basemapOrigins(config)).toContain('https://t0.tianditu.gov.cn');
  });
});
