import { describe, expect, it } from 'vitest';
import { message } from '../../../testing/wire-messages.ts';
import { Framing } from './framing.ts';
import type { Unit } from './framing.ts';

function startup(code: number, body = ''): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + Buffer.byteLength(body), 0);
  head.writeInt32BE(code, 4);
  return Buffer.concat([head, Buffer.from(body)]);
}

const PROTOCOL_3 = 196_608;
const SSL = 80_877_103;

function started(): Framing {
  const framing = new Framing();
  framing.push(startup(PROTOCOL_3, 'user\0me\0\0'));
  return framing;
}

const kinds = (units: readonly Unit[]) => units.map((unit) => unit.kind);
const bytesOf = (unit: Unit | undefined) =>
  unit !== undefined && 'bytes' in unit ? Buffer.from(unit.bytes) : Buffer.alloc(0);

describe('framing', () => {
  it('answers a request for TLS before the start', () => {
    const framing = new Framing();
    expect(kinds(framing.push(startup(SSL)))).toEqual(['refuse-encryption']);
    expect(kinds(framing.push(startup(PROTOCOL_3, 'user\0me\0\0')))).toEqual(['startup']);
  });

  it('keeps the messages of one extended query together, up to its Sync', () => {
    const query = Buffer.concat(['P', 'B', 'D', 'E', 'S'].map((type) => message(type, `${type} body`)));
    const units = started().push(Buffer.concat([query, message('Q', 'select 1\0')]));
    expect(kinds(units)).toEqual(['query', 'query']);
    expect(bytesOf(units[0])).toEqual(query);
  });

  it('finds the same units however the bytes are cut', () => {
    const bytes = Buffer.concat([
      message('P', 'x'.repeat(300)),
      message('S'),
      message('Q', 'select 1\0'),
      message('X'),
    ]);
    for (const size of [1, 2, 3, 7, 64, 1000]) {
      const framing = started();
      const units: Unit[] = [];
      for (let at = 0; at < bytes.length; at += size) units.push(...framing.push(bytes.subarray(at, at + size)));
      expect(kinds(units)).toEqual(['query', 'query', 'end']);
      expect(bytesOf(units[0])).toHaveLength(310);
    }
  });

  it('ends at a length that no message has', () => {
    expect(kinds(started().push(Buffer.from([0x51, 0xff, 0xff, 0xff, 0xff, 0])))).toEqual(['end']);
  });

  it('ends at a request to cancel, which has no session of its own', () => {
    expect(kinds(new Framing().push(startup(80_877_102, '12345678')))).toEqual(['end']);
  });
});
