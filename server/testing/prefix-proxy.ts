import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PrefixProxyOptions {
  /** Such as `/map`. */
  readonly prefix: string;
  /** Whether it takes the prefix off the path. */
  readonly strips: boolean;
  /** Whether it says so in `X-Forwarded-Prefix`, and what it saw of host and scheme likewise. */
  readonly tells: boolean;
}

export interface PrefixProxy {
  /** Where the service is behind it, such as `http://127.0.0.1:1234/map`. */
  readonly url: string;
  readonly origin: string;
  /** Paths without the prefix that were asked for. */
  readonly strayed: string[];
  close(): Promise<void>;
}

/** A proxy that serves a service at a path prefix, and nothing anywhere else. */
export async function startPrefixProxy(
  target: string,
  { prefix, strips, tells }: PrefixProxyOptions,
): Promise<PrefixProxy> {
  const { hostname, port } = new URL(target);
  const strayed: string[] = [];
  const server = createServer((req, res) => {
    const path = req.url ?? '';
    if (path !== prefix && !path.startsWith(`${prefix}/`) && !path.startsWith(`${prefix}?`)) {
      strayed.push(path);
      res.writeHead(404).end('not here');
      return;
    }
    const rest = path.slice(prefix.length);
    const forwarded = {
      'x-forwarded-prefix': prefix,
      'x-forwarded-host': req.headers.host ?? '',
      'x-forwarded-proto': 'http',
    };
    const passed = request(
      {
        hostname,
        port,
        method: req.method,
        path: strips ? (rest.startsWith('/') ? rest : `/${rest}`) : path,
        headers: { ...req.headers, ...(tells ? forwarded : {}) },
        agent: false,
      },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    // The other side has gone: there is nobody to answer.
    passed.on('error', () => res.destroy());
    res.on('close', () => passed.destroy());
    req.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    url: origin + prefix,
    origin,
    strayed,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
