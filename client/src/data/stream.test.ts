import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerEvent } from '../../../tiles/api/wire.ts';
import { createStream } from './stream.ts';

class FakeSource {
  readonly listeners = new Map<string, (event: { data?: unknown }) => void>();
  isClosed = false;
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.isClosed = true;
  }
  emit(type: string, data?: unknown): void {
    this.listeners.get(type)?.(data === undefined ? {} : { data: JSON.stringify(data) });
  }
}

function setUp() {
  const sources: FakeSource[] = [];
  const events: ServerEvent[] = [];
  const stream = createStream({
    open() {
      const source = new FakeSource();
      sources.push(source);
      return source;
    },
    onEvent: (event) => events.push(event),
    random: () => 0.5,
  });
  const last = (): FakeSource => sources.at(-1) ?? new FakeSource();
  return { sources, events, stream, last };
}

describe('the stream of events', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes on the events that it can read, and no others', () => {
    const { events, stream, last } = setUp();
    stream.start();
    last().emit('hello', { revisions: { a: 1 } });
    last().emit('change', 'nonsense');
    last().emit('change', { layer: 'a', revision: 2, boxes: null });
    expect(events).toEqual([
      { type: 'hello', revisions: { a: 1 } },
      { type: 'change', layer: 'a', revision: 2, boxes: null },
    ]);
  });

  it('reconnects with growing delays, and soon again after a success', () => {
    const { sources, stream, last } = setUp();
    stream.start();
    last().emit('hello', { revisions: {} });
    for (const [index, delayMs] of [1000, 2000, 4000, 8000].entries()) {
      last().emit('error');
      expect(last().isClosed).toBe(true);
      vi.advanceTimersByTime(delayMs - 1);
      expect(sources).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(sources).toHaveLength(index + 2);
    }
    for (let failure = 0; failure < 10; failure += 1) {
      last().emit('error');
      vi.advanceTimersByTime(60_000);
    }
    expect(sources).toHaveLength(15);
    last().emit('hello', { revisions: {} });
    last().emit('error');
    vi.advanceTimersByTime(1000);
    expect(sources).toHaveLength(16);
  });

  it('gives up where no connection has ever succeeded', () => {
    const { sources, stream, last } = setUp();
    stream.start();
    for (let minute = 0; minute < 60; minute += 1) {
      if (!last().isClosed) last().emit('error');
      vi.advanceTimersByTime(60_000);
    }
    expect(sources).toHaveLength(5);
  });

  it('is silent once stopped, and can be started again', () => {
    const { sources, events, stream, last } = setUp();
    stream.start();
    const first = last();
    stream.stop();
    first.emit('change', { layer: 'a', revision: 2, boxes: null });
    first.emit('error');
    vi.advanceTimersByTime(120_000);
    expect([events, sources.length, first.isClosed]).toEqual([[], 1, true]);
    stream.start();
    stream.start();
    expect(sources).toHaveLength(2);
  });
});
