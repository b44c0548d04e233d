/** Descriptions of tiles: TileJSON, tile matrix sets, styles. */
import Type from 'typebox';
import { BboxSchema } from './common.ts';
import { named, says, type Of } from './schema.ts';

export const TileJsonSchema = Type.Object(
  {
    tilejson: Type.Literal('3.0.0', says('TileJSON 版本。', 'Version of TileJSON.')),
    name: Type.String(says('名称。', 'Name.')),
    description: Type.String(says('说明。', 'What is in it.')),
    version: Type.String(says('服务版本。', 'Version of the service.')),
    scheme: Type.Literal('xyz', says('行号自北向南。', 'Rows count from the north.')),
    attribution: Type.String(says('数据出处。', 'Where the data comes from.')),
    tiles: Type.Array(Type.String(), says('瓦片地址模板。', 'Templates of tile addresses.')),
    minzoom: Type.Integer(says('最小缩放级别。', 'First zoom.')),
    maxzoom: Type.Integer(says('最大缩放级别。', 'Last zoom.')),
    bounds: BboxSchema,
    center: Type.Unsafe<readonly [lon: number, lat: number, zoom: number]>({
      type: 'array',
      items: { type: 'number' },
      minItems: 3,
      maxItems: 3,
      ...says('起始位置：经度、纬度、级别。', 'Where to begin: longitude, latitude, zoom.'),
    }),
    vector_layers: Type.Array(
      Type.Object({
        id: Type.String(says('图层编号。', 'Id of the layer.')),
        description: Type.String(says('说明。', 'What is in it.')),
        minzoom: Type.Integer(says('最小缩放级别。', 'First zoom.')),
        maxzoom: Type.Integer(says('最大缩放级别。', 'Last zoom.')),
        fields: Type.Unsafe<Readonly<Record<string, string>>>({
          type: 'object',
          additionalProperties: { type: 'string' },
          ...says('瓦片中的属性及其含义。', 'Properties in the tiles, and what they mean.'),
        }),
      }),
      says('瓦片中的图层。', 'Layers in the tiles.'),
    ),
    maxAgeS: Type.Optional(
      Type.Integer(
        says(
          '所显示的数据最多旧多少秒（数据源的图层）。TileJSON 未规定此项。',
          'How old the data shown can be, in seconds (layers of sources). TileJSON itself does not define it.',
        ),
      ),
    ),
  },
  named('TileJson', '瓦片集说明（TileJSON 3.0.0）。', 'Description of tiles (TileJSON 3.0.0).'),
);
export type TileJson = Of<typeof TileJsonSchema>;

const LinkSchema = Type.Object({
  rel: Type.String(says('关系。', 'Relation.')),
  type: Type.String(says('内容类型。', 'Media type.')),
  templated: Type.Optional(Type.Boolean({ default: false, ...says('地址含变量。', 'The address has variables.') })),
  href: Type.String(says('地址。', 'Address.')),
});

export const TileMatrixSetListSchema = Type.Object(
  {
    tileMatrixSets: Type.Array(
      Type.Object({
        id: Type.String(says('瓦片矩阵集编号。', 'Id of the tile matrix set.')),
        title: Type.String(says('名称。', 'Name.')),
        uri: Type.Optional(Type.String(says('在 OGC 登记的 URI。', 'URI in the register of OGC.'))),
        crs: Type.String(says('坐标参考系。', 'Coordinate reference system.')),
        links: Type.Array(LinkSchema, says('链接。', 'Links.')),
      }),
      says('可用的瓦片矩阵集。', 'The tile matrix sets there are.'),
    ),
  },
  named('TileMatrixSetList', '可用的瓦片矩阵集。', 'The tile matrix sets that tiles come in.'),
);

const pair = (zh: string, en: string) =>
  Type.Unsafe<readonly [number, number]>({
    type: 'array',
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
    ...says(zh, en),
  });

export const TileMatrixSetSchema = Type.Object(
  {
    id: Type.String(says('瓦片矩阵集编号。', 'Id of the tile matrix set.')),
    title: Type.String(says('名称。', 'Name.')),
    uri: Type.Optional(Type.String(says('在 OGC 登记的 URI。', 'URI in the register of OGC.'))),
    crs: Type.String(says('坐标参考系。', 'Coordinate reference system.')),
    orderedAxes: Type.Unsafe<readonly [string, string]>({
      type: 'array',
      items: { type: 'string' },
      minItems: 2,
      maxItems: 2,
      ...says('坐标轴，按其顺序。', 'Axes in their order.'),
    }),
    wellKnownScaleSet: Type.String(says('所属的标准比例尺集。', 'Well-known scale set.')),
    tileMatrices: Type.Array(
      Type.Object({
        id: Type.String(says('级别。', 'Zoom.')),
        scaleDenominator: Type.Number(says('比例尺分母。', 'Denominator of the scale.')),
        cellSize: Type.Number(says('像素边长（坐标系单位）。', 'Side of a pixel in units of the reference system.')),
        cornerOfOrigin: Type.Literal('topLeft', says('原点在左上角。', 'The origin is top left.')),
        pointOfOrigin: pair('原点坐标，按坐标轴顺序。', 'The origin, in the order of the axes.'),
        tileWidth: Type.Integer(says('瓦片宽（像素）。', 'Width of a tile in px.')),
        tileHeight: Type.Integer(says('瓦片高（像素）。', 'Height of a tile in px.')),
        matrixWidth: Type.Integer(says('列数。', 'Count of columns.')),
        matrixHeight: Type.Integer(says('行数。', 'Count of rows.')),
      }),
      says('各级矩阵。', 'One matrix a zoom.'),
    ),
  },
  named('TileMatrixSet', '瓦片矩阵集（OGC 17-083r4）。', 'A tile matrix set (OGC 17-083r4).'),
);

export const StyleSchema = Type.Unsafe<object>({
  type: 'object',
  properties: {
    version: { const: 8, ...says('MapLibre 样式版本。', 'Version of the style specification.') },
    sources: { type: 'object', ...says('数据源。', 'Sources.') },
    layers: { type: 'array', ...says('样式图层。', 'Layers of the style.') },
  },
  required: ['version', 'sources', 'layers'],
  additionalProperties: true,
  ...named('Style', 'MapLibre 样式（第 8 版）。', 'A MapLibre style, version 8.'),
});
