import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { GrowingContent, sendGrowing } from './growing-content.ts';

/** A body that the test writes. */
function written() {
  const state = { emit: (_piece: string) => undefined as void, aborted: false, begun: 0 };
  let end: (error?: Error) => void = () => undefined;
  const content = () =>
    new GrowingContent({
      type: 'text/plain',
      write: (emit, signal) => {
        state.begun += 1;
        state.emit = emit;
        signal.addEventListener('abort', () => {
          state.aborted = true;
          end(new Error('aborted'));
        });
        return new Promise((resolve, reject) => {
          end = (error) => (error === undefined ? resolve() : reject(error));
        });
      },
    });
  return { state, content, end: (error?: Error) => end(error) };
}

describe('an answer that is sent while it is made', () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  async function serve(open: () => GrowingContent): Promise<string> {
    const app = express();
    const answer = { tag: 'tag', open: () => Promise.resolve(open()) };
    app.get('/', async (req, res) => sendGrowing(req, res, answer, { cacheControl: 'no-cache', vary: [] }));
    app.use(((error, _req, res, next) => {
      if (res.headersSent) next(error);
      else res.status(503).end();
    }) satisfies express.ErrorRequestHandler);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  }

  const ask = (url: string, headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers }, resolve).on('error', reject);
    });

  it('gives its first piece before the last is there, and all of them to a client that comes late', async () => {
    const { state, content, end } = written();
    const kept = content();
    const url = await serve(() => kept);
    const asked = ask(url);
    state.emit('first ');
    const early = await asked;
    const pieces: AsyncIterator<unknown> = early[Symbol.asyncIterator]();
    expect(String((await pieces.next()).value)).toBe('first ');
    state.emit('second ');
    const late = await ask(url);
    expect(late.headers).toMatchObject({ etag: '"tag"', 'content-type': expect.stringContaining('text/plain') });
    state.emit('third');
    end();
    let rest = '';
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) rest += String(next.value);
    expect(rest).toBe('second third');
    expect((await buffer(late)).toString()).toBe('first second third');
    expect(state.begun).toBe(1);
    expect(kept.length).toBe('first second third'.length);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is compressed piece by piece (%s)', async (coding, decompress) => {
    const { state, content, end } = written();
    const url = await serve(content);
    const asked = ask(url, { 'Accept-Encoding': coding });
    await expect.poll(() => state.begun).toBe(1);
    state.emit('first ');
    const answer = await asked;
    expect(answer.headers).toMatchObject({ 'content-encoding': coding, etag: `"tag-${coding}"` });
    state.emit('second');
    end();
    expect(decompress(await buffer(answer)).toString()).toBe('first second');
  });

  it('is not made for a client that holds it', async () => {
    const { state, content } = written();
    const url = await serve(content);
    const answer = await ask(url, { 'If-None-Match': '"tag"' });
    expect([answer.statusCode, state.begun]).toEqual([304, 0]);
  });

  it('is given up when all clients have left, and not before', async () => {
    const { state, content } = written();
    const kept = content();
    const url = await serve(() => kept);
    const asked = [ask(url), ask(url)];
    state.emit('first');
    const [one, two] = await Promise.all(asked);
    one?.destroy();
    one?.on('error', () => undefined);
    two?.on('error', () => undefined);
    state.emit('second');
    await once(two as IncomingMessage, 'data');
    expect([state.aborted, kept.isBroken]).toEqual([false, false]);
    two?.destroy();
    await expect.poll(() => [state.aborted, kept.isBroken]).toEqual([true, true]);
  });

  it('is an error where nothing of it could be made, and cut off where the rest could not', async () => {
    const first = written();
    const failing = ask(await serve(first.content));
    await expect.poll(() => first.state.begun).toBe(1);
    first.end(new Error('lost'));
    expect((await failing).statusCode).toBe(503);
    const second = written();
    const asked = ask(await serve(second.content));
    await expect.poll(() => second.state.begun).toBe(1);
    second.state.emit('first');
    const answer = await asked;
    second.end(new Error('lost'));
    await expect(buffer(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
