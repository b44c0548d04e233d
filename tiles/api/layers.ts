/** Answers about layers and their features. */
import Type, { type Static } from 'typebox';
import { ROLES, type AttributeValue, type LayerDefinition, type Provenance } from '../layer/layer.ts';
import { BboxSchema, ProvenanceSchema, TextSchema } from './common.ts';
import {
  AttributeSchema,
  CaseDataSchema,
  FacilitySchema,
  LayerFilterSchema,
  LayerStyleSchema,
  StandardSchema,
} from './layer-parts.ts';
import { named, says, type Of } from './schema.ts';

const LayerLoadSchema = Type.Object(
  {
    source: Type.Union(
      [TextSchema, Type.Null()],
      says('数据出处；未注明时为 null。', 'Where its data comes from; null where nobody said it.'),
    ),
    licence: Type.Union([Type.String(), Type.Null()], says('许可。', 'Licence.')),
    asOf: Type.Union(
      [Type.String(), Type.Null()],
      says('数据截止的年、月或日。', 'Year, month or day that the data is of.'),
    ),
    features: Type.Integer(says('加载的要素数。', 'Count of features loaded.')),
    loadedAt: Type.Union(
      [Type.String({ format: 'date-time' }), Type.Null()],
      says('加载的时间。', 'When it was loaded.'),
    ),
  },
  named('LayerLoad', '一次加载注明的来源。', 'What a load said of its source.'),
);
export type LayerLoadInfo = Of<typeof LayerLoadSchema>;

/** The definition of a layer, and what the database holds of it. */
const LAYER_PROPERTIES = {
  id: Type.String({ ...says('图层编号。', 'Id of the layer.'), examples: ['toilets'] }),
  title: Type.Unsafe<LayerDefinition['title']>({ ...TextSchema, ...says('名称。', 'Name.') }),
  description: Type.Unsafe<LayerDefinition['description']>({ ...TextSchema, ...says('说明。', 'What is in it.') }),
  theme: Type.Unsafe<LayerDefinition['theme']>({ type: 'string', ...says('所属分组。', 'Group of the layer tree.') }),
  role: Type.Optional(
    Type.Unsafe<NonNullable<LayerDefinition['role']>>({
      enum: [...ROLES],
      ...says('在全市中的作用，如区市、街道、海域。', 'Part that the layer plays for the whole city.'),
    }),
  ),
  timeZone: Type.Optional(
    Type.String(says('不在中国时区的城市：日期所属时区。', 'Time zone of dates, where it is not that of China.')),
  ),
  geometry: Type.Enum(
    ['Point', 'LineString', 'Polygon'],
    says('几何类型（含相应的多部件类型）。', 'Kind of geometry; multi-part ones too.'),
  ),
  sourceLayer: Type.Optional(
    Type.String(
      says(
        '图层在瓦片中的名称，与编号不同时给出。',
        'What the layer is called in its tiles, where that is not its id.',
      ),
    ),
  ),
  attributes: Type.Unsafe<LayerDefinition['attributes']>({
    ...Type.Record(Type.String(), AttributeSchema),
    ...says('属性定义，按属性编号。', 'Attributes by their ids.'),
  }),
  required: Type.Array(Type.String(), says('每个要素都有的属性。', 'Attributes that every feature has.')),
  name: Type.Unsafe<LayerDefinition['name']>({
    ...Type.Object({
      zh: Type.String(says('中文名所在属性。', 'Attribute with the Chinese name.')),
      en: Type.Optional(Type.String(says('英文名所在属性。', 'Attribute with the English name.'))),
    }),
    ...says('存放名称的属性。', 'Attributes that hold the name.'),
  }),
  search: Type.Optional(
    Type.Array(Type.String(), says('搜索还会查找的属性。', 'Further attributes that search looks in.')),
  ),
  owner: Type.Unsafe<LayerDefinition['owner']>({ ...TextSchema, ...says('数据责任单位。', 'Who keeps the data.') }),
  visibility: Type.Enum(['public', 'internal'], says('公开范围。', 'Who may see it.')),
  source: Type.Unsafe<LayerDefinition['source']>({
    ...TextSchema,
    ...says('现有数据的出处。', 'Where the data comes from that it holds now.'),
  }),
  comesWithCity: Type.Optional(
    Type.Boolean(says('随城市提供数据文件的图层。', 'Files of the layer come with the city.')),
  ),
  minzoom: Type.Integer(says('最小缩放级别。', 'First zoom with tiles.')),
  maxzoom: Type.Integer(says('最大缩放级别。', 'Last zoom with tiles of its own.')),
  tileAttributes: Type.Array(Type.String(), says('瓦片中携带的属性。', 'Attributes that travel in tiles.')),
  sums: Type.Optional(Type.Array(Type.String(), says('聚合点累加的属性。', 'Attributes that clusters add up.'))),
  indexes: Type.Optional(
    Type.Array(Type.String(), says('筛选时可用索引的日期时间属性。', 'Dates and times that filters find by an index.')),
  ),
  style: Type.Unsafe<LayerDefinition['style']>(LayerStyleSchema),
  filters: Type.Unsafe<LayerDefinition['filters']>(
    Type.Array(LayerFilterSchema, says('筛选控件。', 'Controls of the filter form.')),
  ),
  standard: Type.Optional(Type.Unsafe<NonNullable<LayerDefinition['standard']>>(StandardSchema)),
  shownAtStart: Type.Optional(
    Type.Boolean({ default: false, ...says('地图打开时即显示。', 'Shown when the map opens.') }),
  ),
  facility: Type.Optional(Type.Unsafe<NonNullable<LayerDefinition['facility']>>(FacilitySchema)),
  caseData: Type.Optional(Type.Unsafe<NonNullable<LayerDefinition['caseData']>>(CaseDataSchema)),
  count: Type.Integer(says('要素数。', 'Count of features.')),
  bbox: Type.Union(
    [BboxSchema, Type.Null()],
    says('数据范围；没有数据时为 null。', 'Extent of the data; null without any.'),
  ),
  provenance: Type.Unsafe<Partial<Record<Provenance, number>>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    ...says('各来源类别的要素数。', 'Count of features by provenance.'),
  }),
  updatedAt: Type.Union(
    [Type.String({ format: 'date-time' }), Type.Null()],
    says('最近一次变化的时间。', 'When it changed last.'),
  ),
  tilesOnly: Type.Optional(
    Type.Boolean({
      default: false,
      ...says(
        '瓦片由数据库函数生成，没有可查询、计数的要素。',
        'A function of the database makes its tiles: it has no features to ask for or to count.',
      ),
    }),
  ),
  maxAgeS: Type.Optional(
    Type.Union(
      [Type.Integer(), Type.Null()],
      says(
        '数据源的图层：所显示的数据最多旧多少秒；还不知道或无从知道时为 null。没有此项的图层，改动立即可见。',
        'Layers of sources: how old the data shown can be, in seconds; null where that is not known. Left out where changes show at once.',
      ),
    ),
  ),
  loads: Type.Optional(
    Type.Unsafe<readonly LayerLoadInfo[]>(
      Type.Array(
        LayerLoadSchema,
        says(
          '现有要素来自哪些加载；随城市自带的数据除外。',
          'Loads that its features come from, beside what came with the city.',
        ),
      ),
    ),
  ),
};

export const LayerInfoSchema = Type.Object(
  LAYER_PROPERTIES,
  named(
    'LayerInfo',
    '图层定义，以及数据库中的现有情况。',
    'The definition of a layer and what the database holds of it.',
  ),
);
/** One entry of `GET /layers`. */
export type LayerInfo = LayerDefinition &
  Pick<Of<typeof LayerInfoSchema>, 'count' | 'bbox' | 'provenance' | 'updatedAt' | 'maxAgeS' | 'tilesOnly' | 'loads'>;

/** What a list of layers can leave out: nine tenths of it, and nothing that draws or lists a layer. */
export const LEFT_OUT_IN_BRIEF = [
  'description',
  'attributes',
  'search',
  'owner',
  'source',
  'tileAttributes',
  'sums',
  'indexes',
  'filters',
  'standard',
  'facility',
  'loads',
] as const satisfies readonly (keyof LayerInfo)[];
/** One entry of `GET /layers?detail=brief`. */
export type BriefLayer = Omit<LayerInfo, (typeof LEFT_OUT_IN_BRIEF)[number]>;

const BriefLayerSchema = Type.Omit(
  LayerInfoSchema,
  LEFT_OUT_IN_BRIEF,
  named(
    'BriefLayer',
    '图层中列出和绘制所需的部分：名称、样式、范围、要素数。',
    'What lists and draws a layer: title, style, extent, count.',
  ),
);

export const LayerDetailsSchema = Type.Object(
  {
    ...LAYER_PROPERTIES,
    schema: Type.Unsafe<object>({
      type: 'object',
      ...says('要素属性的 JSON Schema（2020-12）。', 'JSON Schema (2020-12) of the attributes of its features.'),
    }),
  },
  named('LayerDetails', '图层定义及其属性的 JSON Schema。', 'A layer with the JSON Schema of its attributes.'),
);

const AreaNameSchema = Type.Object({
  zh: Type.String(says('中文名。', 'Chinese name.')),
  en: Type.String(says('英文名。', 'English name.')),
  role: Type.Enum(['district', 'subdistrict'], says('区市或街道。', 'District or subdistrict.')),
  district: Type.Optional(Type.String(says('街道所属区市的代码。', 'Code of the district a subdistrict lies in.'))),
});
/** Name of a district or subdistrict. */
export type AreaName = Of<typeof AreaNameSchema>;

const CureSchema = Type.Object(
  {
    code: Type.String(says('代码，供程序使用。', 'Stable, for programs.')),
    text: TextSchema,
    cure: Type.Array(Type.String(), says('可执行的 SQL，或图层文件。', 'SQL to run, or a layer file.')),
  },
  named(
    'SourceObstacle',
    '妨碍一张表成为图层的问题，及其解法。',
    'What keeps a table from being a layer, and its cure.',
  ),
);

const SourceTableSchema = Type.Object(
  {
    table: Type.String({
      ...says('数据源.模式.表。', 'source.schema.table.'),
      examples: ['gis.planning.wc'],
    }),
    kind: Type.Enum(
      ['table', 'partitioned', 'view', 'materialized-view', 'foreign'],
      says('关系的种类。', 'Kind of relation.'),
    ),
    geometryColumn: Type.String(says('几何列。', 'Column of geometries.')),
    geometryType: Type.String(says('几何类型，如 MULTIPOLYGON。', 'Type of geometry, such as MULTIPOLYGON.')),
    srid: Type.Integer(says('坐标系；0 为未知。', 'Coordinate system; 0 where unknown.')),
    rows: Type.Union([Type.Integer(), Type.Null()], says('估计的行数。', 'Estimate of the rows.')),
    key: Type.Array(Type.String(), says('区分各行的列。', 'Columns that tell rows apart.')),
    maySelect: Type.Boolean(says('服务的角色有权读取。', 'The role of the service may read it.')),
    isServed: Type.Boolean(says('是否作为图层提供。', 'Whether it is a layer.')),
    layer: Type.String(says('图层编号，或将有的编号。', 'Id that the layer has, or would have.')),
    obstacles: Type.Array(CureSchema, says('为何没有提供。', 'Why it is no layer.')),
    advices: Type.Array(CureSchema, says('可以改进之处。', 'What could be better.')),
  },
  named('SourceTable', '数据源中的一张表。', 'A table of a source.'),
);

const SourceFunctionSchema = Type.Object(
  {
    function: Type.String({
      ...says('数据源.模式.函数。', 'source.schema.function.'),
      examples: ['gis.public.tiles'],
    }),
    arguments: Type.String({
      ...says('参数。', 'Its arguments.'),
      examples: ['z integer, x integer, y integer, query json'],
    }),
    mayExecute: Type.Boolean(says('服务的角色有权调用。', 'The role of the service may call it.')),
    isServed: Type.Boolean(says('是否作为图层提供。', 'Whether it is a layer.')),
    layer: Type.String(says('图层编号，或将有的编号。', 'Id that the layer has, or would have.')),
    obstacles: Type.Array(CureSchema, says('为何没有提供。', 'Why it is no layer.')),
    advices: Type.Array(CureSchema, says('可以改进之处。', 'What could be better.')),
  },
  named('SourceFunction', '数据源中生成瓦片的函数。', 'A function of a source that gives tiles.'),
);

const SourceInfoSchema = Type.Object(
  {
    name: Type.String(says('SOURCES 中的名称。', 'Name in SOURCES.')),
    title: TextSchema,
    state: Type.Enum(
      ['reading', 'open', 'lost', 'unusable', 'failed'],
      says('状态；lost 为暂时连接不上。', 'State; lost where it cannot be reached now.'),
    ),
    problem: Type.Union([TextSchema, Type.Null()], says('问题及解法。', 'What is wrong, and what to do.')),
    tables: Type.Array(SourceTableSchema, says('有几何列的全部表。', 'All tables with geometries.')),
    functions: Type.Array(
      SourceFunctionSchema,
      says('看来能生成瓦片的全部函数。', 'All functions that look like those that give tiles.'),
    ),
  },
  named('SourceInfo', '一个以表为图层的数据库。', 'A database whose tables are layers.'),
);
/** One database of `GET /layers?sources=all`. */
export type SourceInfo = Of<typeof SourceInfoSchema>;
/** One function of a source. */
export type FunctionInfo = SourceInfo['functions'][number];

const ThemesSchema = Type.Array(
  Type.Object({
    id: Type.String(says('分组编号。', 'Id of the group.')),
    title: TextSchema,
    nearby: Type.Optional(
      Type.Boolean({
        default: false,
        ...says('其点图层可用于“附近”。', 'Its layers of points are offered for “nearby”.'),
      }),
    ),
  }),
  says('图层分组，按显示顺序。', 'Groups of layers, in the order they are shown.'),
);

export const LayerListSchema = Type.Object(
  {
    themes: ThemesSchema,
    layers: Type.Array(LayerInfoSchema, says('全部图层。', 'All layers.')),
    areas: Type.Unsafe<Readonly<Record<string, AreaName>>>({
      ...Type.Record(Type.String(), AreaNameSchema),
      ...says('区市与街道的名称，按代码。', 'Names of the districts and subdistricts, by code.'),
    }),
    sources: Type.Optional(
      Type.Array(SourceInfoSchema, says('数据源及其全部表（sources=all）。', 'Sources with all tables (sources=all).')),
    ),
  },
  named('LayerList', '图层清单。', 'The layers there are.'),
);
/** `GET /layers` */
export type LayerList = Omit<Of<typeof LayerListSchema>, 'layers'> & { readonly layers: readonly LayerInfo[] };

export const BriefLayerListSchema = Type.Object(
  { themes: ThemesSchema, layers: Type.Array(BriefLayerSchema, says('全部图层。', 'All layers.')) },
  named('BriefLayerList', '图层清单，不含属性、出处和区域名称。', 'The layers without attributes, sources and areas.'),
);
/** `GET /layers?detail=brief` */
export type BriefLayerList = Pick<LayerList, 'themes'> & { readonly layers: readonly BriefLayer[] };

export const CountsSchema = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  additionalProperties: { type: 'integer' },
  examples: [{ toilets: 1204 }],
  ...named('Counts', '要素数，按图层编号。', 'Counts of features, by the id of the layer.'),
});
/** `GET /counts`. For a layer with a filter in CQL2 it counts the features that match. */
export type Counts = Of<typeof CountsSchema>;

export type GeoJSONGeometry =
  | { readonly type: 'Point'; readonly coordinates: readonly number[] }
  | { readonly type: 'MultiPoint' | 'LineString'; readonly coordinates: readonly (readonly number[])[] }
  | { readonly type: 'MultiLineString' | 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };

const GeometrySchema = Type.Unsafe<GeoJSONGeometry>({
  type: 'object',
  properties: {
    type: {
      enum: ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'],
      ...says('几何类型。', 'Kind of geometry.'),
    },
    coordinates: {
      type: 'array',
      ...says('坐标（RFC 7946）：先经度，后纬度。', 'Coordinates (RFC 7946): longitude, then latitude.'),
    },
  },
  required: ['type', 'coordinates'],
  ...named('Geometry', 'GeoJSON 几何。', 'A GeoJSON geometry.'),
});

const ITEM_PROPERTIES = {
  type: Type.Literal('Feature', says('固定为 Feature。', 'Always Feature.')),
  id: Type.String(says('要素编号。', 'Id of the feature.')),
  bbox: BboxSchema,
  geometry: GeometrySchema,
  properties: Type.Unsafe<Readonly<Record<string, AttributeValue>>>({
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    ...says('属性，其含义见图层定义。', 'Attributes, which the definition of the layer explains.'),
  }),
  layer: Type.String(says('所在图层。', 'Layer it belongs to.')),
  provenance: ProvenanceSchema,
  owner: Type.String(says('数据责任单位。', 'Who keeps it.')),
  updatedAt: Type.String({ format: 'date-time', ...says('最近一次变化的时间。', 'When it changed last.') }),
};

export const ItemSchema = Type.Object(
  ITEM_PROPERTIES,
  named('Item', '一个要素：GeoJSON，附图层和来源类别。', 'A GeoJSON feature with its layer and provenance.'),
);
/** `GET /layers/{layer}/items/{id}` and every hit of nearby. */
export type Item = Of<typeof ItemSchema>;

export const NearbyResultSchema = Type.Object(
  {
    type: Type.Literal('FeatureCollection', says('固定为 FeatureCollection。', 'Always FeatureCollection.')),
    features: Type.Array(
      Type.Object({
        ...ITEM_PROPERTIES,
        distanceM: Type.Number(says('距离（米，按椭球面）。', 'Distance in metres on the spheroid.')),
      }),
      says('由近到远。', 'Nearest first.'),
    ),
  },
  named('NearbyResult', '附近的要素。', 'Features nearby.'),
);
/** `GET /nearby` */
export type NearbyResult = Of<typeof NearbyResultSchema>;

const INTEGERS_OR_NULL = Type.Array(
  Type.Union([Type.Number(), Type.Null()]),
  says('逐个要素的值。', 'Values by feature.'),
);

export const ColumnSchema = Type.Union(
  [
    Type.Object({
      kind: Type.Literal('dictionary', says('文本列。', 'A column of texts.')),
      values: Type.Array(Type.String(), says('出现过的文本。', 'The texts there are.')),
      data: Type.Array(Type.Integer(), says('在 values 中的下标，-1 为空。', 'Indexes into values; -1 is null.')),
    }),
    Type.Object({ kind: Type.Literal('number', says('数值列。', 'A column of numbers.')), data: INTEGERS_OR_NULL }),
    Type.Object({
      kind: Type.Literal(
        'date',
        says(
          '日期列：自 1970-01-01 起的天数，按城市时区。',
          'A column of whole days since 1970-01-01, in the time zone of the city.',
        ),
      ),
      data: INTEGERS_OR_NULL,
    }),
  ],
  named('Column', '一个属性的全部值。', 'All values of one attribute.'),
);
export type Column = Of<typeof ColumnSchema>;

export const ColumnsSchema = Type.Object(
  {
    layer: Type.String(says('图层编号。', 'Id of the layer.')),
    count: Type.Integer(says('要素数。', 'Count of features.')),
    ids: Type.Array(Type.String(), says('要素编号。', 'Ids of the features.')),
    lon: Type.Array(
      Type.Number(),
      says(
        '经度（度，5 位小数）；线和面取其上一点。',
        'Longitudes in degrees (5 decimals); of lines and areas those of a point on them.',
      ),
    ),
    lat: Type.Array(Type.Number(), says('纬度（度）。', 'Latitudes in degrees.')),
    columns: Type.Unsafe<Readonly<Record<string, Static<typeof ColumnSchema>>>>({
      ...Type.Record(Type.String(), ColumnSchema),
      ...says('所请求的属性，按属性编号。', 'The properties asked for, by their ids.'),
    }),
  },
  named('Columns', '按列给出的整个图层，用于图表和 deck.gl。', 'A whole layer by column, for charts and deck.gl.'),
);
/** `GET /layers/{layer}/columns` */
export type Columns = Of<typeof ColumnsSchema>;
