import type { Serializable } from 'node:child_process';
import type { Worker } from 'node:cluster';
import { isRecord } from '../platform/is-record.ts';

/**
 * Closes the connection that a worker was handed and has not taken when the worker ends. The primary hands connections
 * out in turn and keeps each until its worker has taken it. A worker that hangs and is killed never takes it: Node
 * would keep the connection open, and its client would wait for ever. Node offers no event for this, so this function
 * reads the internal messages between the primary and the worker.
 */
export function closeUntaken(worker: Worker): void {
  const child = worker.process;
  const send = child.send.bind(child);
  let untaken: { readonly seq: unknown; readonly connection: unknown } | null = null;
  child.send = (message: Serializable, ...rest: unknown[]): boolean => {
    if (isRecord(message) && message.act === 'newconn') untaken = { seq: message.seq, connection: rest[0] };
    const isSent: unknown = Reflect.apply(send, undefined, [message, ...rest]);
    return isSent === true;
  };
  child.on('internalMessage', (message: unknown) => {
    if (isRecord(message) && message.ack === untaken?.seq) untaken = null;
  });
  child.once('exit', () => {
    const connection = untaken?.connection;
    if (isRecord(connection) && typeof connection.close === 'function') connection.close();
  });
}
