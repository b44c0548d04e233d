/** Standards that were written before 0.5.0 call a rule that was read in its text verified. They go on being read. */
import { isRecord } from '../../platform/is-record.ts';

const FORMER = 'verified';

/** The value of a standard's file in the names of today; anything that is no standard, as it is. */
export function withoutFormerCertainty(standard: unknown): unknown {
  if (!isRecord(standard)) return standard;
  const { rules, walkingCircles } = standard;
  return {
    ...standard,
    ...(Array.isArray(rules) ? { rules: rules.map((rule: unknown) => ofToday(rule, 'text')) } : {}),
    // A circle names no clause that somebody could have read.
    ...(Array.isArray(walkingCircles)
      ? { walkingCircles: walkingCircles.map((circle: unknown) => ofToday(circle, 'unverified')) }
      : {}),
  };
}

function ofToday(value: unknown, certainty: string): unknown {
  return isRecord(value) && value.certainty === FORMER ? { ...value, certainty } : value;
}
