/** Checks a study's parts against one another, before any data is read. */
import type { ClosureRequest } from '../../../tiles/api/closure.ts';
import type { Decay } from '../../../tiles/api/decay.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { SitingRequest } from '../../../tiles/api/siting.ts';
import type { AnalysisRequest, Study } from '../../../tiles/api/study.ts';
import type { FacilityChoice, Id, Place } from '../../../tiles/api/place.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { AnalysisError } from '../errors.ts';
import { partsProblems } from '../parts/check-parts.ts';
import { PARTS } from '../parts/messages.ts';
import { STREETS } from '../street-edits/messages.ts';
import { allOf } from './parse.ts';
import { travelProblems } from './travel-check.ts';

const MOST_ERRORS = 1000;

/** Kinds that read how far people are from facilities. */
const TRAVELLING = [
  'coverage',
  'gaps',
  'assignment',
  'overlap',
  'e2sfca',
  'opportunities',
  'huff',
  'equity',
  'closure',
  'districts',
];
/** Kinds that travel to facilities or candidates, as they say themselves. */
const BETWEEN = ['siting', 'matrix'];
/** Kinds that read the people and the facilities of the study. */
const COUNTING = [...TRAVELLING, 'supply', 'density'];
/** Further kinds that need people. */
const PEOPLED = [...BETWEEN, 'compliance', 'cells'];

type Period = NonNullable<SitingRequest['periods']>[number];

/** A place of the study, and where its id stands. */
interface PlacedPoint {
  readonly point: Pick<Place, 'id'>;
  readonly at: string;
}

/** Each with the place of its id. */
function placed(points: readonly Pick<Place, 'id'>[], at: string): readonly PlacedPoint[] {
  return points.map((point, index) => ({ point, at: `${at}/${String(index)}/id` }));
}

export function travels({ kind }: AnalysisRequest): boolean {
  return TRAVELLING.includes(kind) || BETWEEN.includes(kind);
}

/** Id of the travel that a request names; undefined for that of the study. */
export function travelOf(request: AnalysisRequest): string | undefined {
  return 'travel' in request ? request.travel : undefined;
}

/** The cost up to which a request reads the costs of all pairs; null where the nearest facility is enough. */
export function pairsWithin(request: AnalysisRequest): number | null {
  switch (request.kind) {
    case 'overlap':
      return request.within;
    case 'e2sfca':
      return request.catchment;
    case 'opportunities':
    case 'huff':
      return request.within ?? Infinity;
    case 'equity':
      return request.decay === undefined ? null : request.within;
    default:
      return null;
  }
}

export function counts({ kind }: AnalysisRequest): boolean {
  return COUNTING.includes(kind);
}

/** Throws `AnalysisErrors`, or the only `AnalysisError`. */
export function checkStudy(study: Study): void {
  const check = new Check(study);
  check.travel();
  check.streetEdits();
  check.places();
  check.matrix();
  check.parts();
  study.analyses.forEach((request, index) => check.analysis(request, `/analyses/${String(index)}`));
  if (check.errors.length > 0) throw allOf(check.errors);
}

class Check {
  readonly errors: AnalysisError[] = [];
  readonly #study: Study;
  /** Nodes of the study's own network; null where it has none. */
  readonly #nodes: ReadonlySet<Id> | null;
  readonly #hasPlaces: boolean;

  constructor(study: Study) {
    const { network } = study;
    this.#study = study;
    this.#nodes = network !== undefined && 'nodes' in network ? new Set(network.nodes.map(({ id }) => id)) : null;
    this.#hasPlaces =
      this.#nodes === null ||
      (network !== undefined && 'nodes' in network && network.nodes.some(({ lon }) => lon !== undefined));
  }

  travel(): void {
    const { travel = {}, travels: named = [], network, matrix } = this.#study;
    const isStored = network === undefined || 'stored' in network;
    const ways = [
      { way: travel, id: undefined, at: '/travel' },
      ...named.map((way, index) => ({ way, id: way.id, at: `/travels/${String(index)}` })),
    ];
    for (const { way, id, at } of ways) {
      for (const problem of travelProblems(way, { at, isStored }))
        this.#problem(problem.key, problem.at, problem.values);
      if (way.mode === 'transit') this.#isochrones(id);
    }
    this.#uniqueIds(placed(named, '/travels'));
    if (named.length > 0 && matrix !== undefined) this.#problem('matrix-and-travels', '/travels');
  }

  /** `id`: by which analyses name the travel with public transport; undefined for that of the study. */
  #isochrones(id: string | undefined): void {
    this.#study.analyses.forEach((request, index) => {
      if (request.kind === 'isochrones' && travelOf(request) === id)
        this.#problem('transit-isochrones', `/analyses/${String(index)}`);
    });
  }

  parts(): void {
    for (const { key, at, values = {} } of partsProblems(this.#study, travels))
      this.errors.push(new AnalysisError(key, PARTS[key], values, { at }));
  }

  streetEdits(): void {
    const { network, matrix, streetEdits = [] } = this.#study;
    if (streetEdits.length === 0 || (matrix === undefined && network !== undefined && 'stored' in network)) return;
    this.errors.push(
      new AnalysisError('street-edits-need-stored', STREETS['needs-stored'], {}, { at: '/streetEdits' }),
    );
  }

  places(): void {
    const { demand, facilities, candidates } = this.#study;
    const points = (choice: FacilityChoice | Study['candidates'] | Study['demand']): readonly Place[] =>
      choice !== undefined && 'points' in choice ? choice.points : [];
    this.#points(points(demand), '/demand/points');
    this.#points(points(facilities), '/facilities/points');
    this.#points(points(candidates), '/candidates/points');
    this.#uniqueIds(placed(points(demand), '/demand/points'));
    if (demand !== undefined && 'areas' in demand) this.#uniqueIds(placed(demand.areas, '/demand/areas'));
    // Both may be chosen, so a result names them side by side.
    this.#uniqueIds([
      ...placed(points(facilities), '/facilities/points'),
      ...placed(points(candidates), '/candidates/points'),
    ]);
  }

  matrix(): void {
    const { matrix, demand, edits, candidates, facilities } = this.#study;
    if (matrix === undefined) return;
    if ((edits ?? []).length > 0) this.#problem('matrix-and-edits', '/edits');
    if (candidates !== undefined && 'cells' in candidates) this.#problem('matrix-and-cells', '/candidates/cells');
    const rows = matrix.costs.length;
    const own =
      demand === undefined ? null : 'points' in demand ? demand.points : 'areas' in demand ? demand.areas : null;
    if (own !== null && own.length !== rows) this.#problem('matrix-rows', '/matrix/costs', { rows, count: own.length });
    const existing = facilities !== undefined && 'points' in facilities ? facilities.points.length : null;
    const more = candidates !== undefined && 'points' in candidates ? candidates.points.length : null;
    const known =
      (facilities === undefined || existing !== null) &&
      (candidates === undefined || more !== null) &&
      (facilities !== undefined || candidates !== undefined);
    const count = known ? (existing ?? 0) + (more ?? 0) : (matrix.costs[0]?.length ?? 0);
    matrix.costs.forEach((row, index) => {
      if (row.length === count) return;
      const values = { row: index + 1, columns: row.length, count, existing: existing ?? 0, candidates: more ?? 0 };
      this.#problem(known ? 'matrix-columns' : 'matrix-ragged', `/matrix/costs/${String(index)}`, values);
    });
  }

  analysis(request: AnalysisRequest, at: string): void {
    const { network, matrix, demand, facilities } = this.#study;
    if (travels(request) && network === undefined && matrix === undefined) this.#problem('no-network', at);
    if (request.kind === 'isochrones' && network === undefined)
      this.#problem(matrix === undefined ? 'no-network' : 'matrix-and-isochrones', at);
    if (request.kind === 'isochrones' && network !== undefined && 'straight' in network)
      this.#problem('straight-isochrones', at);
    if (
      (counts(request) || PEOPLED.includes(request.kind)) &&
      demand === undefined &&
      (matrix === undefined || !(travels(request) || request.kind === 'cells'))
    )
      this.#problem('no-demand', at);
    if (counts(request) && facilities === undefined && matrix === undefined) this.#problem('no-facilities', at);
    this.#travel(request, at);
    if (request.kind === 'siting') this.#siting(request, at);
    else if (request.kind === 'compliance') this.#compliance(at);
    else if (request.kind === 'closure') this.#closure(request, at);
    else if (request.kind !== 'districts') this.#measure(request, at);
  }

  #measure(request: MeasureRequest, at: string): void {
    switch (request.kind) {
      case 'coverage':
        this.#ascending(request.within, `${at}/within`, 'costs-descend');
        break;
      case 'isochrones':
        this.#ascending(request.within, `${at}/within`, 'costs-descend');
        this.#points(request.origins, `${at}/origins`, false);
        this.#uniqueIds(placed(request.origins, `${at}/origins`));
        break;
      case 'e2sfca':
        this.#decay(request.decay, request.catchment, at);
        break;
      case 'opportunities':
      case 'huff':
      case 'equity':
        if (request.decay !== undefined) this.#decay(request.decay, request.within ?? null, at);
        this.#attribute(request.attribute, at);
        if (request.kind === 'equity' && request.attribute !== undefined && request.decay === undefined)
          this.#problem('attribute-needs-decay', `${at}/attribute`, { attribute: request.attribute });
        break;
      case 'kde':
      case 'balance':
        if ('points' in request.of) this.#points(request.of.points, `${at}/of/points`, false, false);
        break;
      default:
    }
  }

  /** `limit`: the cost at which the decay ends; null where it has no end. */
  #decay(decay: Decay, limit: number | null, at: string): void {
    if (decay.kind === 'gaussian' && decay.sigma === undefined && !((limit ?? 0) > 0))
      this.#problem('gaussian-needs-limit', `${at}/decay`);
    if (decay.kind !== 'steps') return;
    const upTo = decay.steps.map((step) => step.upTo);
    this.#ascending(upTo, `${at}/decay/steps`, 'steps-order');
    const last = upTo.at(-1) ?? 0;
    if (limit !== null && last < limit)
      this.#problem('steps-beyond', `${at}/decay/steps`, { upTo: last, catchment: limit });
  }

  #travel(request: AnalysisRequest, at: string): void {
    const name = travelOf(request);
    const ids = (this.#study.travels ?? []).map(({ id }) => id);
    if (name === undefined || ids.includes(name)) return;
    const key = ids.length === 0 ? 'no-travels' : 'unknown-travel';
    this.#problem(key, `${at}/travel`, { name, choices: ids.join(', ') });
  }

  #attribute(attribute: string | undefined, at: string): void {
    const { facilities } = this.#study;
    if (attribute !== undefined && (facilities === undefined || !('layer' in facilities)))
      this.#problem('attribute-needs-layer', `${at}/attribute`, { attribute });
  }

  #siting({ model, p, budget, within, share, periods }: SitingRequest, at: string): void {
    const { candidates, matrix } = this.#study;
    const values = { model };
    if (candidates === undefined && matrix === undefined) this.#problem('no-candidates', at);
    if ((model === 'lscp' || model === 'mclp') && within === undefined) this.#problem('needs-within', at, values);
    if (model !== 'lscp' && share !== undefined) this.#problem('share-for-lscp', `${at}/share`, values);
    if (periods !== undefined) {
      if (p !== undefined || budget !== undefined || share !== undefined) this.#problem('periods-and-limits', at);
      periods.forEach((period, nth) => this.#period(model, period, `${at}/periods/${String(nth)}`));
    } else if (model !== 'lscp' && p === undefined && budget === undefined) {
      this.#problem('needs-p', at, values);
    }
    if (p !== undefined && candidates !== undefined && 'points' in candidates && p > candidates.points.length)
      this.#problem('p-above-candidates', `${at}/p`, { p, count: candidates.points.length });
  }

  #closure({ model, within, p = 0 }: ClosureRequest, at: string): void {
    const { candidates, matrix } = this.#study;
    if (model === 'mclp' && within === undefined) this.#problem('needs-within', at, { model });
    if (p > 0 && candidates === undefined && matrix === undefined) this.#problem('no-candidates', `${at}/p`);
  }

  #period(model: SitingRequest['model'], { p, budget, share }: Period, at: string): void {
    const isFewest = model === 'lscp';
    if (isFewest && share === undefined) this.#problem('period-needs-share', at);
    if (!isFewest && share !== undefined) this.#problem('share-for-lscp', `${at}/share`, { model });
    if (!isFewest && p === undefined && budget === undefined) this.#problem('needs-p', at, { model });
  }

  #compliance(at: string): void {
    const { network } = this.#study;
    if (network === undefined || !('stored' in network)) this.#problem('compliance-needs', at);
  }

  #ascending(values: readonly number[], at: string, key: 'costs-descend' | 'steps-order'): void {
    if (values.some((value, index) => index > 0 && value <= (values[index - 1] as number))) this.#problem(key, at);
  }

  /** `byNode`: places may be nodes. Without a matrix, a place must have one of both, where anything travels to it. */
  #points(points: readonly Place[], at: string, mayLack = true, byNode = true): void {
    const needed = !mayLack || (this.#study.matrix === undefined && this.#study.analyses.some(travels));
    points.forEach(({ lon, lat, node }, index) => {
      const here = `${at}/${String(index)}`;
      if ((lon === undefined) !== (lat === undefined)) this.#problem('half-place', here);
      else if (node !== undefined && (this.#nodes === null || !byNode)) {
        // A matrix tells the costs; the node is a name.
        if (this.#study.matrix === undefined || !byNode) this.#problem('node-without-network', `${here}/node`);
      } else if (node !== undefined && this.#nodes?.has(node) === false)
        this.#problem('unknown-node', `${here}/node`, { node });
      else if (node === undefined && lon === undefined && needed) this.#problem('no-place', here);
      else if (node === undefined && lon !== undefined && byNode && needed && !this.#hasPlaces)
        this.#problem('network-without-places', here);
    });
  }

  #uniqueIds(points: readonly PlacedPoint[]): void {
    const seen = new Map<string, number>();
    points.forEach(({ point: { id }, at }, index) => {
      if (id === undefined) return;
      const first = seen.get(String(id));
      if (first === undefined) seen.set(String(id), index);
      else this.#problem('id-twice', at, { id: String(id), first: first + 1 });
    });
  }

  #problem(key: StudyMessage, at: string, values: MessageValues = {}): void {
    const text: Text = STUDY[key];
    // A million wrong rows are one thing to mend.
    if (this.errors.length < MOST_ERRORS) this.errors.push(new AnalysisError(key, text, values, { at }));
  }
}
