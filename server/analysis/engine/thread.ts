/** What runs in a thread: it takes one piece of work after the other, and asks its starter for stored data. */
import { parentPort } from 'node:worker_threads';
import type { CacheSizes, FromThread, ToThread, Work } from './protocol.ts';
import { CoverageCache } from '../coverage/service.ts';
import { Derived } from './derived.ts';
import { ThreadSources } from './thread-sources.ts';
import { toWire } from './wire-error.ts';
import { work, type WorkerContext } from './work.ts';

const port = parentPort;
if (port === null) throw new Error('This is the code of a thread.');

function post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

const sources = new ThreadSources((ask, fetch) => post({ type: 'fetch', ask, fetch }));
const derived = new Derived();
const coverages = new CoverageCache(derived);

/** The caches of this thread, and how much they hold. */
function sizes(): CacheSizes {
  return { ...derived.sizes(), coverages: coverages.size };
}

async function take(call: number, asked: Work, flag: Int32Array): Promise<void> {
  const context: WorkerContext = {
    sources,
    derived,
    coverages,
    flag,
    tell: (progress) => post({ type: 'progress', call, progress }),
    hand: (piece) => post({ type: 'piece', call, piece }),
  };
  try {
    const { answer, transfer } = await work(asked, context);
    post({ type: 'done', call, answer, caches: sizes() }, transfer);
  } catch (error) {
    post({ type: 'failed', call, error: toWire(error) });
  }
}

port.on('message', (message: ToThread) => {
  switch (message.type) {
    case 'work':
      void take(message.call, message.work, message.flag);
      break;
    case 'fetched':
      sources.fetched(message.ask, message.keyed);
      break;
    case 'not-fetched':
      sources.notFetched(message.ask);
  }
});
