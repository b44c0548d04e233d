/** What is answered, as JSON Schema. A test holds answers of every kind against it. */
import { SITING_MODELS, SITING_PHASES } from '../../../tiles/api/siting.ts';
import { CERTAINTIES } from '../../../tiles/api/standard.ts';
import { byKind, choice, described, object, ref, type Definitions, type Schema } from './schema-kit.ts';

const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const maybeNumber: Schema = { type: ['number', 'null'] };
const maybeText: Schema = { type: ['string', 'null'] };
const whole: Schema = { type: 'integer' };
const flag: Schema = { type: 'boolean' };
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const kind = (...values: readonly string[]): Schema =>
  values.length === 1 ? { type: 'string', const: values[0] } : choice(values);
const both = ref('Text');
const group = { key: maybeText, people: number, areaM2: number };
const counted = { 'domain?': choice(['demand', 'points', 'areas']), 'outside?': whole };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const geometry: Schema = {
  type: 'object',
  required: ['type', 'coordinates'],
  properties: { type: text, coordinates: { type: 'array' } },
};
const faults = listOf(object({ code: text, message: text, 'at?': text }));
const share2 = { normality: number, randomisation: number };

const MEASURES: Definitions = {
  CoverageResult: object({
    kind: kind('coverage'),
    people: number,
    areaM2: number,
    within: listOf(object({ cost: number, people: number, peopleShare: number, areaM2: number, areaShare: number })),
    'groups?': listOf(object({ ...group, within: listOf(object({ cost: number, people: number, areaM2: number })) })),
    'costs?': listOf(maybeNumber),
  }),
  GapsResult: object({
    kind: kind('gaps'),
    people: number,
    areaM2: number,
    unreachablePeople: number,
    leftOut: object({ areas: whole, people: number }),
    areas: listOf(
      object({
        rank: whole,
        people: number,
        areaM2: number,
        cells: listOf(whole),
        lon: maybeNumber,
        lat: maybeNumber,
        district: maybeText,
        street: maybeText,
        nearest: nullable(object({ facility: text, cost: number })),
      }),
    ),
  }),
  AssignmentResult: object({
    kind: kind('assignment'),
    facilities: listOf(object({ id: text, people: number, cells: whole, meanCost: maybeNumber, maxCost: maybeNumber })),
    unassignedPeople: number,
    meanCost: maybeNumber,
    maxCost: maybeNumber,
    gini: maybeNumber,
    lorenz: nullable(listOf(listOf(number))),
    'perDemand?': listOf(whole),
  }),
  OverlapResult: object({
    kind: kind('overlap'),
    facilities: listOf(object({ id: text, people: number, exclusivePeople: number })),
    peopleByCount: listOf(number),
  }),
  SupplyResult: object({
    kind: kind('supply'),
    groups: listOf(object({ ...group, facilities: whole, capacity: maybeNumber, ratio: maybeNumber })),
    outside: whole,
    withoutCapacity: { type: ['integer', 'null'] },
  }),
  DensityResult: object({
    kind: kind('density'),
    groups: listOf(object({ ...group, facilities: whole, capacity: maybeNumber, ratio: maybeNumber })),
    outside: whole,
    withoutCapacity: { type: ['integer', 'null'] },
  }),
  E2sfcaResult: object({
    kind: kind('e2sfca'),
    ratios: listOf(object({ id: text, ratio: maybeNumber })),
    mean: number,
    reachedSupply: number,
    unreachedSupply: number,
    withoutCapacity: { type: ['integer', 'null'] },
    gini: maybeNumber,
    'access?': listOf(number),
  }),
  HotspotsResult: object({
    kind: kind('hotspots'),
    z: listOf(number),
    p: listOf(number),
    class: listOf({ type: 'integer', minimum: -1, maximum: 1 }),
    threshold: number,
    islands: whole,
    'areas?': listOf(object({ id: text, value: number, lon: number, lat: number })),
    ...counted,
  }),
  MoranResult: object({
    kind: kind('moran'),
    i: number,
    count: whole,
    expected: number,
    variance: object(share2),
    z: object(share2),
    p: object({ ...share2, 'permutation?': number }),
    islands: whole,
    ...counted,
  }),
  KdeResult: object({
    kind: kind('kde'),
    values: listOf(number),
    columns: whole,
    rows: whole,
    cellM: number,
    corners: listOf(listOf(number)),
    bandwidthM: number,
  }),
  BalanceResult: object({
    kind: kind('balance'),
    domain: choice(['demand', 'points', 'areas']),
    cells: listOf(object({ key: text, count: whole })),
    points: whole,
    mean: number,
    cv: maybeNumber,
    gini: maybeNumber,
    max: number,
    outside: listOf(text),
  }),
  IsochronesResult: object({
    kind: kind('isochrones'),
    features: listOf(
      object({
        origin: whole,
        within: number,
        area: geometry,
        edges: geometry,
        areaM2: number,
        lengthM: number,
        people: maybeNumber,
      }),
    ),
  }),
};

const CHOICES: Definitions = {
  SitingStep: object({
    phase: choice(SITING_PHASES),
    atMs: number,
    objective: maybeNumber,
    bound: maybeNumber,
    gap: maybeNumber,
  }),
  SitingResult: object({
    kind: kind('siting'),
    model: choice(SITING_MODELS),
    status: choice(['optimal', 'gap', 'time', 'cancelled', 'infeasible']),
    chosen: listOf(text),
    sites: listOf(object({ id: text, lon: number, lat: number, people: number })),
    objective: maybeNumber,
    bound: maybeNumber,
    gap: maybeNumber,
    before: maybeNumber,
    unservable: object({ cells: whole, people: number }),
    steps: listOf(ref('SitingStep')),
  }),
  ComplianceResult: object({
    kind: kind('compliance'),
    standard: ref('Standard'),
    outside: listOf(object({ rule: text, facilities: whole })),
    rows: listOf(
      object({
        rule: text,
        scope: choice(['whole', 'area']),
        area: maybeText,
        value: maybeNumber,
        verdict: choice(['met', 'below', 'above', 'not-applicable']),
        people: number,
        areaM2: number,
        facilities: whole,
        numerator: number,
        denominator: number,
        cells: listOf(listOf(whole)),
      }),
    ),
  }),
  Standard: {
    type: 'object',
    required: ['id', 'number', 'year', 'title', 'rules'],
    properties: {
      id: text,
      number: text,
      year: whole,
      title: both,
      rules: listOf({
        type: 'object',
        required: ['id', 'title', 'layer', 'demanded', 'certainty'],
        properties: {
          id: text,
          title: both,
          layer: text,
          demanded: { type: 'object' },
          certainty: choice(CERTAINTIES),
        },
      }),
    },
  },
  UnfinishedResult: object({ kind: kind('unfinished'), of: text, reason: choice(['time', 'cancelled', 'memory']) }),
  AnalysisResult: byKind('kind', [...Object.keys(MEASURES), 'SitingResult', 'ComplianceResult', 'UnfinishedResult']),
};

const ANSWERS: Definitions = {
  Text: object({ zh: text, en: text }),
  Warning: object({ code: text, message: both }, 'warning'),
  StudyResult: object(
    {
      key: described('key', text),
      partial: flag,
      costUnit: text,
      demand: nullable(object({ count: whole, people: number, areaM2: number, provenance: text, source: both })),
      facilities: listOf(object({ id: text, lon: maybeNumber, lat: maybeNumber, existing: flag })),
      assumptions: listOf(ref('Warning')),
      warnings: listOf(ref('Warning')),
      results: listOf(ref('AnalysisResult')),
      tookMs: number,
    },
    'result',
  ),
  Job: object(
    {
      id: text,
      title: maybeText,
      state: choice(['waiting', 'running', 'done', 'failed', 'cancelled']),
      createdAt: { type: 'string', format: 'date-time' },
      finishedAt: { type: ['string', 'null'], format: 'date-time' },
      progress: object({ share: number, analysis: whole, phase: text, 'siting?': ref('SitingStep') }),
      error: nullable(object({ code: text, message: text, 'faults?': faults })),
      result: maybeText,
    },
    'job',
  ),
  Error: object(
    {
      error: object({
        code: text,
        message: text,
        'parameter?': text,
        'retryAfterS?': number,
        requestId: text,
        'faults?': faults,
      }),
    },
    'error',
  ),
  AnalysisCatalogue: object({
    networks: listOf(
      object({
        id: text,
        title: both,
        nodes: whole,
        edges: whole,
        provenance: text,
        source: both,
        warnings: listOf(ref('Warning')),
      }),
    ),
    demands: listOf(
      object({
        id: text,
        key: text,
        title: both,
        kind: choice(['square', 'h3', 'points']),
        count: whole,
        people: number,
        areaM2: number,
        provenance: text,
        source: both,
      }),
    ),
    layers: listOf(object({ id: text, title: both, capacities: listOf(text) })),
    standards: listOf(object({ id: text, number: text, year: whole, title: both, rules: whole, unverified: whole })),
  }),
};

export const RESULT_DEFINITIONS: Definitions = { ...MEASURES, ...CHOICES, ...ANSWERS };
