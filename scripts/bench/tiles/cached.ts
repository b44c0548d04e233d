/** Tiles from memory beside a bare node:http server that sends the same bytes and headers. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RUN } from '../../../server/platform/run.ts';
import { withService, type TilesBench } from './bench.ts';
import { BENCH_LAYER, drawTiles, tilePath } from './city.ts';
import { TILES_TARGETS, type TilesFigure } from './figures.ts';
import { get, type Answer } from './http.ts';
import { median } from '../statistics.ts';
import { load, rateOf } from './load.ts';
import { pace } from './paced.ts';

const BARE = fileURLToPath(new URL('bare-server.ts', import.meta.url));
const CONNECTIONS = 256;
const ROUNDS = 3;
/** Share of the bare server's rate at which latencies are measured. */
const PACE = 0.3;
const HEADERS = { 'accept-encoding': 'gzip, deflate, br' };
/** Written by node:http itself. */
const CONNECTION_HEADERS = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];

export async function benchCached(bench: TilesBench): Promise<TilesFigure[]> {
  const [tile] = drawTiles(12, bench.positions, 1);
  if (!tile) throw new Error('No tile to ask for.');
  const path = tilePath(BENCH_LAYER, tile);
  const seconds = bench.quick ? 2 : 6;
  const run = { connections: CONNECTIONS, seconds, headers: HEADERS };
  return withService(bench, {}, async ({ url }) => {
    const answer = await get(url + path, HEADERS);
    const bare = await startBare(answer);
    try {
      await load(url, [path], { ...run, seconds: 2 });
      const rates: Record<'bare' | 'cached' | 'unchanged' | 'p99' | 'bareP99', number[]> = {
        bare: [],
        cached: [],
        unchanged: [],
        p99: [],
        bareP99: [],
      };
      for (let round = 0; round < (bench.quick ? 1 : ROUNDS); round += 1) {
        const plain = rateOf(await load(bare.url, [path], run));
        rates.bare.push(plain);
        rates.cached.push(rateOf(await load(url, [path], run)));
        // At the full rate each of 256 waits for 255 others, which says nothing of the server: a share of it avoids the
        // queue.
        const paced = { ...run, perSecond: Math.round(plain * PACE) };
        rates.bareP99.push((await pace(bare.url, [path], paced)).p99Ms);
        rates.p99.push((await pace(url, [path], paced)).p99Ms);
        const etag = String(answer.headers.etag);
        rates.unchanged.push(
          rateOf(await load(url, [path], { ...run, headers: { ...HEADERS, 'if-none-match': etag } }), [304]),
        );
      }
      return [
        { name: 'cached-size', value: answer.body.length / 1024, unit: 'KB' },
        { name: 'cached-bare', value: median(rates.bare), unit: '/s' },
        { name: 'cached-http', value: median(rates.cached), unit: '/s' },
        {
          name: 'cached-share',
          value: (100 * median(rates.cached)) / median(rates.bare),
          unit: '%',
          atLeast: TILES_TARGETS.cachedPercent,
        },
        { name: 'cached-bare-p99', value: median(rates.bareP99), unit: 'ms' },
        { name: 'cached-p99', value: median(rates.p99), unit: 'ms', atMost: TILES_TARGETS.cachedP99Ms },
        { name: 'unchanged-http', value: median(rates.unchanged), unit: '/s' },
      ] satisfies TilesFigure[];
    } finally {
      bare.stop();
    }
  });
}

async function startBare({ body, rawHeaders }: Answer): Promise<{ readonly url: string; stop(): void }> {
  const headers: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!CONNECTION_HEADERS.includes(name.toLowerCase())) headers.push(name, rawHeaders[index + 1] ?? '');
  }
  headers.push('Content-Length', String(body.length));
  const child = fork(RUN, [BARE]);
  child.send({ body: body.toString('base64'), headers });
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}
