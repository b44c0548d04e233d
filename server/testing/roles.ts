/**
 * The roles that database tests run as: an owner that migrates and edits, and a web role that serves, neither a
 * superuser. The administrator makes them, their databases and the extensions, as whoever installs the service does.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { handOver, webGrants } from '../platform/db/rights.ts';

export interface TestRoles {
  /** URL of a superuser. */
  readonly adminUrl: string;
  /** URL of a database with the extensions and no table of ours, as the owner and as the web role. */
  readonly ownerUrl: string;
  readonly webUrl: string;
  /** Removes what `makeRoles` has made; nobody is connected any more. */
  remove(): Promise<void>;
}

/** What only an administrator can run, in a new database. */
export const MAKE_EXTENSIONS = ['postgis', 'pg_trgm'].map(
  (extension) => `create extension if not exists ${extension} schema public`,
);

/** Makes the roles, and a database that the owner owns. `name` is part of all their names. */
export async function makeRoles(adminUrl: string, name: string): Promise<TestRoles> {
  const [owner, web] = [`${name}_owner`, `${name}_web`];
  const password = randomBytes(12).toString('hex');
  await administrate(
    adminUrl,
    ...[owner, web].map(
      (role) => `create role ${role} login nosuperuser nocreatedb nocreaterole password '${password}'`,
    ),
  );
  await makeDatabase(adminUrl, name, owner);
  const as = (role: string): string => {
    const url = new URL(urlOf(adminUrl, name));
    url.username = role;
    url.password = password;
    return url.href;
  };
  return {
    adminUrl,
    ownerUrl: as(owner),
    webUrl: as(web),
    remove: async () => {
      await administrate(adminUrl, `drop database ${name}`, `drop role ${owner}`, `drop role ${web}`);
    },
  };
}

/** Makes a database that a role owns, with the extensions that only an administrator can make. */
export async function makeDatabase(adminUrl: string, name: string, owner: string): Promise<void> {
  await administrate(adminUrl, `create database ${name} owner ${owner}`);
  await administrate(urlOf(adminUrl, name), ...MAKE_EXTENSIONS);
}

/** Gives a role what it needs to serve a schema of the database of a URL, which is its owner's. */
export async function grantWebRole(ownerUrl: string, webUrl: string, schema: string): Promise<void> {
  await administrate(ownerUrl, ...(await webGrants(roleOf(webUrl), schema)));
}

/** Gives a schema of a database, in which a superuser has migrated, to a role. */
export async function handOverSchema(adminUrl: string, ownerUrl: string, schema: string): Promise<void> {
  await administrate(adminUrl, await handOver(roleOf(ownerUrl), schema));
}

/** Runs statements one after the other on a connection of its own. */
export async function administrate(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The URL of another database of the same server. */
export function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** The role that a URL connects as. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
