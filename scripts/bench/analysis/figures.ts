/** What the benchmark of the analysis measured, and what the project promises. */
import type { ANALYSIS_FIGURES } from '../../cli/messages/bench-analysis.ts';
import type { Figure } from '../figures.ts';

export type AnalysisFigure = Figure<keyof typeof ANALYSIS_FIGURES>;

/** Promises of the project, on two cores. */
export const ANALYSIS_TARGETS = {
  /** A network of 200,000 nodes. */
  graphLoadMs: 1000,
  isochroneMs: 20,
  nearestMs: 150,
  /** All costs of 1,200 facilities and 72,000 cells within 15 minutes. */
  matrixS: 1,
  /** Opportunities per cell, of as many facilities and cells, with their costs. */
  opportunitiesS: 1,
  /** One of 1,200 facilities on 200,000 nodes is moved, added or removed. */
  editP95Ms: 100,
  /** A street is built, closed or changed there; an area is shut. */
  streetEditMs: 150,
  shutMs: 300,
  /** 1,000 candidates and 1,200 existing facilities for 72,000 cells. */
  citySiting: { gapPercent: 0.5, seconds: 5 },
  /** 500 candidates for 20,000 cells. */
  denseSiting: { gapPercent: 1, seconds: 3 },
  /** To the proven optimum. */
  networkSitingS: 60,
  /** 5,000 stops and 2 million calls a day, 72,000 cells: one departure, and 60. */
  departureS: 1,
  windowS: 20,
  /** As many stops, 60 departures: a facility is dragged. */
  transitDragMs: 1000,
  /** The planner's page. */
  firstAnswerMs: 1000,
  restyleMs: 16,
  dragMs: 100,
} as const;

/** Sizes of a run: with `quick` so small that it shows that everything runs, and little else. */
export interface AnalysisSize {
  readonly nodes: number;
  readonly cells: number;
  readonly facilities: number;
  readonly repeats: number;
  readonly edits: number;
  readonly stops: number;
  readonly calls: number;
}

export const FULL: AnalysisSize = {
  nodes: 200_000,
  cells: 72_000,
  facilities: 1200,
  repeats: 9,
  edits: 10_000,
  stops: 5000,
  calls: 2_000_000,
};
export const QUICK: AnalysisSize = {
  nodes: 10_000,
  cells: 4000,
  facilities: 100,
  repeats: 3,
  edits: 200,
  stops: 200,
  calls: 20_000,
};
