/**
 * What a study is, as JSON Schema. The types are in `tiles/analysis`; a test holds studies of both against each other.
 */
import { GROUPINGS } from '../../../tiles/api/measures.ts';
import { SITING_MODELS } from '../../../tiles/api/siting.ts';
import { MODES } from '../../../tiles/api/study.ts';
import { byKey, byKind, choice, described, list, object, ref, type Definitions, type Schema } from './schema-kit.ts';

/**
 * So that a study fits into memory and its faults into an answer. What it takes is estimated before it runs besides.
 */
export const STUDY_LIMITS = {
  nodes: 2_000_000,
  edges: 5_000_000,
  demand: 1_000_000,
  facilities: 100_000,
  candidates: 20_000,
  matrixColumns: 120_000,
  values: 1_000_000,
  neighbours: 20_000_000,
  analyses: 50,
  edits: 10_000,
  costs: 50,
  origins: 200,
  steps: 50,
  forbidden: 1000,
  areas: 20_000,
  rules: 200,
  text: 200,
  filter: 8000,
} as const;

const L = STUDY_LIMITS;
const text: Schema = { type: 'string', maxLength: L.text };
const name: Schema = { type: 'string', minLength: 1, maxLength: L.text };
const flag: Schema = { type: 'boolean' };
const amount: Schema = { type: 'number', minimum: 0 };
const above: Schema = { type: 'number', exclusiveMinimum: 0 };
const count = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });
const lon: Schema = { type: 'number', minimum: -180, maximum: 180 };
const lat: Schema = { type: 'number', minimum: -90, maximum: 90 };
const id: Schema = { type: ['string', 'number'], maxLength: L.text };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const costs = list(amount, { min: 1, max: L.costs });
const grouping = described('by', choice(GROUPINGS));
const kind = (value: string): Schema => ({ type: 'string', const: value });
const place = { 'id?': id, 'lon?': lon, 'lat?': lat, 'node?': id };
const areaNames = { 'district?': text, 'street?': text, 'landUse?': text };
const facilityPoint = { ...place, 'capacity?': amount, 'cost?': amount, ...areaNames };
const layerChoice = object(
  {
    layer: name,
    'filter?': described('filter', { type: 'string', maxLength: L.filter }),
    'capacity?': described('capacityAttribute', name),
  },
  'layer',
);

const POSITION: Schema = { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 3 };
const RING: Schema = { type: 'array', items: POSITION, minItems: 4 };

export const STUDY_DEFINITIONS = {
  Study: object(
    {
      '$schema?': { type: 'string' },
      'title?': text,
      'network?': ref('Network'),
      'travel?': ref('Travel'),
      'demand?': ref('Demand'),
      'facilities?': ref('Facilities'),
      'candidates?': ref('Candidates'),
      'edits?': list(ref('Edit'), { max: L.edits }),
      'matrix?': ref('Matrix'),
      analyses: list(ref('Analysis'), { min: 1, max: L.analyses }),
      'timeLimitS?': described('timeLimitS', above),
    },
    'study',
  ),
  Network: byKey([ref('StoredNetwork'), ref('GivenNetwork')]),
  StoredNetwork: object({ stored: name }, 'storedNetwork'),
  GivenNetwork: object(
    {
      nodes: list(object({ id: id, 'lon?': lon, 'lat?': lat }), { min: 1, max: L.nodes }),
      edges: list(object({ from: id, to: id, cost: amount, 'oneWay?': flag }), { max: L.edges }),
      'costUnit?': text,
    },
    'givenNetwork',
  ),
  Travel: object(
    {
      'mode?': choice(MODES),
      'speedMps?': described('speedMps', { type: 'number', exclusiveMinimum: 0, maximum: 100 }),
      'accessSpeedMps?': { type: 'number', exclusiveMinimum: 0, maximum: 100 },
      'maxAccessM?': { type: 'number', minimum: 0, maximum: 100_000 },
      'direction?': described('direction', choice(['to-facility', 'from-facility'])),
    },
    'travel',
  ),
  Demand: byKey([ref('StoredDemand'), ref('GivenDemand')]),
  StoredDemand: object({ stored: name }, 'storedDemand'),
  GivenDemand: object(
    { points: list(object({ ...place, people: amount, 'areaM2?': amount, ...areaNames }), { min: 1, max: L.demand }) },
    'givenDemand',
  ),
  Facilities: byKey([ref('LayerFacilities'), ref('GivenFacilities')]),
  LayerFacilities: layerChoice,
  GivenFacilities: object({ points: list(object(facilityPoint), { max: L.facilities }) }, 'givenFacilities'),
  Candidates: byKey([ref('LayerFacilities'), ref('GivenCandidates'), ref('CellCandidates')]),
  GivenCandidates: object({ points: list(object(facilityPoint), { min: 1, max: L.candidates }) }, 'givenFacilities'),
  CellCandidates: object(
    { cells: object({ 'minPeople?': amount, 'spacingM?': amount, 'max?': count(1, L.candidates) }) },
    'cells',
  ),
  Edit: byKind('kind', ['AddEdit', 'MoveEdit', 'RemoveEdit']),
  AddEdit: object({ kind: kind('add'), id: name, lon, lat, 'capacity?': amount }),
  MoveEdit: object({ kind: kind('move'), id: name, lon, lat }),
  RemoveEdit: object({ kind: kind('remove'), id: name }),
  Matrix: object(
    {
      costs: {
        type: 'array',
        minItems: 1,
        maxItems: L.demand,
        items: { type: 'array', maxItems: L.matrixColumns, items: { type: ['number', 'null'], minimum: 0 } },
      },
      'costUnit?': text,
    },
    'matrix',
  ),
  Place: object(place, 'place'),
  Decay: byKind('kind', ['GaussianDecay', 'StepDecay']),
  GaussianDecay: object({ kind: kind('gaussian') }, 'gaussian'),
  StepDecay: object(
    { kind: kind('steps'), steps: list(object({ upTo: amount, weight: amount }), { min: 1, max: L.steps }) },
    'steps',
  ),
  SpatialValues: byKey([ref('ValuesAtPoints'), ref('CountedValues'), ref('ValuesAlone')]),
  ValuesAtPoints: object({ points: list(object({ ...place, value: { type: 'number' } }), { min: 1, max: L.values }) }),
  CountedValues: object(
    { count: object({ of: ref('Facilities'), 'cellM?': above, 'areas?': ref('AreaChoice') }) },
    'counted',
  ),
  ValuesAlone: object({ values: list({ type: 'number' }, { min: 1, max: L.values }) }),
  Neighbours: byKey([
    ref('NeighboursWithin'),
    ref('NeighboursNearest'),
    ref('NeighboursContiguity'),
    ref('NeighboursGiven'),
  ]),
  NeighboursWithin: object({ withinM: above }),
  NeighboursNearest: object({ nearest: count(1, 10_000) }),
  NeighboursContiguity: object({ contiguity: choice(['rook', 'queen']) }),
  NeighboursGiven: object(
    {
      given: list(
        {
          type: 'array',
          prefixItems: [count(0, L.values), count(0, L.values), { type: 'number' }],
          items: false,
          minItems: 3,
          maxItems: 3,
        },
        { max: L.neighbours },
      ),
    },
    'neighboursGiven',
  ),
  Areas: {
    type: 'object',
    required: ['type', 'coordinates'],
    additionalProperties: true,
    properties: { type: choice(['Polygon', 'MultiPolygon']), coordinates: { type: 'array', minItems: 1 } },
    if: { properties: { type: { const: 'Polygon' } } },
    then: { properties: { coordinates: { type: 'array', items: RING } } },
    else: { properties: { coordinates: { type: 'array', items: { type: 'array', minItems: 1, items: RING } } } },
  },
  AreaChoice: described('areas', {
    type: ['string', 'array'],
    minLength: 1,
    maxLength: L.text,
    minItems: 1,
    maxItems: L.areas,
    items: object({ 'id?': id, geometry: ref('Areas') }),
  }),
  Analysis: byKind('kind', [
    'CoverageMeasure',
    'GapsMeasure',
    'AssignmentMeasure',
    'OverlapMeasure',
    'SupplyMeasure',
    'DensityMeasure',
    'E2sfcaMeasure',
    'HotspotsMeasure',
    'MoranMeasure',
    'KdeMeasure',
    'BalanceMeasure',
    'IsochronesMeasure',
    'Siting',
    'Compliance',
  ]),
  CoverageMeasure: object({ kind: kind('coverage'), within: costs, 'by?': grouping, 'perDemand?': flag }, 'coverage'),
  GapsMeasure: object({ kind: kind('gaps'), within: amount, 'minPeople?': amount, 'most?': count(1, 100_000) }, 'gaps'),
  AssignmentMeasure: object({ kind: kind('assignment'), 'perDemand?': flag }, 'assignment'),
  OverlapMeasure: object({ kind: kind('overlap'), within: amount }, 'overlap'),
  SupplyMeasure: object({ kind: kind('supply'), by: grouping }, 'supply'),
  DensityMeasure: object({ kind: kind('density'), by: grouping }, 'density'),
  E2sfcaMeasure: object({ kind: kind('e2sfca'), catchment: amount, decay: ref('Decay'), 'perDemand?': flag }, 'e2sfca'),
  HotspotsMeasure: object(
    {
      kind: kind('hotspots'),
      values: ref('SpatialValues'),
      neighbours: ref('Neighbours'),
      'self?': flag,
      'fdr?': { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    },
    'hotspots',
  ),
  MoranMeasure: object(
    {
      kind: kind('moran'),
      values: ref('SpatialValues'),
      neighbours: ref('Neighbours'),
      'rowStandardised?': flag,
      'permutations?': count(0, 99_999),
      'seed?': count(0, 2 ** 31),
    },
    'moran',
  ),
  KdeMeasure: object(
    {
      kind: kind('kde'),
      of: ref('Facilities'),
      bandwidthM: above,
      cellM: above,
      'kernel?': choice(['quartic', 'gaussian']),
    },
    'kde',
  ),
  BalanceMeasure: object(
    { kind: kind('balance'), of: ref('Facilities'), 'cellM?': above, 'areas?': ref('AreaChoice') },
    'balance',
  ),
  IsochronesMeasure: object(
    { kind: kind('isochrones'), origins: list(ref('Place'), { min: 1, max: L.origins }), within: costs },
    'isochrones',
  ),
  Siting: object(
    {
      kind: kind('siting'),
      model: choice(SITING_MODELS),
      'p?': count(0, L.candidates),
      'within?': amount,
      'budget?': amount,
      'useCapacities?': flag,
      'forbidden?': list(ref('Areas'), { max: L.forbidden }),
      'gap?': share,
      'timeLimitS?': above,
    },
    'siting',
  ),
  Compliance: object(
    {
      kind: kind('compliance'),
      standard: name,
      'rules?': list(name, { min: 1, max: L.rules }),
      by: choice(['district', 'street']),
    },
    'compliance',
  ),
} as const satisfies Definitions;

/** Bodies of the requests that are no whole study. */
export const REQUEST_DEFINITIONS = {
  CoverageRequest: object(
    {
      network: ref('StoredNetwork'),
      'travel?': ref('Travel'),
      demand: ref('StoredDemand'),
      facilities: ref('LayerFacilities'),
      'edits?': list(ref('Edit'), { max: L.edits }),
      limitS: { type: 'number', exclusiveMinimum: 0, maximum: 86_400 },
      withinS: { type: 'number', minimum: 0, maximum: 86_400 },
      cells: choice(['all', 'changes']),
    },
    'coverageRequest',
  ),
  IsochronesRequest: object(
    {
      network: ref('Network'),
      'travel?': ref('Travel'),
      'demand?': ref('Demand'),
      origins: list(ref('Place'), { min: 1, max: L.origins }),
      within: costs,
    },
    'isochronesRequest',
  ),
} as const satisfies Definitions;

export type BodyName = 'Study' | keyof typeof REQUEST_DEFINITIONS;
