/** The password file of libpq, `~/.pgpass`: lines of `host:port:database:user:password`. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Anybody but the owner may do something with the file. */
const FOR_OTHERS = 0o077;

/** What a line of the file is for. */
interface Target {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * The password of the first line that fits, where the file belongs to its owner alone; null where none does. A Unix
 * socket is `localhost`, as it is to libpq where the folder is the usual one.
 */
export function findPassword(address: Target, path: string = join(homedir(), '.pgpass')): string | null {
  const text = readOwn(path);
  if (text === null) return null;
  const { host, port, database, user } = address;
  const hosts = host.startsWith('/') ? [host, 'localhost'] : [host];
  const wanted = [hosts, [String(port)], [database], [user]];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    const password = fields[wanted.length];
    const fits = wanted.every((values, i) => fields[i] === '*' || values.some((value) => fields[i] === value));
    if (password !== undefined && fits) return password;
  }
  return null;
}

/** The text of a file that nobody else can read, as libpq asks for. */
function readOwn(path: string): string | null {
  try {
    const { mode } = statSync(path);
    if (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0) return null;
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** What the colons of a line part, a backslash before a sign taken off. */
function fieldsOf(line: string): readonly string[] {
  const fields = [''];
  for (let i = 0; i < line.length; i += 1) {
    const isEscaped = line[i] === '\\' && i + 1 < line.length;
    if (isEscaped) i += 1;
    if (line[i] === ':' && !isEscaped) fields.push('');
    else fields[fields.length - 1] += line[i] ?? '';
  }
  return fields;
}
