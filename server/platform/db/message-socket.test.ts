import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { messageSocket } from './message-socket.ts';

let server: Server | null = null;
afterEach(() => server?.close());

function message(length: number, fill: number): Buffer {
  const bytes = Buffer.alloc(length + 5, fill);
  bytes.writeUInt32BE(length + 4, 1);
  return bytes;
}

/** What the socket gives on of bytes that come in pieces of a length. */
async function received(bytes: Buffer, piece: number): Promise<Buffer[]> {
  const listening = createServer((peer) => {
    peer.setNoDelay(true);
    const send = (at: number): void => {
      if (at >= bytes.length) return void peer.end();
      peer.write(bytes.subarray(at, at + piece), () => setImmediate(() => send(at + piece)));
    };
    send(0);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const socket = messageSocket();
  const chunks: Buffer[] = [];
  // What is given on holds until the next read.
  socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  // The types do not tell the address of a port from that of a pipe.
  const { port } = listening.address() as AddressInfo;
  socket.connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('close', resolve));
  return chunks;
}

it.each([7, 1000, 8192, 1_000_000])('gives on whole messages, which come in pieces of %i bytes', async (piece) => {
  const messages = [message(0, 1), message(3, 2), message(200_000, 3), message(11, 4), message(70_000, 5)];
  // So many pieces of seven bytes would take a second.
  const bytes = Buffer.concat(piece < 100 ? messages.filter(({ length }) => length < 100) : messages);
  const chunks = await received(bytes, piece);
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  for (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) at += 1 + chunk.readUInt32BE(at + 1);
    expect(at).toBe(chunk.length);
  }
});
