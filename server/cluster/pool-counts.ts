import { Counter, Gauge, Registry } from 'prom-client';
import { PREFIX } from '../platform/metrics/metrics.ts';

/** What the primary counts, asked when the metrics are read. */
export interface PoolCounts {
  readonly ready: () => number;
  readonly restarts: () => number;
  readonly hung: () => number;
}

export function countsOfPool({ ready, restarts, hung }: PoolCounts): Registry {
  const registry = new Registry();
  new Gauge({
    name: `${PREFIX}workers`,
    help: 'Workers that answer.',
    registers: [registry],
    collect() {
      this.set(ready());
    },
  });
  const counter = (name: string, help: string, read: () => number): Counter =>
    new Counter({
      name: PREFIX + name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  counter('worker_restarts_total', 'Workers started in place of one that ended.', restarts);
  counter('workers_hung_total', 'Workers killed because they gave no sign of life.', hung);
  return registry;
}
