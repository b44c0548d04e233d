import type { AnalysisRequest, Study } from '../../../tiles/api/study.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import type { PARTS } from './messages.ts';

export interface PartsProblem {
  readonly key: keyof typeof PARTS;
  /** JSON pointer. */
  readonly at: string;
  readonly values?: MessageValues;
}

/** What keeps a study from being cut, before any data is read. */
export function partsProblems(study: Study, travels: (request: AnalysisRequest) => boolean): readonly PartsProblem[] {
  const { parts, network, matrix, demand, travel, analyses } = study;
  if (parts === undefined) return [];
  const isAlongStreets = network !== undefined && !('straight' in network);
  return [
    ...(isAlongStreets && matrix === undefined && travel?.mode !== 'transit'
      ? []
      : [{ key: 'parts-network', at: '/parts' } as const]),
    ...(demand === undefined ? [{ key: 'parts-people', at: '/parts', values: { by: parts } } as const] : []),
    ...analyses.flatMap((request, index) => ofRequest(request, `/analyses/${String(index)}`, travels)),
  ];
}

function ofRequest(
  request: AnalysisRequest,
  at: string,
  travels: (request: AnalysisRequest) => boolean,
): readonly PartsProblem[] {
  const values = { kind: request.kind };
  if ('travel' in request && request.travel !== undefined)
    return [{ key: 'parts-travel', at: `${at}/travel`, values: { name: request.travel } }];
  switch (request.kind) {
    case 'coverage':
      return request.perDemand === true ? [{ key: 'parts-per-demand', at: `${at}/perDemand`, values }] : [];
    case 'overlap':
    case 'e2sfca':
      return [];
    case 'opportunities':
    case 'huff':
      return request.within === undefined ? [{ key: 'parts-limit', at, values }] : [];
    case 'equity':
      return request.decay === undefined ? [{ key: 'parts-kind', at, values }] : [];
    case 'isochrones':
    case 'compliance':
      return [{ key: 'parts-kind', at, values }];
    default:
      // What travels nowhere is computed whole, from all cells.
      return travels(request) ? [{ key: 'parts-kind', at, values }] : [];
  }
}
