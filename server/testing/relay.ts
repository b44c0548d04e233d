import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket, type TlsOptions, type ConnectionOptions } from 'node:tls';

/** A port in front of a database, which passes everything on: to see what a slow, encrypted or stuck network does. */
export interface Relay {
  /** Where the database is reached through it. */
  readonly url: string;
  readonly port: number;
  /** Connections made so far. */
  readonly count: number;
  /** Connections open now. */
  readonly open: number;
  /** Passes nothing on, in either direction, and reads nothing, until `resume`: as a stopped database would. */
  hold(): void;
  /** The same for connections that are made from now on. */
  holdNew(): void;
  resume(): void;
  /**
   * Leads to another database from now on, and cuts what is open unless told otherwise: as a proxy does after a
   * failover, or for each new connection.
   */
  turnTo(databaseUrl: string, keep?: 'keep'): void;
  close(): Promise<void>;
}

/** Keys agreed upon instead of certificates, which would have to be made and would expire. */
const KEY = { psk: Buffer.from('00112233445566778899aabbccddeeff', 'hex'), identity: 'test' } as const;
const CIPHERS = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;
const SERVER_TLS: TlsOptions = { ...CIPHERS, pskCallback: () => KEY.psk };

/** What a client needs to connect to a relay with `tls`. */
export const CLIENT_TLS: ConnectionOptions = {
  ...CIPHERS,
  pskCallback: () => KEY,
  checkServerIdentity: () => undefined,
};

export interface RelayOptions {
  /** Take connections encrypted, as a server with `ssl = on` does. */
  readonly tls?: boolean;
  /** Largest piece that is passed on at once, in bytes. */
  readonly pieceBytes?: number;
}

/** A relay to the database of a URL, which may name a folder of Unix sockets as its host. */
export async function openRelay(databaseUrl: string, options: RelayOptions = {}): Promise<Relay> {
  let target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let count = 0;
  let held = false;
  const server: Server = createServer((incoming) => {
    count += 1;
    const folder = target.searchParams.get('host');
    const outgoing =
      folder === null
        ? connect(Number(target.port || 5432), target.hostname)
        : connect(`${folder}/.s.PGSQL.${target.port || '5432'}`);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    incoming.on('close', () => outgoing.destroy());
    if (options.tls === true) acceptTls(incoming, (secure) => join(secure, outgoing, options.pieceBytes));
    else join(incoming, outgoing, options.pieceBytes);
    if (held) for (const socket of [incoming, outgoing]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    port,
    get count() {
      return count;
    },
    get open() {
      return sockets.size / 2;
    },
    hold: () => {
      held = true;
      for (const socket of sockets) socket.pause();
    },
    holdNew: () => {
      held = true;
    },
    resume: () => {
      held = false;
      for (const socket of sockets) socket.resume();
    },
    turnTo: (another, keep) => {
      target = new URL(another);
      if (keep === undefined) for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers the request for encryption, which comes first, and hands on the encrypted stream. */
function acceptTls(socket: Socket, then: (secure: Socket) => void): void {
  socket.once('data', () => {
    socket.write('S');
    then(new TLSSocket(socket, { isServer: true, ...SERVER_TLS }));
  });
}

function join(client: Socket, database: Socket, pieceBytes = Infinity): void {
  client.on('error', () => client.destroy());
  client.on('data', (bytes) => database.write(bytes));
  client.on('end', () => database.end());
  database.on('data', (bytes) => {
    for (let at = 0; at < bytes.length; at += pieceBytes) client.write(bytes.subarray(at, at + pieceBytes));
  });
  database.on('end', () => client.end());
  database.on('close', () => client.destroy());
}
