/**
 * The service behind a proxy that has two builds of the page `/find`: the one that is built, and another whose files
 * have other names and another content. What a build does not have is not there, as after a deployment.
 */
import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Build = 'a' | 'b';

export interface TwoBuilds {
  readonly url: string;
  /** The build whose files are there. */
  build: Build;
  /** Names of files that are not there yet, though the build names them. */
  missing: RegExp | null;
  /** What the service does instead of answering; null where it answers. */
  trouble: 'away' | 'bad-gateway' | null;
  close(): Promise<void>;
}

const ASSETS = new URL('../../dist/client/assets/', import.meta.url);
/** A name with the hash of its content, as Vite gives it. */
const HASHED = /^(.*)-([\w-]{8})(\.(?:js|css))$/;
const PROGRAM = /\.(?:js|css)$/;

/** Every script tells the page of which build it is: `builds` holds them all. */
const tell = (build: Build): string => `(globalThis.builds??=new Set()).add(${JSON.stringify(build)});`;

export async function startTwoBuilds(service: string): Promise<TwoBuilds> {
  const names = (await readdir(ASSETS)).filter((name) => HASHED.test(name));
  const ofB = new Map(
    names.map((name) => [name, name.replace(HASHED, (_, stem, hash, end) => `${stem}-${reverse(hash)}${end}`)]),
  );
  const ofA = new Map([...ofB].map(([a, b]) => [b, a]));
  const asB = (text: string): string => {
    let renamed = text;
    for (const [a, b] of ofB) renamed = renamed.replaceAll(a, b);
    return renamed;
  };
  const state: Omit<TwoBuilds, 'url' | 'close'> = { build: 'a', missing: null, trouble: null };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/';
    const { build, missing, trouble } = state;
    if (trouble === 'away') {
      request.socket.destroy();
      return;
    }
    const [, name = ''] = /^\/assets\/([^?]+)/.exec(path) ?? [];
    const own = build === 'a' ? name : ofA.get(name);
    if (trouble === 'bad-gateway' || (name !== '' && (own === undefined || missing?.test(name) === true))) {
      response.writeHead(trouble === null ? 404 : 502).end();
      return;
    }
    const language = request.headers['accept-language'];
    const came = await fetch(`${service}${name === '' ? path : `/assets/${own}`}`, {
      headers: language === undefined ? {} : { 'accept-language': language },
    });
    const headers = Object.fromEntries(
      [...came.headers].filter(
        ([each]) => !/^(?:content-(?:encoding|length)|connection|transfer-encoding|keep-alive)$/.test(each),
      ),
    );
    const body = Buffer.from(await came.arrayBuffer());
    const isText = PROGRAM.test(path) || (headers['content-type'] ?? '').startsWith('text/html');
    const text = isText ? (build === 'a' ? body.toString() : asB(body.toString())) : null;
    response.writeHead(came.status, headers);
    response.end(text === null ? body : name.endsWith('.js') ? tell(build) + text : text);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function reverse(text: string): string {
  return [...text].reverse().join('');
}
