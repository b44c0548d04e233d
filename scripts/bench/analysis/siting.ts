/** The optimiser on problems of the size of a city, and on networks as the literature measures by. */
import { solveSiting } from '../../../server/analysis/siting/index.ts';
import type { SitingOutcome, SitingProblem } from '../../../server/analysis/types.ts';
import { beasleyNetwork, cityProblem, networkProblem } from '../../../server/testing/median-instances.ts';
import { CITY, citySiting, DENSE } from '../../../server/testing/siting-instances.ts';
import { testTask } from '../../../server/testing/siting-task.ts';
import { ANALYSIS_TARGETS, type AnalysisFigure } from './figures.ts';

/** As in the literature: p of 5, n/100·10 and a third and a fifth of the nodes. */
const NETWORKS = {
  full: [
    [100, 5],
    [100, 33],
    [300, 5],
    [300, 30],
    [300, 100],
    [600, 5],
    [600, 60],
    [600, 200],
    [900, 5],
    [900, 10],
    [900, 90],
  ],
  quick: [[100, 5]],
} as const;
/** Ends a search that would go on for long after its promise. */
const PATIENCE = 2;

export async function benchSiting(quick: boolean): Promise<AnalysisFigure[]> {
  const small = { existing: 40, candidates: 60, cells: 3000 };
  const city = citySiting(quick ? { ...CITY, ...small } : CITY);
  const dense = citySiting(quick ? { ...DENSE, candidates: 60, cells: 2000 } : DENSE);
  const shape = { cells: 72_000, existing: 1200, candidates: 1000, limit: 5000, seed: 5, ...(quick ? small : {}) };
  return [
    ...(await promised('city', city, ANALYSIS_TARGETS.citySiting)),
    ...(await promised('dense', dense, ANALYSIS_TARGETS.denseSiting)),
    ...(await promised(
      'city-median',
      cityProblem('p-median', shape, { p: 30, gap: 0.01 }),
      { gapPercent: 1, seconds: 60 },
      false,
    )),
    ...(await networks('p-median', quick)),
    ...(await networks('p-center', quick)),
  ];
}

async function promised(
  detail: string,
  problem: SitingProblem,
  { gapPercent, seconds }: { readonly gapPercent: number; readonly seconds: number },
  isPromise = true,
): Promise<AnalysisFigure[]> {
  const { outcome, tookS } = await timed(problem, seconds * PATIENCE);
  return [
    { name: 'siting-time', detail, value: tookS, unit: 's', ...(isPromise ? { atMost: seconds } : {}) },
    { name: 'siting-gap', detail, value: outcome.gap * 100, unit: '%', ...(isPromise ? { atMost: gapPercent } : {}) },
  ];
}

/** The slowest of the networks, and how many were proven. */
async function networks(model: 'p-median' | 'p-center', quick: boolean): Promise<AnalysisFigure[]> {
  let slowestS = 0;
  let unproven = 0;
  const list = NETWORKS[quick ? 'quick' : 'full'];
  for (const [nodes, p] of list) {
    const { outcome, tookS } = await timed(
      networkProblem(model, beasleyNetwork(nodes, nodes + p), { p }),
      ANALYSIS_TARGETS.networkSitingS * PATIENCE,
    );
    slowestS = Math.max(slowestS, tookS);
    if (outcome.status !== 'optimal') unproven += 1;
  }
  return [
    { name: 'networks-time', detail: model, value: slowestS, unit: 's', atMost: ANALYSIS_TARGETS.networkSitingS },
    { name: 'networks-unproven', detail: model, value: unproven, unit: '', atMost: 0 },
  ];
}

async function timed(
  problem: SitingProblem,
  limitS: number,
): Promise<{ readonly outcome: SitingOutcome; readonly tookS: number }> {
  const startedAt = performance.now();
  const outcome = await solveSiting(problem, testTask({ timeMs: limitS * 1000 }));
  return { outcome, tookS: (performance.now() - startedAt) / 1000 };
}
