import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { atSignal, Undos } from './at-signal.ts';

describe('a command that is cut short', () => {
  afterEach(() => vi.restoreAllMocks());

  it('ends once what it has begun, however many signals come, and then itself', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const before = process.listenerCount('SIGINT');
    let ended = 0;
    const off = atSignal(async () => {
      ended += 1;
      await setTimeout(5);
      expect(exit).not.toHaveBeenCalled();
    });
    process.emit('SIGINT');
    process.emit('SIGINT');
    process.emit('SIGTERM');
    await vi.waitFor(() => expect(exit.mock.calls).toEqual([[130]]));
    expect(ended).toBe(1);
    off();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('ends the last thing first, each once, and goes on past one that fails or does not end', async () => {
    const undos = new Undos(5);
    const ended: string[] = [];
    undos.defer(() => void ended.push('first'));
    undos.defer(() => new Promise(() => undefined));
    undos.defer(() => Promise.reject(new Error('It has gone already.')));
    undos.defer(() => void ended.push('last'));
    await expect(undos.run()).rejects.toThrow('It has gone already.');
    expect(ended).toEqual(['last', 'first']);
    await undos.run();
    expect(ended).toHaveLength(2);
  });
});
