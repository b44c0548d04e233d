import type { Decay } from '../../../tiles/api/decay.ts';
import type { CountDomain } from '../../../tiles/api/spatial-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import { DEFAULT_HUFF_ALPHA, DEFAULT_HUFF_DECAY, DEFAULT_POWER_SCALE } from '../../../tiles/api/vocabulary.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { MEASURES } from './messages.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { warning } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { DEFAULT_FDR } from './hotspots.ts';
import { DEFAULT_SEED } from './moran.ts';
import type { RunnableRequest, RunnableResult } from './index.ts';

export interface Caveats {
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** What a measure has assumed, and what it has left out. */
export function measureCaveats(request: RunnableRequest, result: RunnableResult): Caveats {
  return { assumptions: assumed(request), warnings: leftOut(result) };
}

function say(code: keyof typeof MEASURES, values: MessageValues = {}): Warning {
  return warning(code, MEASURES[code], values);
}

/** The warning where it applies. */
function sayIf(is: boolean, code: keyof typeof MEASURES, values: MessageValues = {}): Warning[] {
  return is ? [say(code, values)] : [];
}

function assumed(request: RunnableRequest): Warning[] {
  switch (request.kind) {
    case 'coverage':
      return [say('cells-whole')];
    case 'gaps':
      return [say('cells-whole'), say('gaps-touch')];
    case 'overlap':
      return [say('cells-whole')];
    case 'assignment':
      return [say('nearest-each')];
    case 'e2sfca':
      return [say('e2sfca-weights', { decay: decayText(request.decay) })];
    case 'opportunities':
      return [say('opportunities-weights', { decay: decayText(request.decay) })];
    case 'equity':
      return [
        say('equity-palma'),
        ...(request.decay === undefined
          ? [say('nearest-each')]
          : [say('opportunities-weights', { decay: decayText(request.decay) })]),
      ];
    case 'huff':
      return [
        say('huff-shares', {
          alpha: request.alpha ?? DEFAULT_HUFF_ALPHA,
          decay: decayText(request.decay ?? DEFAULT_HUFF_DECAY),
        }),
      ];
    case 'hotspots':
      return [
        say('gi-star', { statistic: request.self === false ? 'Gi' : 'Gi*', fdr: request.fdr ?? DEFAULT_FDR }),
        ...permutationRule(request),
        ...('count' in request.values ? countRule(request.values.count) : []),
      ];
    case 'local-moran':
      return [
        say('local-moran', { fdr: request.fdr ?? DEFAULT_FDR }),
        ...permutationRule(request),
        ...('count' in request.values ? countRule(request.values.count) : []),
      ];
    case 'general-g':
      return [say('general-g'), ...('count' in request.values ? countRule(request.values.count) : [])];
    case 'moran':
      return [say('moran-two-sided'), ...('count' in request.values ? countRule(request.values.count) : [])];
    case 'kde':
      return [
        say('kde-edges', {
          kernel: MEASURES[request.kernel === 'gaussian' ? 'kernel-gaussian' : 'kernel-quartic'],
          bandwidthM: request.bandwidthM,
        }),
      ];
    case 'balance':
      return countRule(request);
    case 'supply':
    case 'density':
      return [];
  }
}

function decayText(decay: Decay): Text {
  switch (decay.kind) {
    case 'cumulative':
      return MEASURES['decay-cumulative'];
    case 'exponential':
      return sentence(MEASURES['decay-exponential'], { beta: decay.beta });
    case 'gaussian':
      return decay.sigma === undefined
        ? MEASURES['decay-gaussian']
        : sentence(MEASURES['decay-gaussian-sigma'], { sigma: decay.sigma });
    case 'logistic':
      return sentence(MEASURES['decay-logistic'], { median: decay.median, sd: decay.sd });
    case 'power':
      return sentence(MEASURES['decay-power'], { beta: decay.beta, scale: decay.scale ?? DEFAULT_POWER_SCALE });
    case 'steps':
      return MEASURES['decay-steps'];
  }
}

function permutationRule({ permutations = 0, seed = DEFAULT_SEED }: Permuted): Warning[] {
  return sayIf(permutations > 0, 'conditional-permutations', { permutations, seed });
}

interface Permuted {
  readonly permutations?: number;
  readonly seed?: number;
}

function countRule({ areas }: Pick<Extract<MeasureRequest, { readonly kind: 'balance' }>, 'areas'>): Warning[] {
  return [say(areas === undefined ? 'half-open' : 'first-area')];
}

function leftOut(result: RunnableResult): Warning[] {
  switch (result.kind) {
    case 'assignment':
      return sayIf(result.unassignedPeople > 0, 'unassigned', { people: Math.round(result.unassignedPeople) });
    case 'supply':
      return [
        ...sayIf(result.withoutCapacity === null, 'supply-one'),
        ...sayIf((result.withoutCapacity ?? 0) > 0, 'without-capacity', { count: result.withoutCapacity ?? 0 }),
        ...sayIf(result.outside > 0, 'facilities-outside', { count: result.outside }),
      ];
    case 'density':
      return sayIf(result.outside > 0, 'facilities-outside', { count: result.outside });
    case 'e2sfca': {
      const idle = result.ratios.filter(({ ratio }) => ratio === null).length;
      return [
        ...sayIf(result.withoutCapacity === null, 'supply-one'),
        ...sayIf((result.withoutCapacity ?? 0) > 0, 'without-capacity', { count: result.withoutCapacity ?? 0 }),
        ...sayIf(idle > 0, 'unreached-supply', { facilities: idle, supply: result.unreachedSupply }),
      ];
    }
    case 'opportunities':
      return [
        ...weightCaveats(result.withoutWeight),
        ...sayIf(result.none > 0, 'reach-none', { people: Math.round(result.none) }),
      ];
    case 'equity': {
      const cutOff = result.groups[0]?.unreachablePeople ?? 0;
      return [
        ...sayIf(cutOff > 0, 'unassigned', { people: Math.round(cutOff) }),
        ...sayIf(result.groups.length === 1, 'no-groups'),
      ];
    }
    case 'huff':
      return [
        ...weightCaveats(result.withoutWeight),
        ...sayIf(result.undrawnPeople > 0, 'undrawn', { people: Math.round(result.undrawnPeople) }),
      ];
    case 'hotspots':
    case 'moran':
    case 'local-moran':
    case 'general-g':
      return [
        ...sayIf(result.islands > 0, 'islands', { count: result.islands }),
        ...domainOf(result.domain, result.outside),
      ];
    case 'balance':
      return domainOf(result.domain, result.outside.length);
    case 'coverage':
    case 'gaps':
    case 'overlap':
    case 'kde':
      return [];
  }
}

function weightCaveats(without: number | null): Warning[] {
  return [
    ...sayIf(without === null, 'weight-one'),
    ...sayIf((without ?? 0) > 0, 'without-weight', { count: without ?? 0 }),
  ];
}

function domainOf(domain: CountDomain | undefined, outside = 0): Warning[] {
  return [
    ...(domain === 'demand' || domain === 'points' ? [say(`domain-${domain}`)] : []),
    ...sayIf(outside > 0, 'points-outside', { count: outside }),
  ];
}
