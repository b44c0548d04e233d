/** Every request and answer of `/analysis/…` by its name. */
import { AnalysisCatalogueSchema, CellsHeaderSchema, CoverageHeaderSchema, CoverageRequestSchema } from './coverage.ts';
import { JobSchema, StudyResultSchema } from './result.ts';
import { IsochronesRequestSchema, StudySchema } from './study.ts';

export const REQUEST_SCHEMAS = {
  Study: StudySchema,
  CoverageRequest: CoverageRequestSchema,
  IsochronesRequest: IsochronesRequestSchema,
} as const;

export const ANSWER_SCHEMAS = {
  StudyResult: StudyResultSchema,
  Job: JobSchema,
  AnalysisCatalogue: AnalysisCatalogueSchema,
  CoverageHeader: CoverageHeaderSchema,
  CellsHeader: CellsHeaderSchema,
} as const;
