import type { JobWork } from '../platform/jobs/jobs.ts';
import type { AnalysisEngine } from './engine/engine.ts';
import { Cancelled, EngineBusy } from './errors.ts';

/** Studies, as jobs are made of them. */
export function studyWork(engine: AnalysisEngine): JobWork {
  return {
    get isStopping() {
      return engine.isStopping;
    },
    busy: () => (engine.isFull ? new EngineBusy(engine.waiting) : null),
    check: (body) => engine.check(body),
    run: (body, options) => engine.study(body, options),
    isCancelled: (error) => error instanceof Cancelled,
  };
}
