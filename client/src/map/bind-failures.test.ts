import { describe, expect, it } from 'vitest';
import { readRefusal } from './bind-failures.ts';

const answer = (status: number, body: string) =>
  Object.assign(new Error('AJAXError'), { status, body: new Blob([body]) });
const refused = (error: object) => answer(503, JSON.stringify(error));

describe('a tile that does not load', () => {
  it('is requested again when the server says so', async () => {
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 3 }))).toEqual({
      retryAfterMs: 3000,
      isDatabaseLost: false,
    });
    expect(await readRefusal(refused({ code: 'database-unavailable', retryAfterS: 2 }))).toEqual({
      retryAfterMs: 2000,
      isDatabaseLost: true,
    });
  });

  it('is requested again soon where the server names no time, or a proxy answers with its own page', async () => {
    expect(await readRefusal(refused({ code: 'overloaded' }))).toEqual({ retryAfterMs: 2000, isDatabaseLost: false });
    expect(await readRefusal(answer(503, '<html>Service Unavailable</html>'))).toEqual({
      retryAfterMs: 2000,
      isDatabaseLost: false,
    });
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 'soon' }))).toMatchObject({
      retryAfterMs: 2000,
    });
  });

  it('is requested again after a minute at most', async () => {
    expect(await readRefusal(refused({ code: 'overloaded', retryAfterS: 86_400 }))).toMatchObject({
      retryAfterMs: 60_000,
    });
  });

  it('is not requested again after a permanent error or a network failure', async () => {
    expect(await readRefusal(answer(500, '{}'))).toBeNull();
    expect(await readRefusal(answer(0, ''))).toBeNull();
    expect(await readRefusal(new Error('Unable to parse the tile'))).toBeNull();
    expect(await readRefusal(undefined)).toBeNull();
  });
});
