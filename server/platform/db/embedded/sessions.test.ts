import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sessions } from './sessions.ts';

const message = (type: string, body: string) => {
  const bytes = Buffer.from(`${type}....${body}\0`);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
};
/** `setImmediate` is not among the faked timers. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const STARTUP = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);
const READY = { idle: Buffer.from([0x5a, 0, 0, 0, 5, 0x49]), inTransaction: Buffer.from([0x5a, 0, 0, 0, 5, 0x54]) };

describe('sessions of the embedded database', () => {
  let folder: string;
  let sessions: Sessions;
  let queries: string[];
  let client: Socket;
  let fatal: unknown;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    folder = await mkdtemp(join(tmpdir(), 'chengtu-sessions-'));
    queries = [];
    fatal = null;
    let open = true;
    let transaction = false;
    sessions = new Sessions(
      {
        execProtocolRawStream: async (bytes, { onRawData }) => {
          if (!open) throw new Error('The engine is closed.');
          const text = Buffer.from(bytes).subarray(5, -1).toString();
          if (bytes[0] === 0x51) queries.push(text.slice(0, 10));
          if (text === 'BEGIN') transaction = true;
          if (text === 'ROLLBACK') transaction = false;
          await Promise.resolve();
          onRawData(transaction ? READY.inTransaction : READY.idle);
        },
      },
      (error) => {
        fatal = error;
      },
    );
    const close = sessions.close.bind(sessions);
    sessions.close = async () => {
      await close();
      open = false;
    };
    await sessions.listen(join(folder, 'socket'));
    client = connect(join(folder, 'socket'));
    client.on('error', () => undefined).resume();
    client.write(STARTUP);
  });
  afterEach(async () => {
    await sessions.close();
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (text: string) => {
    const before = queries.length;
    client.write(message('Q', text));
    while (queries.length === before) await nextTurn();
  };

  it('make a checkpoint soon after a load, and late after questions', async () => {
    await ask('select 1');
    await vi.advanceTimersByTimeAsync(5000);
    expect(queries).toEqual(['select 1']);
    await ask('x'.repeat(1_000_001));
    await vi.advanceTimersByTimeAsync(1000);
    expect(queries).toEqual(['select 1', 'xxxxxxxxxx', 'CHECKPOINT']);
    await ask('select 2');
    await vi.advanceTimersByTimeAsync(31_000);
    expect(queries.slice(3)).toEqual(['select 2', 'CHECKPOINT']);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(queries).toHaveLength(5);
  });

  it('make no checkpoint inside a transaction', async () => {
    await ask('BEGIN');
    await ask('x'.repeat(1_000_001));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(queries).toEqual(['BEGIN', 'xxxxxxxxxx']);
    await ask('ROLLBACK');
    await vi.advanceTimersByTimeAsync(1000);
    expect(queries.slice(2)).toEqual(['ROLLBACK', 'CHECKPOINT']);
  });

  it('roll an open transaction back when closed, and ask nothing of the engine after that', async () => {
    await ask('BEGIN');
    await sessions.close();
    while (!client.closed) await nextTurn();
    await vi.advanceTimersByTimeAsync(1000);
    expect(queries).toEqual(['BEGIN', 'ROLLBACK']);
    expect(fatal).toBeNull();
  });
});
