import type { Of } from '../../tiles/api/schema.ts';
import type { IsochronesRequestSchema, Study } from '../../tiles/api/study.ts';
import type { AnalysisEngine, StudyOptions } from './engine/engine.ts';
import type { StudyAnswer } from './engine/protocol.ts';
import { AnalysisError, AnalysisErrors } from './errors.ts';

/** Isochrones alone, as a study of this one analysis. Errors have their places in the request. */
export async function isochronesOnly(
  engine: Pick<AnalysisEngine, 'study'>,
  { origins, within, ...parts }: Of<typeof IsochronesRequestSchema>,
  options: StudyOptions,
): Promise<StudyAnswer> {
  const study: Study = { ...parts, analyses: [{ kind: 'isochrones', origins, within }] };
  try {
    return await engine.study({ value: study }, options);
  } catch (error) {
    throw asAsked(error);
  }
}

/** Errors with their places in the request, not in the study it was made into. */
function asAsked(error: unknown): unknown {
  if (error instanceof AnalysisError) return atTop(error);
  return error instanceof AnalysisErrors ? new AnalysisErrors(error.errors.map(atTop)) : error;
}

function atTop({ code, text, at, isMalformed }: AnalysisError): AnalysisError {
  return new AnalysisError(
    code,
    text,
    {},
    { isMalformed, ...(at === undefined ? {} : { at: at.replace(/^\/analyses\/0(?=\/|$)/, '') }) },
  );
}
