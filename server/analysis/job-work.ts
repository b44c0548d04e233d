import type { JobWork } from '../platform/jobs/jobs.ts';
import { type AnalysisEngine, SHORT_S } from './engine/engine.ts';
import { Cancelled } from './errors.ts';

/** Studies as the work of jobs. */
export function studyWork(engine: AnalysisEngine): JobWork {
  return {
    get isStopping() {
      return engine.isStopping;
    },
    take: async (body, { client, ...from }) => {
      const clients = new Set([client]);
      const { study, title, timeLimitS, looksQuick } = await engine.read(body, 'Study', { ...from, clients });
      // What has little time waits for little time.
      const lane = (timeLimitS ?? Infinity) <= SHORT_S ? 'short' : 'long';
      const kind = { lane, looksQuick, clients, isPromised: true } as const;
      return { title, timeLimitS, run: (options) => engine.study(study, { ...options, ...kind }) };
    },
    isCancelled: (error) => error instanceof Cancelled,
  };
}
