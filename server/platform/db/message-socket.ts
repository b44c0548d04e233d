/** The socket of a connection to PostgreSQL. */
import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';

/** A message is a byte for its kind, its length without that byte in four, and the rest. */
const HEAD_BYTES = 5;
const USUAL_BYTES = 64 * 1024;
/** The server sends 8 KiB at a time. */
const LEAST_FREE_BYTES = 16 * 1024;

/**
 * A socket that reads into one buffer, and gives on only whole messages of PostgreSQL. Node makes a new buffer of
 * 64 KiB for every read else, and a thousand short answers a second keep its garbage collection at work; of a long
 * answer, which comes in many pieces, the driver would copy each several times. What is given on holds until the next
 * read: the driver has taken its values out of it by then.
 */
export function messageSocket(): Socket {
  let buffer: Buffer = Buffer.allocUnsafeSlow(USUAL_BYTES);
  let filled = 0;
  const onread: OnReadOpts = {
    buffer: () => {
      if (buffer.length - filled < LEAST_FREE_BYTES) buffer = copyOf(buffer, filled, 2 * buffer.length);
      return buffer.subarray(filled);
    },
    callback: (count) => {
      filled += count;
      const end = endOfMessages(buffer, filled);
      if (end === 0) return true;
      socket.emit('data', buffer.subarray(0, end));
      filled -= end;
      if (filled > 0) buffer.copyWithin(0, end, end + filled);
      else if (buffer.length > USUAL_BYTES) buffer = Buffer.allocUnsafeSlow(USUAL_BYTES);
      return true;
    },
  };
  // The types know it as an option of `connect` alone, which the driver calls itself.
  const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = { onread };
  const socket = new Socket(options);
  return socket;
}

/** Where the last whole message ends. */
function endOfMessages(buffer: Buffer, filled: number): number {
  let end = 0;
  while (filled - end >= HEAD_BYTES) {
    const next = end + 1 + buffer.readUInt32BE(end + 1);
    if (next > filled) break;
    end = next;
  }
  return end;
}

function copyOf(buffer: Buffer, filled: number, length: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(length);
  buffer.copy(copy, 0, 0, filled);
  return copy;
}
