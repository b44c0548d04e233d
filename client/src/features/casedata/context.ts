import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CaseLayer, Dataset } from './data/dataset.ts';
import type { Evaluation } from './data/crossfilter.ts';
import type { AnalysisSession } from './session.ts';

/** The session and data that every part of the panel draws from. */
export interface Analysis {
  readonly session: AnalysisSession;
  readonly layer: CaseLayer;
  readonly data: Dataset;
  readonly evaluation: Evaluation;
}

export const AnalysisContext = createContext<Analysis | null>(null);

export function useAnalysis(): Analysis {
  const analysis = useContext(AnalysisContext);
  if (analysis === null) throw new Error('useAnalysis needs an AnalysisContext above it');
  return analysis;
}
