/** Places of a study: points, facilities, candidates and areas. */
import Type from 'typebox';
import { amount, byKey, choice, count, name, strict, text } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { orFile } from './study-files.ts';
import { STUDY_LIMITS } from './vocabulary.ts';
import type { GeoJSONGeometry } from './wire.ts';

export const id = (zh: string, en: string) =>
  Type.Unsafe<string | number>({ type: ['string', 'number'], maxLength: STUDY_LIMITS.text, ...says(zh, en) });
export type Id = string | number;

export const lonLatFields = {
  lon: Type.Optional(
    Type.Number({
      minimum: -180,
      maximum: 180,
      ...says('经度（度）；缺省没有位置。', 'Longitude in degrees. Default: no place on the ground.'),
    }),
  ),
  lat: Type.Optional(
    Type.Number({
      minimum: -90,
      maximum: 90,
      ...says('纬度（度）；缺省没有位置。', 'Latitude in degrees. Default: no place on the ground.'),
    }),
  ),
};

export const placeFields = {
  id: Type.Optional(
    id('编号，同类中唯一；缺省按顺序编号。', 'Id, unique among its kind. Default: points are numbered.'),
  ),
  ...lonLatFields,
  node: Type.Optional(
    id(
      '所在节点的编号，仅用于自带网络，代替经纬度；缺省没有。',
      'Node of the study’s own network, in place of coordinates. Default: none.',
    ),
  ),
};

/** Coordinates, or a node of the study's own network. A point has neither where a matrix tells the costs. */
export const PlaceSchema = strict(
  placeFields,
  named(
    'Place',
    '由经纬度或自带网络的节点给出的位置。',
    'A place by longitude and latitude, or by a node of the study’s own network.',
  ),
);
export type Place = Of<typeof PlaceSchema>;

export const areaFields = {
  district: Type.Optional(
    text(
      '所在区市，用于分组；缺省按所在的需求单元。',
      'District, for groups. Default: that of the demand cell it is in.',
    ),
  ),
  subdistrict: Type.Optional(
    text(
      '所在街道，用于分组；缺省按所在的需求单元。',
      'Subdistrict, for groups. Default: that of the demand cell it is in.',
    ),
  ),
  landUse: Type.Optional(
    text(
      '所在用地的类别，用于分组；缺省按所在的需求单元。',
      'Land use, for groups. Default: that of the demand cell it is in.',
    ),
  ),
};

/** A facility or candidate of the study's own. */
export const FacilityPointSchema = strict(
  {
    ...placeFields,
    capacity: Type.Optional(
      amount(
        '服务能力，单位任意：座位、床位、厕位等；按能力选址时为最多可服务的人数；缺省没有。',
        'Supply in any unit: seats, beds, stalls. Siting with capacities reads it as people served at most. Default: none.',
      ),
    ),
    cost: Type.Optional(
      amount(
        '设置费用，单位与预算相同；有预算时必需，否则缺省 1。',
        'Cost of opening it, in the unit of the budget. Needed with a budget; else the default is 1.',
      ),
    ),
    ...areaFields,
  },
  named('FacilityPoint', '研究自带的设施点或候选点。', 'A facility or candidate of the study’s own.'),
);
export type FacilityPoint = Of<typeof FacilityPointSchema>;

export const filterField = Type.Optional(
  Type.String({
    maxLength: STUDY_LIMITS.filter,
    ...says('CQL2 文本或 JSON 条件；缺省取全部要素。', 'A filter in CQL2 text or JSON. Default: all features.'),
  }),
);

/** Features of a layer of the catalogue. */
export const LayerFacilitiesSchema = strict(
  {
    layer: name('图层编号，见 /analysis/catalogue。', 'Id of the layer; see /analysis/catalogue.'),
    filter: filterField,
    capacity: Type.Optional(
      name('作为服务能力的数值属性；缺省不计能力。', 'The numeric attribute that is the capacity. Default: none.'),
    ),
    cost: Type.Optional(
      name(
        '作为设置费用的数值属性，用于候选点；缺省没有费用。',
        'The numeric attribute that is the cost of opening a candidate. Default: none.',
      ),
    ),
    defaultCapacity: Type.Optional(
      amount(
        '没有服务能力数值的要素按此数计；缺省没有。',
        'Capacity of features that have no number of it, and of facilities that edits add without one. Default: none.',
      ),
    ),
    defaultCost: Type.Optional(
      amount(
        '没有设置费用数值的候选点按此数计；缺省没有。',
        'Cost of opening candidates that have no number of it. Default: none.',
      ),
    ),
  },
  named(
    'LayerFacilities',
    '图层中的要素作为设施，可用 CQL2 条件筛选。',
    'Features of a layer as facilities, those of a CQL2 filter where given.',
  ),
);

export const GivenFacilitiesSchema = strict(
  {
    points: Type.Array(FacilityPointSchema, {
      maxItems: STUDY_LIMITS.facilities,
      ...says('设施点。', 'The facilities.'),
    }),
  },
  named(
    'GivenFacilities',
    '研究自带的点：坐标或网络节点；有代价矩阵时可都不给。',
    'Points of the study’s own: by coordinates or by a node; by neither with a matrix of costs.',
  ),
);

export const FacilitiesSchema = byKey([LayerFacilitiesSchema, GivenFacilitiesSchema], {
  ...named(
    'Facilities',
    '设施：图层的要素，或研究自带的点；缺省没有。',
    'Facilities: features of a layer, or points of the study’s own. Default: none.',
  ),
  ...orFile('places'),
});
export type FacilityChoice = Of<typeof FacilitiesSchema>;

export const GivenCandidatesSchema = strict(
  {
    points: Type.Array(FacilityPointSchema, {
      minItems: 1,
      maxItems: STUDY_LIMITS.candidates,
      ...says('候选点。', 'The candidates.'),
    }),
  },
  named('GivenCandidates', '研究自带的候选点。', 'Candidates of the study’s own.'),
);

export const CellCandidatesSchema = strict(
  {
    cells: strict(
      {
        minPeople: Type.Optional(amount('每个单元的最少人数；缺省 0。', 'Fewest people of a cell. Default 0.')),
        spacingM: Type.Optional(amount('候选点的最小间距（米）；缺省 0。', 'Minimum spacing in metres. Default 0.')),
        max: Type.Optional(
          count(
            1,
            STUDY_LIMITS.candidates,
            '最多候选点数，超出时加大间距，使其均匀覆盖全城；缺省不限。',
            'Candidates at most; where there would be more they are spaced wider, so that they cover the whole city. Default: no limit.',
          ),
        ),
        capacity: Type.Optional(
          amount('每个候选点最多服务的人数；缺省没有。', 'People that each candidate serves at most. Default: none.'),
        ),
        cost: Type.Optional(
          amount(
            '每个候选点的设置费用，单位与预算相同；缺省没有。',
            'Cost of opening each candidate, in the unit of the budget. Default: none.',
          ),
        ),
      },
      says('取哪些单元。', 'Which cells are taken.'),
    ),
  },
  named(
    'CellCandidates',
    '以人数不少于 minPeople、彼此相距不小于 spacingM 的需求单元作为候选点。',
    'Demand cells of at least minPeople, at least spacingM apart, as candidates.',
  ),
);

export const CandidatesSchema = byKey([LayerFacilitiesSchema, GivenCandidatesSchema, CellCandidatesSchema], {
  ...named('Candidates', '新设施的候选点；缺省没有。', 'Where new facilities may go. Default: none.'),
  ...orFile('places'),
});
export type CandidateChoice = Of<typeof CandidatesSchema>;

const RING = {
  type: 'array',
  items: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 3 },
  minItems: 4,
};

/** Polygons alone, whose rings are checked. */
export const AreasSchema = Type.Unsafe<GeoJSONGeometry>({
  type: 'object',
  required: ['type', 'coordinates'],
  additionalProperties: true,
  properties: {
    type: choice(['Polygon', 'MultiPolygon'], says('几何类型。', 'Kind of the geometry.')),
    coordinates: {
      type: 'array',
      minItems: 1,
      ...says('环的经纬度（度）。', 'Rings of longitude and latitude in degrees.'),
    },
  },
  if: { properties: { type: { const: 'Polygon' } } },
  then: { properties: { coordinates: { type: 'array', items: RING } } },
  else: { properties: { coordinates: { type: 'array', items: { type: 'array', minItems: 1, items: RING } } } },
  ...named('Areas', 'GeoJSON 面。', 'A GeoJSON polygon or multipolygon.'),
});

const GivenAreaSchema = strict(
  {
    id: Type.Optional(id('面的编号；缺省按顺序编号。', 'Id of the area. Default: areas are numbered.')),
    geometry: AreasSchema,
  },
  named('GivenArea', '研究自带的一个面。', 'An area of the study’s own.'),
);

/** Areas to count in. */
export const AreaChoiceSchema = Type.Unsafe<string | readonly Of<typeof GivenAreaSchema>[]>({
  type: ['string', 'array'],
  minLength: 1,
  maxLength: STUDY_LIMITS.text,
  minItems: 1,
  maxItems: STUDY_LIMITS.areas,
  items: GivenAreaSchema,
  ...named(
    'AreaChoice',
    '面图层的编号，或研究自带的面；与 cellM 二选一，缺省为网格。',
    'Id of a layer of polygons, or areas of the study’s own. Default: grid cells of cellM, one of both.',
  ),
});
export type AreaChoice = Of<typeof AreaChoiceSchema>;

/** A geometry in an answer. */
export const geometry = (zh: string, en: string) =>
  Type.Unsafe<GeoJSONGeometry>({
    type: 'object',
    required: ['type', 'coordinates'],
    properties: {
      type: { type: 'string', ...says('几何类型。', 'Kind of the geometry.') },
      coordinates: { type: 'array', ...says('经纬度（度）。', 'Longitude and latitude in degrees.') },
    },
    ...says(zh, en),
  });
