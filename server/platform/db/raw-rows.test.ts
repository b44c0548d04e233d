import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RawClient } from './raw-rows.ts';
import { runRaw, StatementNames } from './statement.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
const OK = [message('R', int32(0)), message('Z', Buffer.from('I'))];
const DONE = [message('C', text('SELECT 1')), message('Z', Buffer.from('I'))];
const PREPARED = [message('1'), message('2')];

describe('rows of binary results', () => {
  const rows = [
    [EVERY_BYTE, null, Buffer.alloc(0)],
    [Buffer.from('城图'), int32(-1), Buffer.from([0xff, 0xfe, 0x80])],
  ];
  const answer = Buffer.concat([...PREPARED, description('binary', 3), ...rows.map(dataRow), ...DONE]);

  it.each([1, 2, 3, 4, 5, 6, 7, 11, 64, 100_000])('arrive byte for byte in pieces of %d', async (size) => {
    const client = await connected([answer, answer], size);
    expect(await ask(client)).toEqual(rows);
    expect(await ask(client)).toEqual(rows);
  });

  it('own their memory, so that a small value keeps no large piece alive', async () => {
    const large = Buffer.alloc(100_000, 7);
    const client = await connected(
      [Buffer.concat([...PREPARED, description('binary', 1), dataRow([large]), ...DONE])],
      1_000_000,
    );
    const [[value] = []] = await ask(client);
    expect(value).toEqual(large);
    expect(value?.buffer.byteLength).toBeLessThan(100_100);
  });

  it('let through what comes between them: a notice, and text rows of the next query', async () => {
    const notice = message('N', Buffer.from('SNOTICE\0C00000\0Mhello\0\0'));
    const first = Buffer.concat([
      ...PREPARED,
      description('binary', 1),
      dataRow([EVERY_BYTE]),
      notice,
      dataRow([null]),
      ...DONE,
    ]);
    const second = Buffer.concat([description('text', 1), dataRow([Buffer.from('文字')]), ...DONE]);
    for (const size of [1, 9, 10_000]) {
      const client = await connected([first, second, first], size);
      const notices: unknown[] = [];
      client.on('notice', (each) => notices.push(each.message));
      expect(await ask(client)).toEqual([[EVERY_BYTE], [null]]);
      expect(notices).toEqual(['hello']);
      expect((await client.query('select')).rows).toEqual([{ c0: '文字' }]);
      expect(await ask(client)).toEqual([[EVERY_BYTE], [null]]);
    }
  });

  it('end with the error that comes after some of them, and the connection serves the next query', async () => {
    const failing = Buffer.concat([
      ...PREPARED,
      description('binary', 1),
      dataRow([EVERY_BYTE]),
      message('E', Buffer.from('SERROR\0C22012\0Mdivision by zero\0\0')),
      message('Z', Buffer.from('I')),
    ]);
    const client = await connected(
      [failing, Buffer.concat([...PREPARED, description('binary', 1), dataRow([int32(7)]), ...DONE])],
      13,
    );
    await expect(ask(client)).rejects.toMatchObject({ code: '22012' });
    expect(await ask(client)).toEqual([[int32(7)]]);
  });

  it.each([
    [
      'a row longer than its message',
      Buffer.concat([
        description('binary', 1),
        message('D', Buffer.concat([int16(1), int32(9), Buffer.from('short')])),
      ]),
    ],
    ['a message of no length', Buffer.concat([description('binary', 1), Buffer.from([0x44, 0, 0, 0, 3])])],
  ])('fail the query and the connection at %s', async (_, broken) => {
    const client = await connected([Buffer.concat([...PREPARED, broken, ...DONE])], 1000);
    const failed = new Promise((resolve) => client.once('error', resolve));
    await expect(ask(client)).rejects.toThrow(/impossible length|longer than its message/);
    await expect(failed).resolves.toBeInstanceOf(Error);
  });
});

const ask = (client: RawClient) => runRaw(client, new StatementNames('server'), { text: 'select' });

async function connected(answers: readonly Buffer[], pieceSize: number): Promise<RawClient> {
  const server = new ScriptedServer(answers, pieceSize);
  const client = new RawClient({ user: 'test', password: 'test', stream: () => server as unknown as Duplex });
  await client.connect();
  return client;
}

/** The server's end of a connection: one answer a query, cut into pieces of a size. */
class ScriptedServer extends EventEmitter {
  readonly writable = true;
  readonly #answers: Buffer[];
  readonly #pieceSize: number;
  #started = false;

  constructor(answers: readonly Buffer[], pieceSize: number) {
    super();
    this.#answers = [...answers];
    this.#pieceSize = pieceSize;
  }

  connect(): void {
    setImmediate(() => this.emit('connect'));
  }

  setNoDelay(): void {
    // A socket has it.
  }

  write(bytes: Buffer): boolean {
    if (!this.#started) {
      this.#started = true;
      this.#send(Buffer.concat(OK));
    } else if (bytes[0] === 0x53 || bytes[0] === 0x51) this.#send(this.#answers.shift() ?? Buffer.alloc(0));
    return true;
  }

  #send(answer: Buffer): void {
    setImmediate(() => {
      for (let at = 0; at < answer.length; at += this.#pieceSize)
        this.emit('data', answer.subarray(at, at + this.#pieceSize));
    });
  }
}

function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function description(format: 'text' | 'binary', columns: number): Buffer {
  const fields = Array.from({ length: columns }, (_, n) =>
    Buffer.concat([
      text(`c${n}`),
      int32(0),
      int16(0),
      int32(25),
      int16(-1),
      int32(-1),
      int16(format === 'binary' ? 1 : 0),
    ]),
  );
  return message('T', Buffer.concat([int16(columns), ...fields]));
}

function dataRow(values: readonly (Buffer | null)[]): Buffer {
  return message(
    'D',
    Buffer.concat([
      int16(values.length),
      ...values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), value])),
    ]),
  );
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
