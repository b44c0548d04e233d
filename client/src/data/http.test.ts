import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAskJson } from './http.ts';

const get = createAskJson('http://server', () => 'en');
const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(new Response(body, { status, headers }))),
  );

describe('a question to the server', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('carries its parameters and the reader’s language', async () => {
    answer(200, '{"toilets":3}');
    await expect(get('/counts', { params: { layers: 'toilets', limit: undefined } })).resolves.toEqual({ toilets: 3 });
    expect(fetch).toHaveBeenCalledWith(
      'http://server/counts?layers=toilets',
      expect.objectContaining({
        headers: { Accept: 'application/json', 'Accept-Language': 'en' },
      }),
    );
  });

  it('goes by POST where its address would be too long, if the path takes that', async () => {
    answer(200, '{}');
    const filter = `name = '${'海'.repeat(2000)}'`;
    await get('/counts', { params: { layers: 'toilets', limit: undefined, filter }, mayPost: true });
    expect(fetch).toHaveBeenLastCalledWith(
      'http://server/counts',
      expect.objectContaining({
        method: 'POST',
        headers: { Accept: 'application/json', 'Accept-Language': 'en', 'Content-Type': 'application/json' },
        body: JSON.stringify({ layers: 'toilets', filter }),
      }),
    );
    await get('/counts', { params: { layers: 'toilets' }, mayPost: true });
    expect(fetch).toHaveBeenLastCalledWith(
      'http://server/counts?layers=toilets',
      expect.not.objectContaining({ body: '' }),
    );
    await get('/cases', { params: { filter } });
    expect(vi.mocked(fetch).mock.lastCall?.[1]).not.toHaveProperty('method');
  });

  it('fails with the server’s own words and request number', async () => {
    answer(404, '{"code":"unknown-layer","detail":"There is no layer x.","requestId":"r-1"}');
    await expect(get('/x')).rejects.toMatchObject({
      code: 'unknown-layer',
      message: 'There is no layer x.',
      status: 404,
      requestId: 'r-1',
      worded: true,
    });
  });

  it('reports an answer that does not come from the server', async () => {
    answer(502, '<html>Bad gateway</html>', { 'x-request-id': 'r-2' });
    await expect(get('/x')).rejects.toMatchObject({ code: 'bad-answer', status: 502, requestId: 'r-2', worded: false });
    answer(200, '<html>Sign in to this Wi-Fi</html>');
    await expect(get('/x')).rejects.toMatchObject({ code: 'bad-answer', status: 200 });
  });

  it('tells a lost network from a slow server', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new TypeError('Failed to fetch'))),
    );
    await expect(get('/x')).rejects.toMatchObject({ code: 'offline' });
    vi.stubGlobal(
      'fetch',
      vi.fn(
        (_: string, { signal }: { signal: AbortSignal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
          }),
      ),
    );
    // Nothing answers, so the request times out on every machine.
    await expect(get('/x', { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timeout' });
    const controller = new AbortController();
    const question = get('/x', { signal: controller.signal });
    controller.abort();
    await expect(question).rejects.toMatchObject({ name: 'AbortError' });
  });
});
