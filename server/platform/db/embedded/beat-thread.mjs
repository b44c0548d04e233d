// A thread of the embedded database's process, which gives its signs of life while the engine works: statements run on
// the main thread and may take as long as they need. Plain JavaScript, so that it is there before the engine is.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { fd, unit, limitMs, longLimitMs, everyMs, alive, stuck } = workerData;
let last = 0;
let atWorkMs = 0;

setInterval(() => {
  const now = Atomics.load(unit, 0);
  // Counted in steps, not by the clock: a machine that slept has not worked meanwhile.
  atWorkMs = now !== 0 && now === last ? atWorkMs + everyMs : 0;
  last = now;
  const mostMs = now < 0 ? longLimitMs : limitMs;
  try {
    writeSync(fd, mostMs > 0 && atWorkMs >= mostMs ? stuck : alive);
  } catch {
    // The process that started this one has gone, or does not read. The main thread hears of its end.
  }
}, everyMs);
