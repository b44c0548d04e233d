/**
 * The planner's page asks for the city as a whole once, and from then on for what an edit changes. Every request
 * carries the whole scenario, so any process can answer it, and undo, redo and links are the same request again.
 */
import Type from 'typebox';
import { GapAreaSchema } from './measure-results.ts';
import { LayerFacilitiesSchema } from './place.ts';
import { WarningSchema } from './result.ts';
import { byKey, choice, flag, name, number, orNull, strict, string, text, textOrNull, whole } from './schema-kit.ts';
import { ProvenanceSchema, TextSchema } from './common.ts';
import { named, says, type Of } from './schema.ts';
import { BindingSchema } from './standard.ts';
import { streetEditsField } from './street-edits.ts';
import {
  editsField,
  StoredDemandSchema,
  StoredNetworkSchema,
  StraightNetworkSchema,
  StudyTravelSchema,
} from './study.ts';
import { MODES } from './vocabulary.ts';

const id = string('编号。', 'Id.');
const names = (zh: string, en: string) => Type.Array(string('名称。', 'A name.'), says(zh, en));

/** Body of `POST /analysis/coverage`. */
export const CoverageRequestSchema = strict(
  {
    network: byKey([StoredNetworkSchema, StraightNetworkSchema], {
      ...says(
        '已导入的道路网络，或直线出行（单位 s）。',
        'A road network that was imported, or straight lines (in s).',
      ),
    }),
    travel: Type.Optional(StudyTravelSchema),
    demand: StoredDemandSchema,
    for: Type.Optional(
      name(
        '只算哪一人群，见 /analysis/catalogue 中人口数据的 groups；缺省全部人口。',
        'The group of people that counts, of the groups of the demand in /analysis/catalogue. Default: everybody.',
      ),
    ),
    facilities: LayerFacilitiesSchema,
    edits: editsField,
    streetEdits: streetEditsField,
    limitS: Type.Number({
      exclusiveMinimum: 0,
      maximum: 86_400,
      ...says(
        '查找的时间上限（秒），即滑块的终点。',
        'Seconds beyond which nothing is looked for: the end of the slider.',
      ),
    }),
    withinS: Type.Number({
      minimum: 0,
      maximum: 86_400,
      ...says('汇总、未覆盖区域和重叠所用的时间（秒）。', 'Seconds of the summary, the gap areas and the overlap.'),
    }),
    perFacility: Type.Optional(
      flag(
        '是否算出各设施的人数（people、exclusivePeople）；false 时为 null，回答更快；公共交通总是 null：须逐处设施查找。缺省 true。',
        'Whether people are counted by facility (people, exclusivePeople). Null where false, which answers sooner, and always with public transport, which would search from each of them. Default true.',
      ),
    ),
    district: Type.Optional(text('区市：回答另含该区市的汇总。', 'A district: the answer has its figures too.')),
    cells: choice(
      ['all', 'changes', 'summary', 'packed'],
      says(
        'all：全部单元的代价和最近设施；changes：仅与不作修改时不同的单元；summary：只有汇总，不列设施、未覆盖区域和单元；packed：同 all，时间向上取整到半秒，字节更少（格式可能改变）。',
        'all: cost and nearest facility of every cell; changes: of those that differ from the scenario without edits; summary: figures alone, without facilities, gap areas and cells; packed: as all in fewer bytes, times rounded up to half a second (its form may change).',
      ),
    ),
  },
  named(
    'CoverageRequest',
    '全市覆盖情况，以及一组修改带来的变化；每次请求带上整个方案。',
    'How the city as a whole is served, and what edits change; every request carries the whole scenario.',
  ),
);
export type CoverageRequest = Of<typeof CoverageRequestSchema>;

const CoverageFacilitySchema = strict(
  {
    id,
    lon: number('经度（度）。', 'Longitude in degrees.'),
    lat: number('纬度（度）。', 'Latitude in degrees.'),
    existing: flag('由修改新增的为 false。', 'False for one that an edit has added.'),
    people: orNull(
      number('withinS 之内的人数。', 'People within withinS.'),
      says(
        'withinS 之内的人数；没有算时为 null。',
        'People within withinS; null where they are not counted by facility.',
      ),
    ),
    exclusivePeople: orNull(
      number('人数。', 'People.'),
      says(
        '仅在它 withinS 之内的人数；没有算时为 null。',
        'People within withinS of it and of no other; null where they are not counted by facility.',
      ),
    ),
    unconnected: flag('是否距道路太远而不可达。', 'Too far from every road to be reached.'),
  },
  says('一处设施。', 'A facility.'),
);
export type CoverageFacility = Of<typeof CoverageFacilitySchema>;

const CoverageSummarySchema = strict(
  {
    withinS: number('时间（秒）。', 'The time in seconds.'),
    people: number('总人数。', 'People altogether.'),
    coveredPeople: number('其内人数。', 'People within.'),
    areaM2: number('总面积（平方米）。', 'Area altogether, in square metres.'),
    coveredAreaM2: number('其内面积（平方米）。', 'Area within, in square metres.'),
    facilities: whole('设施数。', 'Facilities.'),
    unconnectedFacilities: whole(
      '其中距道路太远、未接入路网的设施数：不服务任何人。',
      'Those of them that are too far from every road: they serve nobody.',
    ),
    unconnectedPeople: number(
      '总人数中距道路太远、未接入路网的人数：任何设施都到不了。',
      'People altogether who are too far from every road: no facility serves them.',
    ),
  },
  named('CoverageSummary', '覆盖汇总。', 'Coverage in figures.'),
);
export type CoverageSummary = Of<typeof CoverageSummarySchema>;

const DistrictFiguresSchema = strict(
  {
    district: string('区市。', 'The district.'),
    people: number('人数。', 'People.'),
    coveredPeople: number('withinS 之内的人数。', 'People within withinS.'),
    areaM2: number('面积（平方米）。', 'Area, in square metres.'),
    coveredAreaM2: number('withinS 之内的面积（平方米）。', 'Area within withinS, in square metres.'),
  },
  named('DistrictFigures', '一个区市的覆盖汇总。', 'Coverage of a district in figures.'),
);
export type DistrictFigures = Of<typeof DistrictFiguresSchema>;

/**
 * Header of the columnar message (`columnar-message.ts`) that answers. Arrays, for `all`: `cost` (f32, seconds,
 * Infinity beyond `limitS`) and `nearest` (i32, index into `facilities`, -1) by cell; for `changes`: `cell` (u32,
 * ascending) and for these `cost` and `nearest`; none for `summary`; for `packed` see `packed-messages.ts`.
 */
export const CoverageHeaderSchema = strict(
  {
    key: string(
      '所读数据的名称：另一名称的单元不适用于此回答。',
      'Names the data that was read: cells of another key do not fit this answer.',
    ),
    demandKey: string('所读人口数据的名称。', 'Names the demand that was read.'),
    facilities: Type.Array(CoverageFacilitySchema, says('方案中的设施。', 'Facilities of the scenario.')),
    summary: CoverageSummarySchema,
    before: CoverageSummarySchema,
    district: Type.Optional(
      orNull(
        DistrictFiguresSchema,
        says('所问的区市；其中没有人口单元时为 null。', 'The district asked for; null where no cell lies in it.'),
      ),
    ),
    gainedPeople: number('因修改而进入 withinS 的人数。', 'People that come within withinS by the edits.'),
    lostPeople: number('因修改而超出 withinS 的人数。', 'People that fall out of withinS by the edits.'),
    gaps: Type.Array(GapAreaSchema, says('未覆盖区域，至多 200 片。', 'Areas that are not served, 200 at most.')),
    warnings: Type.Array(WarningSchema, says('应注意什么。', 'What to beware of.')),
    assumptions: Type.Array(WarningSchema, says('作了哪些假设。', 'What was assumed.')),
    tookMs: number('用时（毫秒）。', 'Milliseconds that it took.'),
  },
  named(
    'CoverageHeader',
    '二进制回答的头部。数组：all 时为逐单元的 cost（f32，秒）和 nearest（i32，facilities 的序号或 -1）；changes 时另有 cell（u32）。',
    'Header of the binary answer. Arrays: for all, cost (f32, seconds) and nearest (i32, index into facilities or -1) by cell; for changes also cell (u32).',
  ),
);
export type CoverageHeader = Of<typeof CoverageHeaderSchema>;

const KindSchema = choice(
  ['square', 'h3', 'points'],
  says('方格、H3 六边形或点。', 'Squares, hexagons of H3, or points.'),
);
const demandFields = {
  id,
  key: string('内容改变时随之改变。', 'Changes whenever the demand does.'),
  title: TextSchema,
  kind: KindSchema,
  count: whole('单元数。', 'Cells.'),
  people: number('人数。', 'People.'),
  areaM2: number('面积（平方米）。', 'Area in square metres.'),
  provenance: Type.Unsafe<string>(ProvenanceSchema),
  source: TextSchema,
};

/**
 * Header of the columnar message of `GET /analysis/demand/{id}/cells`. Arrays by cell: `lonLat` (f64, pairs: centres),
 * `ring` (f32: `ringSize` pairs of offsets from the centre in degrees, counter-clockwise, not closed), `people` (f64),
 * `areaM2` (f64), `district`, `subdistrict`, `landUse` (i16, indexes into the lists here, -1 for none).
 */
export const CellsHeaderSchema = strict(
  {
    ...demandFields,
    for: Type.Optional(
      string(
        'people 所计的人群；计全部人口时不给出。',
        'The group that people counts; absent where it counts everybody.',
      ),
    ),
    ids: Type.Optional(
      Type.Array(
        string('编号。', 'Id.'),
        says(
          '各单元的编号；没有自己的编号时不给出，为 cell- 加从 0 起的序号。',
          'Ids by cell; absent where cells have none of their own and are called cell- and their index from 0.',
        ),
      ),
    ),
    ringSize: whole(
      '每个单元的顶点数：方格 4，六边形 6，点 0。',
      'Corners of a cell: 4 for squares, 6 for hexagons, 0 for points.',
    ),
    districts: names('区市。', 'Districts.'),
    subdistricts: names('街道。', 'Subdistricts.'),
    landUses: names('用地类别。', 'Land uses.'),
  },
  named(
    'CellsHeader',
    '二进制回答的头部。逐单元的数组：lonLat（f64，中心）、ring（f32，相对中心的偏移）、people 和 areaM2（f64）、district、subdistrict、landUse（i16，序号）。',
    'Header of the binary answer. Arrays by cell: lonLat (f64, centres), ring (f32, offsets from the centre), people and areaM2 (f64), district, subdistrict, landUse (i16, indexes).',
  ),
);
export type CellsHeader = Of<typeof CellsHeaderSchema>;

const FacilityLayerSchema = strict(
  {
    only: Type.Optional(
      strict(
        {
          attribute: string('属性。', 'Attribute.'),
          values: names('取值。', 'Its values.'),
        },
        says('只有取这些值的要素是设施。', 'Only features with one of these values are facilities.'),
      ),
    ),
    level: Type.Optional(
      strict(
        {
          attribute: string('属性。', 'Attribute.'),
          values: Type.Array(
            strict({ value: string('取值。', 'A value.'), title: TextSchema }, says('一类。', 'A level.')),
            says('各类，可分别询问。', 'Levels, which can be asked for one by one.'),
          ),
        },
        says('学段、机构类别。', 'Stage of a school, kind of an institution.'),
      ),
    ),
  },
  says('面向公众的设施。', 'A layer of facilities for the public.'),
);

/** `GET /analysis/catalogue`: what there is to choose from. */
export const AnalysisCatalogueSchema = strict(
  {
    networks: Type.Array(
      strict(
        {
          id,
          title: TextSchema,
          nodes: whole('节点数。', 'Nodes.'),
          edges: whole('边数。', 'Edges.'),
          tagged: flag(
            '是否有 OpenStreetMap 的标签，供 travel 的 profile 和 rules 使用。',
            'Whether it has tags of OpenStreetMap, which profile and rules of travel need.',
          ),
          heights: flag(
            '是否有高程，供 travel 的 slope 使用。',
            'Whether it has heights, which slope of travel needs.',
          ),
          hours: flag(
            '是否有各时段的车速，供驾车的 depart 使用。',
            'Whether it has speeds by hour, which depart of driving needs.',
          ),
          provenance: Type.Unsafe<string>(ProvenanceSchema),
          source: TextSchema,
          warnings: Type.Array(WarningSchema, says('导入时发现的问题。', 'What its import has found.')),
        },
        says('一个道路网络。', 'A road network.'),
      ),
      says('道路网络。', 'Road networks.'),
    ),
    demands: Type.Array(
      strict(
        {
          ...demandFields,
          groups: Type.Optional(names('人群的名称，有人群时给出。', 'Names of groups of people, where there are any.')),
        },
        says('一份人口数据。', 'A demand.'),
      ),
      says('人口数据。', 'Demands.'),
    ),
    transits: Type.Array(
      strict(
        {
          id,
          title: TextSchema,
          provenance: Type.Unsafe<string>(ProvenanceSchema),
          source: TextSchema,
          licence: string('许可；没有说明时为空。', 'Licence; empty where nobody has said.'),
          stops: whole('站点数。', 'Stops.'),
          trips: whole('班次数。', 'Trips.'),
          feeds: Type.Array(
            strict(
              {
                title: string('发布者。', 'Who publishes it.'),
                from: string('最早有班次的日期，如 2019-04-15。', 'First day with service, such as 2019-04-15.'),
                to: string('最晚有班次的日期。', 'Last day with service.'),
              },
              says('一份 GTFS 及其日期。', 'A feed of GTFS and its days.'),
            ),
            says('所含的 GTFS。', 'Feeds of GTFS that it holds.'),
          ),
        },
        says('一套公共交通时刻表。', 'Timetables of public transport.'),
      ),
      says(
        '公共交通时刻表，供研究的 travel.transit 使用。',
        'Timetables of public transport, for travel.transit of studies.',
      ),
    ),
    profiles: Type.Array(
      strict(
        {
          id,
          title: TextSchema,
          mode: choice(MODES, says('出行方式。', 'Mode of travel.')),
        },
        says('一种出行者。', 'Who travels.'),
      ),
      says(
        '出行者，供 travel.profile 使用；路网须有标签（tagged）。',
        'Who travels, for travel.profile; the network has to be tagged.',
      ),
    ),
    layers: Type.Array(
      strict(
        {
          id,
          title: TextSchema,
          capacities: names('可作为服务能力的属性。', 'Attributes that can be a capacity.'),
          facility: Type.Optional(FacilityLayerSchema),
        },
        says('一个图层。', 'A layer.'),
      ),
      says('可作为设施的点图层。', 'Layers of points that facilities can be taken from.'),
    ),
    standards: Type.Array(
      strict(
        {
          id,
          number: string('标准号。', 'Number of the standard.'),
          version: textOrNull('版本；按年份时为 null。', 'Version; null where the year says it.'),
          year: whole('年份。', 'Year.'),
          title: TextSchema,
          checkup: flag('是否为生活圈体检的指标。', 'Whether a check-up of living circles has its rules.'),
          binds: orNull(
            BindingSchema,
            says('有约束力，且在哪里；推荐性的为 null。', 'That it binds, and where; null where it is recommended.'),
          ),
          layers: names('各条规定所针对的图层。', 'Layers that its rules are about.'),
          rules: whole('规定条数。', 'Rules.'),
          text: whole('已通读原文的条数。', 'Rules that were read in the text.'),
          quoted: whole('转引自公开网页的条数。', 'Rules whose numbers a public page gives.'),
          unverified: whole('未核实的条数。', 'Rules that are not verified.'),
          missing: whole('因缺数据不能计算的条数。', 'Rules that cannot be computed for want of data.'),
        },
        says('一部标准。', 'A standard.'),
      ),
      says('标准。', 'Standards.'),
    ),
  },
  named('AnalysisCatalogue', '可选的数据和标准。', 'What there is to choose from.'),
);
export type AnalysisCatalogue = Of<typeof AnalysisCatalogueSchema>;
