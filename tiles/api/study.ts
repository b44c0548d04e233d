/**
 * What a planner asks for: where people are, how they travel, where facilities stand, and what is to be found out. A
 * study is plain JSON, so that it can be kept in a file, sent to `POST /analysis/jobs` and recomputed to the same.
 *
 * Units: seconds along a stored road network; else the unit of the costs given, whatever it is. Metres, people and
 * square metres as the names say. Longitude and latitude in degrees of WGS 84 / CGCS2000.
 */
import Type from 'typebox';
import { ClosureRequestSchema } from './closure.ts';
import { DistrictsRequestSchema } from './districts.ts';
import { CostsSchema } from './measure-fields.ts';
import { MEASURE_SCHEMAS } from './measures.ts';
import { areaFields, AreasSchema, CandidatesSchema, FacilitiesSchema, filterField, id } from './place.ts';
import { lonLatFields, PlaceSchema, placeFields } from './place.ts';
import {
  aboveZero,
  amount,
  byKey,
  byKind,
  byName,
  choice,
  count,
  flag,
  literal,
  MOST_AMOUNT,
  name,
  strict,
  text,
} from './schema-kit.ts';
import { lat, lon } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { SitingRequestSchema } from './siting.ts';
import { ComplianceRequestSchema } from './standard.ts';
import { streetEditsField } from './street-edits.ts';
import { orFile } from './study-files.ts';
import { rulesFields, speedsField } from './travel-rules.ts';
import { DEFAULT_DETOUR, MODES, STRAIGHT_UNITS, STUDY_LIMITS as L, TRAVEL_MODES } from './vocabulary.ts';

const speed = (zh: string, en: string) => Type.Number({ exclusiveMinimum: 0, maximum: 100, ...says(zh, en) });
const costUnit = Type.Optional(
  text(
    '代价的单位，如 min，随结果显示；缺省为空。等时圈须为 s、min、h、m 或 km。',
    'Unit of the costs, such as min, shown beside results. Default: none. Isochrones need s, min, h, m or km.',
  ),
);

const travelFields = {
  mode: Type.Optional(
    choice(
      MODES,
      says(
        '出行方式：步行、骑行或驾车；缺省 walk。',
        'How people travel: on foot, by bicycle or by car. Default walk.',
      ),
    ),
  ),
  speedMps: Type.Optional(
    speed(
      '速度（米/秒），不用于驾车；缺省步行 1.0，骑行 4.0，驾车按道路等级。',
      'Speed in m/s; not for driving. Default: 1.0 on foot, 4.0 cycling; driving is timed by class of road.',
    ),
  ),
  accessSpeedMps: Type.Optional(
    speed('到道路、离道路的步行速度（米/秒）；缺省 1.0。', 'Speed on foot to and from the road in m/s. Default 1.0.'),
  ),
  maxAccessM: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 100_000,
      ...says(
        '距道路超过此距离（米）视为不连通；缺省 300，自带网络不限。',
        'Points farther from every road than these metres are not connected. Default 300; no limit for a network of the study’s own.',
      ),
    }),
  ),
  minPieceM: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 1_000_000,
      ...says(
        '路网中与其余部分不相通、总长不足此数（米）的小块，附近有更大的部分时不接入；缺省 1000，自带网络 0，即都可接入。',
        'Pieces of the network that are shorter than these metres and joined to nothing else are passed over where a longer one is in reach. Default 1000; 0, so that all count, for a network of the study’s own.',
      ),
    }),
  ),
  ferries: Type.Optional(
    flag(
      '是否乘坐路网中的轮渡；缺省 false，因为等候时间未知：时间只含航行。',
      'Whether ferries of the network are taken. Default false, as nobody knows the waiting: times are those of sailing alone.',
    ),
  ),
  ...rulesFields,
  direction: Type.Optional(
    choice(
      ['to-facility', 'from-facility'],
      says(
        '人去设施，或设施（如消防车）到人；单行道使两者不同；缺省 to-facility。',
        'People go to the facility, or the facility comes to them, as a fire engine does: one-way roads tell these apart. Default to-facility.',
      ),
    ),
  ),
};

const TravelSchema = strict(
  travelFields,
  named(
    'Travel',
    '怎样出行：步行 1.0 m/s、骑行 4.0 m/s；驾车按道路等级计时；缺省步行到设施。',
    'How people travel: on foot 1.0 m/s, cycling 4.0 m/s; driving is timed by class of road. Default: on foot to the facility.',
  ),
);
export type Travel = Of<typeof TravelSchema>;

const seconds = (maximum: number, zh: string, en: string) => Type.Number({ minimum: 0, maximum, ...says(zh, en) });

const studyTravelFields = {
  ...travelFields,
  mode: Type.Optional(
    choice(
      TRAVEL_MODES,
      says(
        '出行方式：步行、骑行、驾车，或 transit（步行加公共交通）；缺省 walk。',
        'How people travel: on foot, by bicycle, by car, or transit: walking and public transport. Default walk.',
      ),
    ),
  ),
  transit: Type.Optional(
    name(
      '时刻表的编号，见 /analysis/catalogue；transit 时必需，缺省没有。',
      'Id of the timetables; see /analysis/catalogue. Needed with transit. Default: none.',
    ),
  ),
  date: Type.Optional(
    name(
      '哪一天，如 2019-05-13；transit 时必需，驾车时取星期几的速度系数；缺省没有。',
      'The day, such as 2019-05-13. Needed with transit; by car it chooses the speeds of its weekday. Default: none.',
    ),
  ),
  depart: Type.Optional(
    name(
      '最早的出发时刻，当地时间，如 08:00；transit 时必需，驾车时取该小时的速度系数；缺省没有。',
      'The first departure, in local time, such as 08:00. Needed with transit; by car it chooses the speeds of its hour. Default: none.',
    ),
  ),
  ...speedsField,
  window: Type.Optional(
    count(
      1,
      240,
      '在多少分钟里每分钟出发一次；1 为只在 depart 出发；缺省 60。',
      'Number of departures, one a minute from depart on; 1 for that alone. Default 60.',
    ),
  ),
  percentile: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 100,
      ...says(
        '取各次出发所需时间的第几百分位，大于 0、不大于 100 的数：n 次中取第 percentile × n / 100（进位取整）小的；缺省 50。',
        'Percentile of the times of the departures, a number above 0 and at most 100: of n times the one of rank percentile × n / 100, rounded up. Default 50.',
      ),
    }),
  ),
  maxRides: Type.Optional(count(1, 8, '最多乘车次数；缺省 4。', 'Rides at most. Default 4.')),
  maxWalkS: Type.Optional(
    seconds(
      3600,
      '到首站、离末站各步行最多多少秒；缺省 900。',
      'Seconds on foot at most to the first stop, and as many from the last one. Default 900.',
    ),
  ),
  maxTransferS: Type.Optional(
    seconds(
      1800,
      '两站间换乘步行最多多少秒；时刻表规定的换乘不受此限；缺省 300。',
      'Seconds on foot at most between two stops; changes that the timetables name are not limited. Default 300.',
    ),
  ),
  maxJourneyS: Type.Optional(
    seconds(
      21_600,
      '乘车出行全程最多多少秒，含等候；缺省 7200。',
      'Seconds of a whole journey with rides at most, waiting included. Default 7200.',
    ),
  ),
};

export const StudyTravelSchema = strict(
  studyTravelFields,
  named(
    'StudyTravel',
    '研究怎样出行：同 Travel，另可乘公共交通（transit）：步行到站、乘车、换乘、步行到设施，全程步行更快时步行；缺省步行到设施。',
    'How the people of a study travel: as Travel, or by public transport (transit): on foot to a stop, rides and changes, on foot to the facility, or on foot all the way where that is faster. Default: on foot to the facility.',
  ),
);
export type StudyTravel = Of<typeof StudyTravelSchema>;

const NamedTravelSchema = strict(
  {
    id: name('编号，各不相同；分析的 travel 以此指明。', 'Its id, unique, which the travel of an analysis names.'),
    ...studyTravelFields,
  },
  named('NamedTravel', '一种出行方式。', 'One way of travelling.'),
);

export const StoredNetworkSchema = strict(
  { stored: name('网络的编号。', 'Id of the network.') },
  named(
    'StoredNetwork',
    '已导入本服务的道路网络，见 /analysis/catalogue。',
    'A road network that was imported into this service; see /analysis/catalogue.',
  ),
);

const NodeSchema = strict({ id: id('节点编号。', 'Id of the node.'), ...lonLatFields }, says('一个节点。', 'A node.'));
const EdgeSchema = strict(
  {
    from: id('起点节点。', 'Node that it begins at.'),
    to: id('终点节点。', 'Node that it ends at.'),
    cost: amount('通过的代价，单位为 costUnit。', 'Cost of going along it, in the unit costUnit.'),
    oneWay: Type.Optional(flag('是否单行；缺省 false。', 'Whether it can be gone along one way only. Default false.')),
  },
  says('一条边。', 'An edge.'),
);

/** A network of a study's own: nodes by id, costs in any one unit. */
export const GivenNetworkSchema = strict(
  {
    nodes: Type.Array(NodeSchema, { minItems: 1, maxItems: L.nodes, ...says('节点。', 'Nodes.') }),
    edges: Type.Array(EdgeSchema, {
      maxItems: L.edges,
      ...says('边，除 oneWay 外双向。', 'Edges, both ways unless oneWay.'),
    }),
    costUnit,
  },
  named(
    'GivenNetwork',
    '研究自带的网络：节点和边，代价单位任意但须一致；除 oneWay 外双向通行。',
    'A network of the study’s own: nodes and edges, costs in any one unit, both ways unless oneWay.',
  ),
);
export type GivenNetwork = Of<typeof GivenNetworkSchema>;

export const StraightNetworkSchema = strict(
  {
    straight: strict(
      {
        detour: Type.Optional(
          Type.Number({
            minimum: 1,
            maximum: 10,
            ...says(
              `绕行系数：行程与直线距离之比，没有单位；缺省 ${DEFAULT_DETOUR}。`,
              `Detour factor: length of a trip over its straight line, without a unit. Default ${DEFAULT_DETOUR}.`,
            ),
          }),
        ),
        costUnit: Type.Optional(
          choice(
            STRAIGHT_UNITS,
            says(
              '代价的单位：秒（按 travel 的速度）或米；缺省 s。',
              'Unit of the costs: seconds at the speed of travel, or metres. Default s.',
            ),
          ),
        ),
      },
      says('怎样按直线出行。', 'How straight lines are travelled.'),
    ),
  },
  named(
    'StraightNetwork',
    '没有街道：按椭球面上的直线距离乘绕行系数。',
    'No streets: distances in a straight line on the spheroid, times a detour factor.',
  ),
);

export const NetworkSchema = byKey([StoredNetworkSchema, GivenNetworkSchema, StraightNetworkSchema], {
  ...named(
    'Network',
    '道路网络，或直线出行；缺省没有：有代价矩阵或不涉及出行时不需要。',
    'The network that is travelled, or straight lines. Default: none, as with a matrix, and for analyses that travel nowhere.',
  ),
  ...orFile('network'),
});

export const StoredDemandSchema = strict(
  { stored: name('人口数据的编号。', 'Id of the demand.') },
  named(
    'StoredDemand',
    '已导入本服务的人口数据，见 /analysis/catalogue。',
    'People that were imported into this service; see /analysis/catalogue.',
  ),
);

const groups = Type.Optional(
  byName(
    amount('人数。', 'People.'),
    L.groups,
    says(
      '各人群的人数，如学龄人口、老年人口、户数；可重叠，缺的按 0 计；缺省没有。',
      'People of groups by their names, such as school age, 60 and over, or households. They may overlap; one that is not given is 0. Default: none.',
    ),
  ),
);

const DemandPointSchema = strict(
  {
    ...placeFields,
    people: amount('人数。', 'People.'),
    groups,
    areaM2: Type.Optional(amount('面积（平方米）；缺省 0。', 'Area in square metres. Default 0.')),
    ...areaFields,
  },
  says('一个需求点。', 'A demand point.'),
);
export type DemandPoint = Of<typeof DemandPointSchema>;

export const GivenDemandSchema = strict(
  {
    points: Type.Array(DemandPointSchema, {
      minItems: 1,
      maxItems: L.demand,
      ...says('需求点。', 'The demand points.'),
    }),
  },
  named('GivenDemand', '研究自带的需求点及其人数。', 'Demand points of the study’s own, with people.'),
);

const DemandAreaSchema = strict(
  {
    id: Type.Optional(
      id('面的编号，各不相同；缺省按顺序编号。', 'Id of the area, unique. Default: areas are numbered.'),
    ),
    geometry: AreasSchema,
    people: amount('人数。', 'People.'),
    groups,
    ...areaFields,
  },
  says('一个有人口的面。', 'An area with people.'),
);

export const AreaDemandSchema = strict(
  {
    areas: Type.Array(DemandAreaSchema, { minItems: 1, maxItems: L.areas, ...says('各面。', 'The areas.') }),
  },
  named(
    'AreaDemand',
    '研究自带的面及其人数：人算在面内一点，面积按椭球计算。',
    'Areas of the study’s own, with people: these count at a point inside; areas are taken on the spheroid.',
  ),
);

export const LayerDemandSchema = strict(
  {
    layer: name('面图层编号，见 /layers。', 'Id of a layer of polygons; see /layers.'),
    people: name('作为人数的数值属性。', 'The numeric attribute that is the people.'),
    groups: Type.Optional(
      byName(
        name('数值属性。', 'A numeric attribute.'),
        L.groups,
        says(
          '各人群及其数值属性，没有数值的按 0 计；缺省没有。',
          'The numeric attribute of each group of people, 0 where a feature has none. Default: none.',
        ),
      ),
    ),
    filter: filterField,
  },
  named(
    'LayerDemand',
    '面图层的要素及其人数属性：人算在面内一点。',
    'Features of a layer of polygons, with an attribute of people: these count at a point inside.',
  ),
);

export const DemandSchema = byKey([StoredDemandSchema, GivenDemandSchema, AreaDemandSchema, LayerDemandSchema], {
  ...named(
    'Demand',
    '人口在哪里；缺省没有，有代价矩阵时每行一人。',
    'Where people are. Default: none; with a matrix, one person a row.',
  ),
  ...orFile('demand'),
});

const edited = name('要素的编号，或先前新增的编号。', 'Id of a feature, or of one that an edit has added before.');

/** Changes to the facilities of a scenario are applied in their order. */
export const EditSchema = byKind(
  [
    strict(
      {
        kind: literal('add'),
        id: name('新设施的编号，不与现有的相同。', 'Id of the new facility, which no other has.'),
        lon,
        lat,
        capacity: Type.Optional(
          amount('服务能力，单位与其他设施相同；缺省没有。', 'Its capacity, in the unit of the others. Default: none.'),
        ),
      },
      named('AddEdit', '新增一处设施。', 'Adds a facility.'),
    ),
    strict({ kind: literal('move'), id: edited, lon, lat }, named('MoveEdit', '移动一处设施。', 'Moves a facility.')),
    strict({ kind: literal('remove'), id: edited }, named('RemoveEdit', '撤除一处设施。', 'Removes a facility.')),
  ],
  named('Edit', '对方案中设施的一项修改。', 'A change to the facilities of a scenario.'),
);
export type ScenarioEdit = Of<typeof EditSchema>;

export const editsField = Type.Optional(
  Type.Array(EditSchema, {
    maxItems: L.edits,
    ...says('对设施的修改，依次进行；缺省没有。', 'Changes to the facilities, applied in order. Default: none.'),
  }),
);

/** Costs known beforehand. */
export const MatrixSchema = strict(
  {
    costs: Type.Unsafe<readonly (readonly (number | null)[])[]>({
      type: 'array',
      minItems: 1,
      maxItems: L.demand,
      items: {
        type: 'array',
        maxItems: L.matrixColumns,
        items: { type: ['number', 'null'], minimum: 0, maximum: MOST_AMOUNT },
      },
      ...says('逐个需求的一行代价。', 'A row of costs by demand.'),
    }),
    costUnit,
  },
  {
    ...named(
      'Matrix',
      'costs[i][j] 为需求 i 到设施 j 的代价，现有设施在前、候选点在后；null 表示不通。没有人口数据时每行计一人；没有设施和候选点时，有选址分析则各列为候选点，否则为设施。单位为 costUnit；缺省没有矩阵。',
      'costs[i][j] is the cost from demand i to facility j, existing ones first, then candidates; null where there is no way. Without a demand every row counts one person. Without facilities and candidates every column is a candidate where the study has analyses of siting, else a facility. In the unit costUnit. Default: no matrix.',
    ),
    ...orFile('matrix'),
  },
);
export type GivenMatrix = Of<typeof MatrixSchema>;

export const AnalysisSchema = byKind(
  [...MEASURE_SCHEMAS, SitingRequestSchema, ClosureRequestSchema, DistrictsRequestSchema, ComplianceRequestSchema],
  named('Analysis', '一项分析。', 'An analysis.'),
);
export type AnalysisRequest = Of<typeof AnalysisSchema>;

export const StudySchema = strict(
  {
    $schema: Type.Optional(
      Type.String(
        says('本 JSON Schema 的地址，供编辑器使用；缺省没有。', 'Address of the schema, for editors. Default: none.'),
      ),
    ),
    title: Type.Optional(text('标题；缺省没有。', 'Title. Default: none.')),
    network: Type.Optional(NetworkSchema),
    travel: Type.Optional(StudyTravelSchema),
    travels: Type.Optional(
      Type.Array(NamedTravelSchema, {
        maxItems: L.travels,
        ...says(
          '其他出行方式，供各分析以 travel 指明，并排比较；缺省没有。',
          'Further ways of travelling, which analyses name as their travel, side by side. Default: none.',
        ),
      }),
    ),
    demand: Type.Optional(DemandSchema),
    facilities: Type.Optional(FacilitiesSchema),
    candidates: Type.Optional(CandidatesSchema),
    edits: editsField,
    streetEdits: streetEditsField,
    matrix: Type.Optional(MatrixSchema),
    parts: Type.Optional(
      choice(
        ['district', 'subdistrict'],
        says(
          '作为任务提交时，按人口的区县或街道分成部分，由所有进程分头计算，结果与不分完全相同；用于一个进程算得太久的研究。可用于有代价上限的分析：coverage、overlap、e2sfca，以及有 within 的 opportunities、huff 和按衰减的 equity。缺省不分。',
          'Handed in as a job, the study is computed in parts, by district or subdistrict of its people, by all processes that have room; the result is the same to the last bit. For studies that take one process too long. It needs analyses whose costs end: coverage, overlap, e2sfca, and with a within opportunities, huff, and equity by a decay. Default: in one piece.',
        ),
      ),
    ),
    analyses: Type.Array(AnalysisSchema, {
      minItems: 1,
      maxItems: L.analyses,
      ...says('要做的分析；结果次序相同。', 'What is to be found out. Each has its result, in the same order.'),
    }),
    timeLimitS: Type.Optional(
      aboveZero(
        '整项研究最多用时（秒）；到时给出已算出的部分，并标明不完整；缺省为服务的上限。',
        'Seconds that the whole may take; what is found by then is answered, marked partial. Default: the limit of the service.',
      ),
    ),
  },
  named(
    'Study',
    '一项研究：人在哪里、怎样出行、设施在哪里、要算什么。使用道路网络时代价单位为秒；自带网络或代价矩阵时为其自身单位。经纬度为 WGS 84 / CGCS2000，单位度。',
    'A study: where people are, how they travel, where facilities stand, and what is to be found out. Costs are seconds where a road network is travelled, else in the unit of the network or matrix given. Degrees of WGS 84 / CGCS2000.',
  ),
);
export type Study = Of<typeof StudySchema>;

/** Body of `POST /analysis/isochrones`. */
export const IsochronesRequestSchema = strict(
  {
    network: NetworkSchema,
    travel: Type.Optional(StudyTravelSchema),
    streetEdits: streetEditsField,
    demand: Type.Optional(DemandSchema),
    origins: Type.Array(PlaceSchema, { minItems: 1, maxItems: L.origins, ...says('起点。', 'The origins.') }),
    within: CostsSchema,
  },
  named('IsochronesRequest', '从一处或几处出发的等时圈。', 'Isochrones of one place or some.'),
);
