/** The pieces of work a thread can do. */
import { DEFAULT_MODE } from '../../../tiles/api/vocabulary.ts';
import { parseJsonBytes } from '../../platform/http/json-text.ts';
import type { Sources } from './sources.ts';
import { parseAs } from '../study/parse.ts';
import { CoverageCache } from '../coverage/service.ts';
import type { Piece, StudyProgress, Work } from './protocol.ts';
import { snapDemand, touchingOf } from './snapped.ts';
import { ThreadTask } from './task.ts';

/** What work is done with: stored data, the flag that ends it, and where it tells how far it is. */
export interface WorkerContext {
  readonly sources: Sources;
  readonly flag: Int32Array;
  readonly tell: (progress: StudyProgress) => void;
  readonly hand: (piece: Piece) => void;
}

export interface Done {
  readonly answer: unknown;
  /** Of the answer: handed over, not copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

const coverages = new CoverageCache();

export async function work(asked: Work, context: WorkerContext): Promise<Done> {
  switch (asked.op) {
    case 'check': {
      const { title = null, timeLimitS = null } = parseAs('Study', parseJsonBytes(asked.body), asked.body.length);
      return { answer: { title, timeLimitS } };
    }
    case 'study': {
      // The page's thread works on none, and starts sooner without.
      const { workStudy } = await import('./study-work.ts');
      return workStudy(asked, context);
    }
    case 'coverage': {
      const task = new ThreadTask(context.flag, Infinity, (share, phase) =>
        context.tell({ share, phase, analysis: 0 }),
      );
      const frame = await coverages.answer(asked.request, asked.keys, context.sources, task, asked.memoryMb);
      return { answer: { frame }, transfer: [frame.buffer as ArrayBuffer] };
    }
    case 'warm':
      await warm(asked, context.sources);
      return { answer: null };
  }
}

async function warm({ network, demand }: Extract<Work, { readonly op: 'warm' }>, sources: Sources): Promise<void> {
  const [graph, people] = await Promise.all([sources.network(network, ''), sources.demand(demand, '')]);
  snapDemand(graph.value, people.value, DEFAULT_MODE);
  touchingOf(people.value);
}
