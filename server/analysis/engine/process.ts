/**
 * What runs in a process of the engine: one thread that works, and this, which passes on what the thread and the
 * service say to each other. Where V8 finds no memory inside `JSON.parse`, `deserialize` or the like, it ends the whole
 * process instead of the thread: this one, and never the service.
 */
import { BEAT_EVERY_MS } from '../../platform/hang-watch.ts';
import { SILENT } from '../../platform/log/log.ts';
import { endWithParent, lowerPriority } from '../../platform/parent.ts';
import { tracingOf } from '../../platform/tracing/settings.ts';
import { startTracing } from '../../platform/tracing/start.ts';
import { flushTraces, tracedFrom } from '../../platform/tracing/tracer.ts';
import { Asking } from './asking.ts';
import { EngineThread } from './engine-thread.ts';
import type { FromProcess, ToProcess } from './protocol.ts';
import { toWire } from './wire-error.ts';

const asking = new Asking((ask, fetch) => post({ type: 'fetch', ask, fetch }));
let cancel = new AbortController();

const [heapMb = 0, nice = 0] = process.argv.slice(2).map(Number);
// Before the thread that works begins. This one was started at the service's priority, so that it is soon there.
if (nice > 0) lowerPriority(nice);
const thread = new EngineThread({ heapMb, fetch: (fetch) => asking.ask(fetch) });
thread.prepare();
// The service, which sends to the same collector, tells what is wrong with it.
const tracing = startTracing(tracingOf(process.env), { role: 'analysis', log: SILENT });

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
endWithParent();
setInterval(() => post({ type: 'beat' }), BEAT_EVERY_MS);

async function take({ call, work, timeLimitMs, trace }: Extract<ToProcess, { readonly type: 'work' }>): Promise<void> {
  cancel = new AbortController();
  try {
    if (trace !== null) await tracing;
    const answer = await tracedFrom(trace, `analysis ${work.op}`, {}, (span) => {
      let phase = '';
      return thread.run(work, {
        timeLimitMs,
        signal: cancel.signal,
        onProgress: (progress) => {
          if (progress.phase !== phase) span?.event((phase = progress.phase));
          post({ type: 'progress', call, progress });
        },
        onPiece: (piece) => post({ type: 'piece', call, piece }),
      });
    });
    post({ type: 'done', call, answer, caches: thread.caches });
  } catch (error) {
    post({ type: 'failed', call, error: toWire(error) });
  } finally {
    // It is killed when it is not needed any more.
    void flushTraces();
  }
}

function post(message: FromProcess): void {
  process.send?.(message);
}
