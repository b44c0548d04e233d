import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { Overloaded, QueryCancelled } from '../../platform/db/errors.ts';
import type { PictureJob } from '../draw/picture.ts';
import { PictureCancelled, RendererFailed } from './errors.ts';
import { LIMITS, Renderer, type RendererLimits } from './renderer.ts';

const JOB: PictureJob = {
  style: {
    version: 8,
    sources: {},
    layers: [{ id: 'paper', type: 'background', paint: { 'background-color': '#123456' } }],
  },
  view: { projection: 'WebMercatorQuad', lon: 120, lat: 36, zoom: 3, width: 64, height: 64 },
  ratio: 1,
  tiles: [],
  markers: [],
  notes: null,
  cut: null,
};
const WAITING = new AbortController().signal;

let opened: Renderer[] = [];
afterEach(() => {
  for (const renderer of opened) renderer.close();
  opened = [];
});

function open(limits: Partial<RendererLimits> = {}, main?: string): Renderer {
  const renderer = new Renderer(() => undefined, { ...LIMITS, ...limits }, main);
  opened.push(renderer);
  return renderer;
}

/** The code of a process in place of the one that draws. */
function processOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'renderer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'process.ts');
  writeFileSync(path, code);
  return path;
}
const SILENT = "process.on('message', () => undefined);";

async function started(renderer: Renderer): Promise<number> {
  for (;;) {
    if (renderer.pid !== undefined) return renderer.pid;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the renderer', () => {
  it('draws in a process of its own, again after that has died, and says what fonts there are', async () => {
    const fonts: boolean[] = [];
    const renderer = new Renderer((hasChinese) => fonts.push(hasChinese));
    opened.push(renderer);
    const [png] = await renderer.draw(JOB, { signal: WAITING });
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    const { pid } = renderer;
    expect(pid).not.toBe(process.pid);
    process.kill(pid ?? 0, 'SIGKILL');
    await expect.poll(() => renderer.pid).toBeUndefined();
    expect((await renderer.draw(JOB, { signal: WAITING }))[0]).toEqual(png);
    expect(renderer.pid).not.toBe(pid);
    expect(fonts).toHaveLength(2);
    expect(renderer.drawn).toBe(2);
  });

  it('says which picture could not be drawn, and draws the next one', async () => {
    const renderer = open();
    const bad = {
      ...JOB,
      style: { ...JOB.style, layers: [{ id: 'x', type: 'background', paint: { 'background-color': ['get'] } }] },
    };
    await expect(renderer.draw(bad as unknown as PictureJob, { signal: WAITING })).rejects.toThrow(RendererFailed);
    await expect(renderer.draw(JOB, { signal: WAITING })).resolves.toHaveLength(1);
  });

  it('ends a process that takes too long over a picture, and one that dies over it', async () => {
    const slow = open({ timeLimitMs: 300 }, processOf(SILENT));
    await expect(slow.draw(JOB, { signal: WAITING })).rejects.toThrow(RendererFailed);
    expect(slow.pid).toBeUndefined();
    const dying = open({}, processOf("process.on('message', () => process.exit(3));"));
    await expect(dying.draw(JOB, { signal: WAITING })).rejects.toThrow(/status 3/);
  });

  it('refuses what it cannot begin soon, and a client with many pictures rather than one with few', async () => {
    const renderer = open({ maxWaiting: 2 }, processOf(SILENT));
    const draw = (client: string) =>
      renderer.draw(JOB, { signal: WAITING, clients: new Set([client]) }).then(
        () => 'drawn',
        (error: unknown) => (error instanceof Overloaded ? error.refusal : 'ended'),
      );
    const many = [draw('a'), draw('a'), draw('a')];
    await started(renderer);
    expect(renderer.waiting).toBe(2);
    expect(await draw('a')).toBe('full');
    const other = draw('b');
    expect(await many[2]).toBe('share');
    renderer.close();
    expect(await Promise.all([...many.slice(0, 2), other])).toEqual(['ended', 'ended', 'ended']);
  });

  it('draws nothing for a client that has left, before its turn or in it', async () => {
    const renderer = open(
      {},
      processOf(`
      process.on('message', ({ type, call }) => {
        if (type === 'cancel') process.send({ type: 'failed', call, message: 'cancelled' });
      });
    `),
    );
    const [first, second] = [new AbortController(), new AbortController()];
    const drawing = renderer.draw(JOB, { signal: first.signal });
    const waiting = renderer.draw(JOB, { signal: second.signal });
    await started(renderer);
    second.abort();
    await expect(waiting).rejects.toThrow(QueryCancelled);
    first.abort();
    await expect(drawing).rejects.toThrow(PictureCancelled);
  });

  it('replaces a process that has grown too large, and ends one that has nothing to do', async () => {
    const large = open({ residentMb: 1 });
    await large.draw(JOB, { signal: WAITING });
    expect(large.pid).toBeUndefined();
    const idle = open({ idleMs: 1 });
    await idle.draw(JOB, { signal: WAITING });
    await expect.poll(() => idle.pid).toBeUndefined();
  });
});
