import type { JobWork } from '../platform/jobs/jobs.ts';
import type { AnalysisEngine } from './engine/engine.ts';
import { Cancelled, EngineBusy } from './errors.ts';

/** Studies as the work of jobs. */
export function studyWork(engine: AnalysisEngine): JobWork {
  return {
    get isStopping() {
      return engine.isStopping;
    },
    busy: () => (engine.isFull ? new EngineBusy(engine.waiting) : null),
    take: async (body, signal) => {
      const { study, title, timeLimitS } = await engine.read(body, 'Study', signal);
      return { title, timeLimitS, run: (options) => engine.study(study, options) };
    },
    isCancelled: (error) => error instanceof Cancelled,
  };
}
