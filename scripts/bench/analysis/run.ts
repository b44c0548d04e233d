/** All parts of the benchmark of the analysis, one after the other, so that they do not slow each other down. */
import { describeMachine, type Machine } from '../service/machine.ts';
import { makeCity } from './city.ts';
import { benchEdits } from './edits.ts';
import { FULL, QUICK, type AnalysisFigure } from './figures.ts';
import { benchNetwork } from './network.ts';
import type { AnalysisOptions, AnalysisPart } from './options.ts';
import { benchPage } from './page.ts';
import { benchSiting } from './siting.ts';

export interface AnalysisBench {
  readonly machine: Omit<Machine, 'databases'>;
  readonly quick: boolean;
  readonly figures: readonly AnalysisFigure[];
}

export type AnalysisStep = AnalysisPart | 'city';

export async function runAnalysisBench(
  { parts, quick }: AnalysisOptions,
  tell: (step: AnalysisStep) => void,
): Promise<AnalysisBench> {
  const machine = describeMachine();
  const size = quick ? QUICK : FULL;
  const figures: AnalysisFigure[] = [];
  if (parts.has('network') || parts.has('edits')) {
    tell('city');
    const city = makeCity(size);
    if (parts.has('network')) {
      tell('network');
      figures.push(...(await benchNetwork(city, size)));
    }
    if (parts.has('edits')) {
      tell('edits');
      figures.push(...benchEdits(city, size));
    }
  }
  if (parts.has('siting')) {
    tell('siting');
    figures.push(...(await benchSiting(quick)));
  }
  if (parts.has('page')) {
    tell('page');
    figures.push(...(await benchPage(size)));
  }
  return { machine, quick, figures };
}
