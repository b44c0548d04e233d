/**
 * What runs in a process of the engine: one thread that works, and this, which passes on what the thread and the
 * service say to each other. Where V8 finds no memory inside `JSON.parse`, `deserialize` or the like, it ends the whole
 * process instead of the thread: this one, and never the service.
 */
import { BEAT_EVERY_MS } from '../../platform/hang-watch.ts';
import { whenParentEnds } from '../../platform/parent.ts';
import { Asking } from './asking.ts';
import { EngineThread } from './engine-thread.ts';
import type { FromProcess, ToProcess } from './protocol.ts';
import { toWire } from './wire-error.ts';

const asking = new Asking((ask, fetch) => post({ type: 'fetch', ask, fetch }));
let cancel = new AbortController();

const thread = new EngineThread({ heapMb: Number(process.argv[2]), fetch: (fetch) => asking.ask(fetch) });

process.on('message', (message: ToProcess) => {
  switch (message.type) {
    case 'work':
      void take(message);
      break;
    case 'cancel':
      cancel.abort();
      break;
    default:
      asking.take(message);
  }
});
whenParentEnds(() => process.exit());
setInterval(() => post({ type: 'beat' }), BEAT_EVERY_MS);
// Ctrl+C reaches every process of a terminal. This one waits for the service, which finishes what it has accepted.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function take({ call, work, timeLimitMs }: Extract<ToProcess, { readonly type: 'work' }>): Promise<void> {
  cancel = new AbortController();
  try {
    const answer = await thread.run(work, {
      timeLimitMs,
      signal: cancel.signal,
      onProgress: (progress) => post({ type: 'progress', call, progress }),
      onPiece: (piece) => post({ type: 'piece', call, piece }),
    });
    post({ type: 'done', call, answer, caches: thread.caches });
  } catch (error) {
    post({ type: 'failed', call, error: toWire(error) });
  }
}

function post(message: FromProcess): void {
  process.send?.(message);
}
