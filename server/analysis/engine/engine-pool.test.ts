import { describe, expect, it } from 'vitest';
import { EngineBusy } from '../errors.ts';
import { EnginePool, type RunOptions } from './engine-pool.ts';
import { EngineThread } from './engine-thread.ts';
import type { Answers, Work } from './protocol.ts';

const WORK: Work = { op: 'warm', network: '', demand: '' };

/** Does nothing, until it is told that it is done. */
class Idle extends EngineThread {
  #end: (() => void) | null = null;

  constructor() {
    super({ heapMb: 1, fetch: () => Promise.reject(new Error('nothing is stored')) });
  }

  override get isBusy(): boolean {
    return this.#end !== null;
  }

  override async run<W extends Work>(): Promise<Answers[W['op']]> {
    await new Promise<void>((resolve) => (this.#end = resolve));
    return null as Answers[W['op']];
  }

  end(): void {
    const end = this.#end;
    this.#end = null;
    end?.();
  }
}

function pool(size: number, maxWaiting: number) {
  const executors: Idle[] = [];
  const make = (): Idle => {
    const executor = new Idle();
    executors.push(executor);
    return executor;
  };
  const engines = new EnginePool({ size, make, maxWaiting });
  const begun: string[] = [];
  const refused: string[] = [];
  const run = (client: string, more: RunOptions = {}): void => {
    const name = `${client}${String(begun.length + refused.length + engines.waiting)}`;
    engines
      .run(WORK, { ...more, clients: new Set([client]), onStart: () => begun.push(client) })
      .catch((error: unknown) => refused.push(error instanceof EngineBusy ? `${name} ${error.refusal}` : 'other'));
  };
  const endOne = async (): Promise<void> => {
    executors.find(({ isBusy }) => isBusy)?.end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { engines, begun, refused, run, endOne };
}

describe('processes of the engine', () => {
  it('work for the next client next, however much of the first waits', async () => {
    const { begun, run, endOne } = pool(1, 20);
    for (let i = 0; i < 10; i += 1) run('a');
    run('b');
    await endOne();
    await endOne();
    expect(begun.slice(0, 2)).toEqual(['a', 'b']);
  });

  it('refuse the newest of whoever has the most waiting, and never what was promised', async () => {
    const { engines, refused, run, endOne } = pool(1, 3);
    for (let i = 0; i < 4; i += 1) run('a');
    run('b');
    await endOne();
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/^a\d share$/);
    for (let i = 0; i < 5; i += 1) run('a', { isPromised: true });
    await endOne();
    expect([refused.length, engines.isFull]).toEqual([1, true]);
  });
});
