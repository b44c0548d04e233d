import { collectDefaultMetrics, Registry } from 'prom-client';

let registry: Registry | null = null;

/**
 * Facts of the process: event loop, memory, garbage collection. One registry, as watching them costs something each
 * time.
 */
export function processRegistry(prefix: string, worker: string | undefined): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry, prefix, labels: worker === undefined ? {} : { worker } });
  }
  return registry;
}
