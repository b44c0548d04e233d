/** Messages of the PostgreSQL protocol, as clients and the engine of the embedded database send them. */

/** A type of one ASCII letter, the length of all that follows, and the body. */
export function message(type: string, body = ''): Buffer {
  const bytes = Buffer.from(`${type}....${body}`);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

/** The startup of a client without any parameter. */
export const STARTUP = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);
