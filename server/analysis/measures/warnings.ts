import type { CountDomain } from '../../../tiles/api/spatial-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import { MEASURES } from './messages.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { warning } from '../errors.ts';
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
      return [
        say('e2sfca-weights', {
          decay: MEASURES[request.decay.kind === 'gaussian' ? 'decay-gaussian' : 'decay-steps'],
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

function domainOf(domain: CountDomain | undefined, outside = 0): Warning[] {
  return [
    ...(domain === 'demand' || domain === 'points' ? [say(`domain-${domain}`)] : []),
    ...sayIf(outside > 0, 'points-outside', { count: outside }),
  ];
}
