import { describe, expect, it } from 'vitest';
import { addressOf, DatabaseUrlError, passwordOf } from './address.ts';

const NO_ENV = {};

/** What is wrong with a URL. */
function faultOf(url: string, env: Record<string, string> = NO_ENV): unknown {
  try {
    return addressOf(url, env);
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    const { fault, parameter, value } = error;
    return [fault, parameter, value].filter((part) => part !== '').join(' ');
  }
}

describe('the address of a database', () => {
  it.each([
    ['postgres://u:p@h:6000/d', { host: 'h', port: 6000, database: 'd', user: 'u', password: 'p' }],
    ['postgresql://u@[::1]:6000/d', { host: '::1', port: 6000, database: 'd', user: 'u' }],
    ['postgres://u@[fe80::1%25eth0]/d', { host: 'fe80::1%eth0' }],
    ['postgres://u@h', { host: 'h', port: 5432, database: 'u', user: 'u' }],
    ['postgres://u@%2Frun%2Fpg/d', { host: '/run/pg', database: 'd' }],
    [
      'postgres://u@h/d?host=/run/pg&port=7000&dbname=e&user=v',
      { host: '/run/pg', port: 7000, database: 'e', user: 'v' },
    ],
    ['postgres://u@h/%E5%9F%8E%23%2F%3F', { database: '城#/?' }],
    ['postgres://u:p%40ss%3Aw%2Frd%23%3F%251%20x@h/d', { password: 'p@ss:w/rd#?%1 x' }],
    ['postgres://u:p@ss#100%@h/d', { user: 'u', password: 'p@ss#100%', host: 'h' }],
    ['postgres://u:a b@h/d', { password: 'a b' }],
    [
      'postgres://u@h/d?sslmode=verify-full&sslrootcert=%2Fa%20b.crt',
      { ssl: { mode: 'verify-full', rootCert: '/a b.crt' } },
    ],
    ['postgres://u@h/d?ssl=true', { ssl: { mode: 'require' } }],
    ['postgres://u@h/d?sslmode=no-verify', { ssl: { mode: 'require' } }],
    ['postgres://u@h/d?options=-c%20a%3D1&application_name=x', { options: '-c a=1', applicationName: 'x' }],
  ])('%s', (url, expected) => {
    expect(addressOf(url, NO_ENV)).toMatchObject(expected);
  });

  it.each([
    ['mysql://u@h/d', 'database-url'],
    ['postgres:/u@h/d', 'database-url'],
    ['postgres://u@h:port/d', 'database-url'],
    ['postgres://u@h:0/d', 'database-url'],
    ['postgres://u@h:65536/d', 'database-url'],
    ['postgres://u@a b/d', 'database-url'],
    ['postgres://u@h/%FF', 'database-url'],
    ['postgres://u@h/a%00', 'database-url'],
    // A password with a sign that ends the part it stands in.
    ['postgres://u:secret/x@h/d', 'database-url'],
    ['postgres://u:1/secret@h/d', 'database-url'],
    ['postgres://u:secret?x@h/d', 'database-url'],
    ['postgres://u:1?secret=x@h/d', 'database-url'],
    ['postgres://u@a,b/d', 'database-url-hosts'],
    ['postgres://u@a:1,b:2/d', 'database-url-hosts'],
    ['postgres://u@h/d?host=a,b', 'database-url-hosts'],
    ['postgres://u@h/d?sslmod=require', 'database-url-parameter sslmod'],
    ['postgres://u@h/d?target_session_attrs=any', 'database-url-parameter target_session_attrs'],
    ['postgres://u@h/d?sslmode=on', 'database-url-value sslmode on'],
    ['postgres://u@h/d?sslnegotiation=yes', 'database-url-value sslnegotiation yes'],
  ])('%s is refused: %s', (url, fault) => {
    expect(faultOf(url)).toBe(fault);
    expect(JSON.stringify(faultOf(url))).not.toContain('secret');
  });

  it('takes what it leaves out from the environment', () => {
    const env = {
      PGHOST: '/run/pg',
      PGPORT: '7000',
      PGUSER: 'u',
      PGDATABASE: 'd',
      PGPASSWORD: 'p',
      PGSSLMODE: 'require',
    };
    const found = addressOf('postgres://', env);
    expect(found).toMatchObject({ host: '/run/pg', port: 7000, user: 'u', database: 'd', ssl: { mode: 'require' } });
    expect(passwordOf(found)).toBe('p');
    expect(addressOf('postgres://v:q@h/e?sslmode=disable', env)).toMatchObject({
      host: 'h',
      user: 'v',
      database: 'e',
      password: 'q',
      ssl: { mode: 'disable' },
    });
    expect(faultOf('postgres://h', { PGSSLMODE: 'maybe' })).toBe('database-url-value sslmode maybe');
  });
});
