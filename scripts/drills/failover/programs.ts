/** The programs of a highly available PostgreSQL: where they are, and what to install where one is missing. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { findPostgres } from '../../../server/testing/postgres.ts';

export interface Programs {
  /** Folder of PostgreSQL's programs. */
  readonly postgres: string;
  readonly patroni: string;
  readonly etcd: string;
  readonly haproxy: string;
}

/** Debian's packages, by their programs. */
const PACKAGES = {
  postgres: 'postgresql postgresql-postgis',
  patroni: 'patroni',
  etcd: 'etcd-server',
  haproxy: 'haproxy',
} as const satisfies Record<keyof Programs, string>;

/** The programs, or the packages to install. */
export function findPrograms(): { readonly programs: Programs } | { readonly missing: readonly string[] } {
  const found = {
    postgres: findPostgres(),
    patroni: findProgram('patroni'),
    etcd: findProgram('etcd'),
    haproxy: findProgram('haproxy'),
  };
  const { postgres, patroni, etcd, haproxy } = found;
  if (postgres === undefined || patroni === undefined || etcd === undefined || haproxy === undefined) {
    const names = ['postgres', 'patroni', 'etcd', 'haproxy'] as const;
    return { missing: names.filter((name) => found[name] === undefined).map((name) => PACKAGES[name]) };
  }
  return { programs: { postgres, patroni, etcd, haproxy } };
}

function findProgram(name: string): string | undefined {
  // Whoever is no administrator lacks the folder of HAProxy in PATH.
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin'].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
