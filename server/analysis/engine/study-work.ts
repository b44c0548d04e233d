import { gzipSync } from 'node:zlib';
import { parseJsonBytes } from '../../platform/http/json-text.ts';
import { parseAs } from '../study/parse.ts';
import { runStudy } from '../study/run.ts';
import type { StudyAnswer, StudyProgress, Work } from './protocol.ts';
import { ThreadTask } from './task.ts';
import type { WorkerContext, Done } from './work.ts';

/** Half of the time that `gzip` usually takes, for a few percent more bytes. */
const GZIP_LEVEL = 3;

export async function workStudy(
  { body, timeLimitMs, memoryMb }: Extract<Work, { readonly op: 'study' }>,
  { sources, flag, tell, hand }: WorkerContext,
): Promise<Done> {
  const startedMs = performance.now();
  const study = parseAs('Study', parseJsonBytes(body), body.length);
  const deadlineMs = startedMs + Math.min(timeLimitMs, (study.timeLimitS ?? Infinity) * 1000);
  let siting: Pick<StudyProgress, 'siting'> = {};
  const result = await runStudy(study, {
    sources,
    memoryMb,
    onPiece: hand,
    taskFor: (analysis, limitMs) => {
      siting = {};
      const task = new ThreadTask(flag, deadlineMs, (share, phase) => tell({ share, analysis, phase, ...siting }));
      return limitMs === Infinity ? task : task.within(limitMs);
    },
    onStep: (analysis, step) => {
      siting = { siting: step };
      tell({ share: step.gap === null ? 0 : Math.max(0, 1 - step.gap), analysis, phase: step.phase, siting: step });
    },
  });
  const answer: StudyAnswer = {
    result: gzipSync(JSON.stringify(result), { level: GZIP_LEVEL }),
    partial: result.partial,
  };
  return { answer };
}
