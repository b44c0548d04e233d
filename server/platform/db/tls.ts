/** What `sslmode` means to libpq, in the driver's terms. */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { ConnectionAddress, SslMode, SslWishes } from './address.ts';

/** Encryption of one try to connect; false is none. */
export type Encryption = false | ConnectionOptions;

/** A file that an address names for encryption, and that cannot be read, or is needed and not named. */
export class TlsFileError extends Error {
  override readonly name = 'TlsFileError';
  /** Null where no file is named. */
  readonly path: string | null;

  constructor(path: string | null, cause?: unknown) {
    super(path === null ? 'sslrootcert' : `${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.path = path;
  }
}

/**
 * The tries that an address allows, in order. Where it names no mode they are those of `prefer`, encrypted and else
 * plain; to this machine itself the other way round, as nobody listens there and encryption costs time. Throws
 * `TlsFileError`.
 */
export function encryptionsOf(address: Pick<ConnectionAddress, 'host' | 'ssl'>): readonly Encryption[] {
  const { host, ssl } = address;
  // A Unix socket has no network to protect.
  if (host.startsWith('/')) return [false];
  const mode = ssl.mode ?? (ssl.isDirect ? 'require' : isThisMachine(host) ? 'allow' : 'prefer');
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, encryption('allow', ssl)];
    case 'prefer':
      return [encryption('prefer', ssl), false];
    default:
      return [encryption(mode, ssl)];
  }
}

export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function encryption(mode: SslMode, ssl: SslWishes): ConnectionOptions {
  const own = {
    ...fileOf('cert', ssl.cert, 'postgresql.crt'),
    ...fileOf('key', ssl.key, 'postgresql.key'),
    ...fileOf('crl', ssl.revoked, 'root.crl'),
    ...(ssl.keyPassword === undefined ? {} : { passphrase: ssl.keyPassword }),
  };
  const isStrict = mode === 'verify-ca' || mode === 'verify-full';
  const roots = ssl.rootCert === 'system' ? {} : fileOf('ca', ssl.rootCert, 'root.crt');
  const knowsRoots = ssl.rootCert === 'system' || 'ca' in roots;
  // Authorities that everybody knows would let in whoever has a certificate of theirs, under any name.
  if (mode === 'verify-ca' && !('ca' in roots)) throw new TlsFileError(null);
  if (!isStrict && !knowsRoots) return { ...own, rejectUnauthorized: false };
  // Where an authority is named, libpq verifies it in every mode; `system` asks for the name as well.
  if (mode === 'verify-full' || ssl.rootCert === 'system') return { ...own, ...roots };
  return { ...own, ...roots, checkServerIdentity: () => undefined };
}

/** The content of a file: of the one that is named, else of the usual one, where it is there. */
function fileOf<Key extends string>(key: Key, named: string | undefined, usual: string): { [K in Key]?: string } {
  const path = named ?? join(homedir(), '.postgresql', usual);
  const found: { [K in Key]?: string } = {};
  if (named === undefined && !existsSync(path)) return found;
  try {
    found[key] = readFileSync(path, 'utf8');
  } catch (error) {
    throw new TlsFileError(path, error);
  }
  return found;
}
