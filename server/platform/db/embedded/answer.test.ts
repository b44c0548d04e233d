import { describe, expect, it } from 'vitest';
import { message, STARTUP } from '../../../testing/wire-messages.ts';
import { checkAnswer, EngineBroken } from './answer.ts';

const ready = (state: string): Buffer => message('Z', state);
const failure = (severity: string, text: string): Buffer =>
  message('E', `S${severity}\0V${severity}\0C53100\0M${text}\0\0`);
/** A simple query. */
const QUERY = message('Q', 'select 1\0');
/** The messages by which the driver sends a statement with parameters. */
const extended = (types: string): Buffer => Buffer.concat([...types].map((type) => message(type, '\0')));
const EXTENDED = extended('PBDES');
const FOUND_ONE = [message('T', 'n'), message('D', 'Z Z Z'), message('C', 'SELECT 1\0')];

describe('the end of an answer', () => {
  it('is told once, though PGlite tells it again after an error', () => {
    const failed = Buffer.concat([message('1'), failure('ERROR', 'wrong'), ready('I'), ready('I')]);
    const { bytes, isIdle } = checkAnswer(EXTENDED, failed);
    expect(bytes).toEqual(Buffer.concat([message('1'), failure('ERROR', 'wrong'), ready('I')]));
    expect(isIdle).toBe(true);
  });

  it('carries the state of the transaction', () => {
    const begun = (state: string): Buffer => Buffer.concat([message('C', 'BEGIN\0'), ready(state)]);
    expect(checkAnswer(QUERY, begun('T')).isIdle).toBe(false);
    expect(checkAnswer(QUERY, begun('E')).isIdle).toBe(false);
    expect(checkAnswer(QUERY, begun('I')).isIdle).toBe(true);
  });

  it('leaves an ordinary answer as it is', () => {
    const answer = Buffer.concat([...FOUND_ONE, ready('I')]);
    expect(checkAnswer(QUERY, answer).bytes).toEqual(answer);
    expect(checkAnswer(EXTENDED, answer).bytes).toEqual(answer);
  });
});

describe('an answer that no client may have', () => {
  const check = (answer: readonly Buffer[], unit: Buffer = EXTENDED) => checkAnswer(unit, Buffer.concat(answer));

  it.each(['PANIC', 'FATAL'])('tells of a %s, after which the engine answers with nothing', (severity) => {
    expect(() => check([failure(severity, 'No space left on device')])).toThrow(EngineBroken);
    expect(() => check([failure(severity, 'No space left on device'), ready('I')])).toThrow(
      `${severity}: No space left on device`,
    );
  });

  it('is told by the severity that no language translates', () => {
    expect(() => check([message('E', 'S严重错误\0VPANIC\0Mfull\0\0'), ready('I')])).toThrow('PANIC: full');
  });

  it('is empty, or has no end', () => {
    expect(() => check([])).toThrow(EngineBroken);
    expect(() => check(FOUND_ONE)).toThrow(EngineBroken);
    expect(() => check([failure('ERROR', 'wrong')])).toThrow(EngineBroken);
  });

  it('is cut off within a message', () => {
    for (let length = 1; length < 30; length += 1) {
      const whole = Buffer.concat([message('C', 'SELECT 1 and so on\0'), ready('I')]);
      if (length < whole.length) expect(() => check([whole.subarray(0, length)]), String(length)).toThrow(EngineBroken);
    }
    expect(() => check([Buffer.from([0x43, 0xff, 0xff, 0xff, 0xff])])).toThrow(EngineBroken);
  });

  it('lacks the end of a statement: it would read like one that found nothing', () => {
    expect(() => check([message('1'), message('2'), message('T', 'n'), ready('I')])).toThrow(EngineBroken);
    expect(() => check([ready('I')], QUERY)).toThrow(EngineBroken);
    const twice = extended('PBDEPBDES');
    expect(() => check([...FOUND_ONE, ready('I')], twice)).toThrow(EngineBroken);
    expect(check([...FOUND_ONE, ...FOUND_ONE, ready('I')], twice).isIdle).toBe(true);
  });

  it('is none of those that run no statement, or fail as statements do', () => {
    expect(check([message('R', '\0\0\0\0'), ready('I')], STARTUP).isIdle).toBe(true);
    expect(check([message('3'), ready('I')], Buffer.concat([message('C', 'S\0'), message('S')])).isIdle).toBe(true);
    expect(check([message('I'), ready('I')], message('Q', '\0')).isIdle).toBe(true);
    expect(check([failure('ERROR', 'No space left on device'), ready('E')]).isIdle).toBe(false);
  });
});
