/** What the resources look like, for the descriptions of the interface. */
import Type from 'typebox';
import { named, says } from '../../tiles/api/schema.ts';

const LinkSchema = Type.Object(
  {
    href: Type.String(says('地址。', 'Address.')),
    rel: Type.String(says('关系。', 'Relation.')),
    type: Type.Optional(Type.String(says('内容类型。', 'Media type.'))),
    title: Type.Optional(Type.String(says('名称。', 'Title.'))),
    hreflang: Type.Optional(Type.String(says('语言。', 'Language.'))),
    templated: Type.Optional(Type.Boolean(says('地址含变量。', 'The address has variables.'))),
    method: Type.Optional(Type.String(says('请求方法；不给则为 GET。', 'Method; GET where it is left out.'))),
    body: Type.Optional(
      Type.Unsafe<object>({ type: 'object', ...says('以 POST 发送的正文。', 'What is sent by POST.') }),
    ),
  },
  named('OgcLink', '链接（RFC 8288）。', 'A link (RFC 8288).'),
);
const Links = Type.Array(LinkSchema, says('链接。', 'Links.'));

export const LandingSchema = Type.Object(
  {
    title: Type.String(says('名称。', 'Title.')),
    description: Type.String(says('说明。', 'What it is.')),
    links: Links,
  },
  named('OgcLanding', '首页。', 'The landing page.'),
);

export const ConformanceSchema = Type.Object(
  {
    conformsTo: Type.Array(
      Type.String(says('要求类的 URI。', 'URI of a conformance class.')),
      says('遵循的要求类。', 'Conformance classes.'),
    ),
  },
  named('OgcConformance', '遵循的标准。', 'What the service conforms to.'),
);

const ExtentSchema = Type.Object(
  {
    spatial: Type.Optional(
      Type.Object(
        {
          bbox: Type.Array(
            Type.Array(Type.Number(says('度。', 'Degrees.')), says('西、南、东、北。', 'West, south, east, north.')),
            says('范围。', 'Boxes.'),
          ),
          crs: Type.String(says('坐标参考系。', 'Coordinate reference system.')),
        },
        says('空间范围。', 'Where it lies.'),
      ),
    ),
    temporal: Type.Optional(
      Type.Object(
        {
          interval: Type.Array(
            Type.Unsafe<readonly (string | null)[]>({
              type: 'array',
              items: { type: ['string', 'null'] },
              ...says('起、止；null 为不限。', 'From, to; null for no end.'),
            }),
            says('时段。', 'Intervals.'),
          ),
          trs: Type.String(says('时间参考系。', 'Temporal reference system.')),
        },
        says('时间范围。', 'When it holds.'),
      ),
    ),
  },
  says('范围。', 'Extent.'),
);

export const CollectionSchema = Type.Object(
  {
    id: Type.String(says('编号。', 'Id.')),
    title: Type.String(says('名称。', 'Title.')),
    description: Type.String(says('说明。', 'What is in it.')),
    attribution: Type.Optional(Type.String(says('数据来源与许可。', 'Source and licence.'))),
    extent: Type.Optional(ExtentSchema),
    itemType: Type.Optional(
      Type.String(says('feature；只提供瓦片的图层没有。', 'feature; absent where there are tiles alone.')),
    ),
    crs: Type.Optional(
      Type.Array(Type.String(says('坐标参考系的 URI。', 'URI.')), says('可用的坐标参考系。', 'Coordinate systems.')),
    ),
    storageCrs: Type.Optional(Type.String(says('存储所用的坐标参考系。', 'The system that features are kept in.'))),
    links: Links,
  },
  named('OgcCollection', '图层。', 'A collection.'),
);

export const CollectionsSchema = Type.Object(
  {
    links: Links,
    crs: Type.Array(Type.String(says('坐标参考系的 URI。', 'URI.')), says('可用的坐标参考系。', 'Coordinate systems.')),
    collections: Type.Array(CollectionSchema, says('图层。', 'Collections.')),
  },
  named('OgcCollections', '全部公开图层。', 'All public layers.'),
);

const GeometrySchema = Type.Unsafe<object>({
  type: 'object',
  properties: {
    type: { type: 'string', ...says('几何类型。', 'Kind of geometry.') },
    coordinates: { type: 'array', items: {}, ...says('坐标。', 'Coordinates.') },
  },
  ...named('OgcGeometry', 'GeoJSON 几何。', 'A GeoJSON geometry.'),
});

export const FeatureSchema = Type.Object(
  {
    type: Type.Enum(['Feature'], says('Feature。', 'Feature.')),
    id: Type.String(says('要素编号。', 'Id of the feature.')),
    geometry: GeometrySchema,
    properties: Type.Unsafe<object>({
      type: 'object',
      ...says('属性，见该图层的 schema。', 'Attributes; see the schema of the collection.'),
    }),
    links: Type.Optional(Links),
  },
  named('OgcFeature', '要素（GeoJSON）。', 'A feature (GeoJSON).'),
);

export const FeaturesSchema = Type.Object(
  {
    type: Type.Enum(['FeatureCollection'], says('FeatureCollection。', 'FeatureCollection.')),
    links: Links,
    numberMatched: Type.Optional(
      Type.Integer({
        minimum: 0,
        ...says('符合条件的要素数；不能确知时没有此项。', 'How many match; absent where it is not exact.'),
      }),
    ),
    numberReturned: Type.Integer({ minimum: 0, ...says('本页要素数。', 'How many are on this page.') }),
    features: Type.Array(FeatureSchema, says('要素。', 'Features.')),
  },
  named('OgcFeatures', '一页要素（GeoJSON）。', 'A page of features (GeoJSON).'),
);

export const PropertiesSchema = Type.Unsafe<object>({
  type: 'object',
  ...named('OgcJsonSchema', 'JSON Schema（2020-12）。', 'A JSON Schema, 2020-12.'),
});

const TilesetProperties = {
  title: Type.String(says('名称。', 'Title.')),
  dataType: Type.Enum(['vector'], says('矢量。', 'Vector.')),
  crs: Type.String(says('坐标参考系。', 'Coordinate reference system.')),
  tileMatrixSetURI: Type.Optional(Type.String(says('在 OGC 登记的 URI。', 'URI in the register of OGC.'))),
  links: Links,
};

export const TilesetsSchema = Type.Object(
  {
    tilesets: Type.Array(Type.Object(TilesetProperties, says('瓦片集。', 'A tileset.')), says('瓦片集。', 'Tilesets.')),
    links: Links,
  },
  named('OgcTilesets', '瓦片集列表。', 'A list of tilesets.'),
);

export const TilesetSchema = Type.Object(
  {
    ...TilesetProperties,
    layers: Type.Array(
      Type.Object(
        {
          id: Type.String(says('瓦片中的图层名。', 'Its name in the tiles.')),
          title: Type.String(says('名称。', 'Title.')),
          dataType: Type.Enum(['vector'], says('矢量。', 'Vector.')),
          geometryDimension: Type.Integer(says('几何维数。', 'Dimension of its geometries.')),
          minTileMatrix: Type.String(says('最小级别。', 'First level.')),
          maxTileMatrix: Type.String(says('最大级别。', 'Last level.')),
        },
        says('图层。', 'A layer.'),
      ),
      says('瓦片中的图层。', 'Layers in the tiles.'),
    ),
    boundingBox: Type.Optional(
      Type.Object(
        {
          lowerLeft: Type.Array(Type.Number(says('度。', 'Degrees.')), says('左下角。', 'Lower left corner.')),
          upperRight: Type.Array(Type.Number(says('度。', 'Degrees.')), says('右上角。', 'Upper right corner.')),
          crs: Type.String(says('坐标参考系。', 'Coordinate reference system.')),
        },
        says('范围。', 'Extent.'),
      ),
    ),
  },
  named('OgcTileset', '瓦片集。', 'A tileset.'),
);

export const StylesSchema = Type.Object(
  {
    default: Type.String(says('不选时所用的样式。', 'The style where none is chosen.')),
    styles: Type.Array(
      Type.Object(
        {
          id: Type.String(says('编号。', 'Id.')),
          title: Type.String(says('名称。', 'Title.')),
          links: Links,
        },
        says('样式。', 'A style.'),
      ),
      says('样式。', 'Styles.'),
    ),
    links: Links,
  },
  named('OgcStyles', '样式列表。', 'A list of styles.'),
);
