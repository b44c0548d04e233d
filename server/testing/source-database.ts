/** A database beside the service's own, with tables as people have them. */
import { administrate, roleOf, urlOf } from './roles.ts';
import { loadSql } from '../platform/db/sql.ts';

export interface TestSource {
  /** As a role that may read, and owns nothing. */
  readonly url: string;
  readonly role: string;
  /** Of a superuser, at another database. */
  readonly adminUrl: string;
  /** Runs statements as the owner of the tables, who is no superuser. */
  owner(...statements: readonly string[]): Promise<void>;
  /** Runs statements as a superuser. */
  administrate(...statements: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

const TABLES = loadSql('testing/source-tables').text;
let made = 0;

/** Makes a database whose PostGIS is in a schema `extensions`, with the tables of source-tables.sql. */
export async function makeTestSource(): Promise<TestSource> {
  const { inject } = await import('vitest');
  made += 1;
  const name = `source_${process.pid}_${made}`;
  const adminUrl = inject('adminUrl');
  const [owner, role] = [roleOf(inject('serverUrl')), roleOf(inject('webUrl'))];
  await administrate(adminUrl, `create database ${name} owner ${owner}`);
  const asAdmin = urlOf(adminUrl, name);
  const asOwner = urlOf(inject('serverUrl'), name);
  await administrate(
    asAdmin,
    'create schema extensions',
    'create extension postgis schema extensions',
    'grant usage on schema extensions to public',
  );
  await administrate(
    asOwner,
    TABLES,
    `grant usage on schema planning, "城管 Dept" to ${role}`,
    `grant select on all tables in schema planning, "城管 Dept" to ${role}`,
    `revoke select on planning.payroll, planning.staff from ${role}`,
    `grant select (id, name, geom) on planning.staff to ${role}`,
  );
  return {
    url: urlOf(inject('webUrl'), name),
    role,
    adminUrl,
    owner: (...statements) => administrate(asOwner, 'set search_path = public, extensions', ...statements),
    administrate: (...statements) => administrate(asAdmin, 'set search_path = public, extensions', ...statements),
    remove: () => administrate(adminUrl, `drop database if exists ${name} with (force)`),
  };
}
