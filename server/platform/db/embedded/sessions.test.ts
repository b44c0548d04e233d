import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message, STARTUP } from '../../../testing/wire-messages.ts';
import { Sessions } from './sessions.ts';

const textMessage = (type: string, text: string): Buffer => message(type, `${text}\0`);
/** `setImmediate` is not among the faked timers. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const READY = { idle: message('Z', 'I'), inTransaction: message('Z', 'T') };

/** What the fake engine answers with. */
function completed(_text: string, transaction: boolean): Buffer {
  return Buffer.concat([textMessage('C', 'SELECT 1'), transaction ? READY.inTransaction : READY.idle]);
}

describe('sessions of the embedded database', () => {
  let folder: string;
  let sessions: Sessions;
  let queries: string[];
  let client: Socket;
  let fatal: unknown;
  let hasRoom: boolean;
  let answerTo: (text: string, transaction: boolean) => Buffer;
  let received: Buffer[];

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    folder = await mkdtemp(join(tmpdir(), 'chengtu-sessions-'));
    queries = [];
    fatal = null;
    hasRoom = true;
    answerTo = completed;
    received = [];
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
          onRawData(answerTo(text, transaction));
        },
      },
      {
        onFatal: (error) => {
          fatal = error;
        },
        hasRoom: () => Promise.resolve(hasRoom),
      },
    );
    const close = sessions.close.bind(sessions);
    sessions.close = async () => {
      await close();
      open = false;
    };
    await sessions.listen(join(folder, 'socket'));
    client = connect(join(folder, 'socket'));
    client.on('error', () => undefined).on('data', (chunk) => received.push(chunk));
    client.write(STARTUP);
  });
  afterEach(async () => {
    await sessions.close();
    vi.useRealTimers();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (text: string) => {
    const before = queries.length;
    client.write(textMessage('Q', text));
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

  const end = async (): Promise<void> => {
    while (!client.closed) await nextTurn();
  };

  it('make no checkpoint on a full disk, where it would break the engine, and make it once there is room', async () => {
    hasRoom = false;
    await ask('select 1');
    await vi.advanceTimersByTimeAsync(100_000);
    expect(queries).toEqual(['select 1']);
    hasRoom = true;
    await vi.advanceTimersByTimeAsync(31_000);
    while (queries.length < 2) await nextTurn();
    expect(queries).toEqual(['select 1', 'CHECKPOINT']);
  });

  it.each([
    ['a PANIC', () => Buffer.concat([textMessage('E', 'SPANIC\0VPANIC\0Mno room\0'), READY.idle])],
    ['a FATAL', () => textMessage('E', 'SFATAL\0VFATAL\0Mgone\0')],
    ['nothing', () => Buffer.alloc(0)],
    ['rows without an end', () => Buffer.concat([textMessage('T', 'n'), READY.idle])],
  ])('end with the engine after %s: no client gets that for an answer', async (_name, broken) => {
    await ask('select 1');
    while (received.length === 0) await nextTurn();
    received.length = 0;
    answerTo = broken;
    client.write(textMessage('Q', 'select 2'));
    client.write(textMessage('Q', 'select 3'));
    await end();
    expect(fatal).toBeInstanceOf(Error);
    expect(queries).toEqual(['select 1', 'select 2']);
    expect(Buffer.concat(received)).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(100_000);
    expect(queries).toHaveLength(2);
  });

  it('end with an engine that breaks over a checkpoint, whoever waits', async () => {
    await ask('select 1');
    answerTo = (text, transaction) =>
      text === 'CHECKPOINT' ? textMessage('E', 'VPANIC\0Mfull\0') : completed(text, transaction);
    await vi.advanceTimersByTimeAsync(31_000);
    await end();
    expect(fatal).toMatchObject({ message: 'PANIC: full' });
  });

  it('ask nothing of a broken engine when they are closed, although a transaction was open', async () => {
    await ask('BEGIN');
    answerTo = () => Buffer.alloc(0);
    client.write(textMessage('Q', 'select 1'));
    await end();
    await sessions.close();
    expect(queries).toEqual(['BEGIN', 'select 1']);
  });
});
