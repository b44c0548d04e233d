import type { Decay } from '../../../tiles/api/decay.ts';
import { DEFAULT_POWER_SCALE } from '../../../tiles/api/vocabulary.ts';
import { AnalysisError } from '../errors.ts';
import { MEASURES } from './messages.ts';

type DecayOf<K extends Decay['kind']> = Extract<Decay, { readonly kind: K }>;

/** Weight by cost, without a unit. */
export type Weight = (cost: number) => number;

/**
 * Weight by cost, 0 beyond `limit`: the decay functions of the literature (Kwan 1998; Luo & Qi 2009; Dai 2010; Bauer &
 * Groneberg 2016), as the R package `accessibility` has them. `limit` is in the unit of the costs; it is finite for the
 * Gaussian without `sigma`, which ends there. `at` is the JSON pointer of the request. Throws `AnalysisError` for steps
 * that do not ascend.
 */
export function decayWeight(decay: Decay, limit: number, at = ''): Weight {
  const weight = weightOf(decay, limit, at);
  return (cost) => (cost <= limit ? weight(cost) : 0);
}

function weightOf(decay: Decay, limit: number, at: string): Weight {
  switch (decay.kind) {
    case 'cumulative':
      return () => 1;
    case 'exponential': {
      const { beta } = decay;
      return (cost) => Math.exp(-beta * cost);
    }
    case 'gaussian':
      return gaussian(decay, limit);
    case 'logistic':
      return logistic(decay);
    case 'power': {
      const { beta, scale = DEFAULT_POWER_SCALE } = decay;
      return (cost) => (cost <= scale ? 1 : (cost / scale) ** -beta);
    }
    case 'steps':
      return steps(decay, at);
  }
}

/** By its deviation; else 1 at 0 and falling to 0 at the limit (Dai 2010, eq. 3). */
function gaussian({ sigma }: DecayOf<'gaussian'>, limit: number): Weight {
  if (sigma !== undefined) return (cost) => Math.exp(-0.5 * (cost / sigma) ** 2);
  const end = Math.exp(-0.5);
  return (cost) => (Math.exp(-0.5 * (cost / limit) ** 2) - end) / (1 - end);
}

/** The survival function of the logistic distribution, divided by what it is at 0 (Bauer & Groneberg 2016). */
function logistic({ median, sd }: DecayOf<'logistic'>): Weight {
  const steepness = Math.PI / (sd * Math.sqrt(3));
  const atZero = 1 + Math.exp(-median * steepness);
  return (cost) => atZero / (1 + Math.exp((cost - median) * steepness));
}

/** The first step that a cost is at most `upTo` of (Luo & Qi 2009). */
function steps({ steps: list }: DecayOf<'steps'>, at: string): Weight {
  const wrong = list.findIndex(
    ({ upTo, weight }, i) => !(upTo > (list[i - 1]?.upTo ?? -Infinity) && weight >= 0 && weight < Infinity),
  );
  if (list.length === 0 || wrong >= 0) {
    throw new AnalysisError(
      'steps-wrong',
      MEASURES['steps-wrong'],
      { step: Math.max(wrong, 0) + 1 },
      { at: `${at}/decay/steps${wrong < 0 ? '' : `/${wrong}`}` },
    );
  }
  return (cost) => list.find(({ upTo }) => cost <= upTo)?.weight ?? 0;
}
