/** The decays of the page: one parameter each, in minutes or without a unit, and the usual one. */
import type { Decay } from '../../../../../tiles/api/decay.ts';
import { LEAST_PARAMETER, MOST_PARAMETER } from '../state/found-text.ts';
import type { DecayKind, FoundSettings } from '../state/types.ts';

const MINUTE_S = 60;
/** Spread of the logistic curve, as a share of its median. */
const LOGISTIC_SPREAD = 0.25;

/** Usual parameter; null for a decay without one. `gaussian` without its own ends at the limit (Dai 2010). */
export const USUAL_PARAMETER: Readonly<Record<DecayKind, number | null>> = {
  cumulative: null,
  // Hansen 1959, of gravity.
  power: 2,
  // A minute weighs a tenth less than the one before.
  exponential: 0.1,
  gaussian: 8,
  logistic: 10,
};

export function parameterOf({ decay, parameter }: Pick<FoundSettings, 'decay' | 'parameter'>): number | null {
  return USUAL_PARAMETER[decay] === null ? null : (parameter ?? USUAL_PARAMETER[decay]);
}

/** As the service is asked: costs are seconds. */
export function decayOf(settings: Pick<FoundSettings, 'decay' | 'parameter'>): Decay {
  const value = parameterOf(settings) ?? 0;
  switch (settings.decay) {
    case 'cumulative':
      return { kind: 'cumulative' };
    case 'power':
      return { kind: 'power', beta: value, scale: MINUTE_S };
    case 'exponential':
      return { kind: 'exponential', beta: value / MINUTE_S };
    case 'gaussian':
      return { kind: 'gaussian', sigma: value * MINUTE_S };
    case 'logistic':
      return { kind: 'logistic', median: value * MINUTE_S, sd: value * MINUTE_S * LOGISTIC_SPREAD };
  }
}

const DECIMALS = 3;

/** The settings that ask the same; null where the page has none that do, as for a parameter that it cannot hold. */
export function decayFrom(decay: Decay | undefined): Pick<FoundSettings, 'decay' | 'parameter'> | null {
  switch (decay?.kind) {
    case 'cumulative':
      return { decay: 'cumulative', parameter: null };
    case 'power':
      return decay.scale === MINUTE_S ? settingsOf('power', decay.beta) : null;
    case 'exponential':
      return settingsOf('exponential', decay.beta * MINUTE_S);
    case 'gaussian':
      return decay.sigma === undefined ? null : settingsOf('gaussian', decay.sigma / MINUTE_S);
    case 'logistic': {
      const isUsual = Math.abs(decay.sd - decay.median * LOGISTIC_SPREAD) < 1e-6;
      return isUsual ? settingsOf('logistic', decay.median / MINUTE_S) : null;
    }
    default:
      return null;
  }
}

function settingsOf(decay: DecayKind, value: number): Pick<FoundSettings, 'decay' | 'parameter'> | null {
  const parameter = Number(value.toFixed(DECIMALS));
  const isKept = Math.abs(parameter - value) < 1e-9 && parameter >= LEAST_PARAMETER && parameter <= MOST_PARAMETER;
  return isKept ? { decay, parameter } : null;
}
