import type { JobTask, JobWork } from '../platform/jobs/jobs.ts';
import { type AnalysisEngine, QUICK_S, SHORT_S } from './engine/engine.ts';
import { Cancelled } from './errors.ts';

/** Studies as the work of jobs. */
export function studyWork(engine: AnalysisEngine): JobWork {
  return {
    rooms: engine.rooms,
    get isStopping() {
      return engine.isStopping;
    },
    take: async (body, { client, ...from }) => {
      const clients = new Set([client]);
      const { study, title, timeLimitS, looksQuick, isCut } = await engine.read(body, 'Study', { ...from, clients });
      const lanes = lanesOf(Math.min(timeLimitS ?? Infinity, engine.timeLimitS), looksQuick);
      const run: JobTask['run'] = async ({ lane, timeLimitS: limitS, part, found, ...others }) => {
        // The queue of jobs has let its client in: only where others wait on a connection they take turns.
        const options = { ...others, lane, isPromised: true, clients: lane === 'long' ? undefined : clients };
        if (part !== null)
          return { result: await engine.part(study, part, { ...options, timeLimitS: limitS }), partial: false };
        if (isCut && found === null) {
          const parts = await engine.parts(study, { ...options, timeLimitS: limitS });
          if (parts > 1) return { parts };
        }
        if (lane === 'quick' && lanes.length > 1) return (await engine.tryQuickly(study, options)) ?? 'outgrown';
        const usedS = lane !== 'quick' && looksQuick ? QUICK_S : 0;
        const joined = found ?? undefined;
        return engine.study(study, { ...options, joined, timeLimitS: Math.min(limitS, engine.timeLimitS) - usedS });
      };
      return { title, timeLimitS, lanes, run };
    },
    isCancelled: (error) => error instanceof Cancelled,
  };
}

/** What has little time waits for little time. What looks quick has so long to show that it is. */
function lanesOf(limitS: number, looksQuick: boolean): JobTask['lanes'] {
  const own = limitS <= SHORT_S ? 'short' : 'long';
  if (!looksQuick) return [own];
  return limitS <= QUICK_S ? ['quick'] : ['quick', own];
}
