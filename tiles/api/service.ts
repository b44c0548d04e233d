/** Answers about the service itself, and its stream of changes. */
import Type from 'typebox';
import { BboxSchema, PositionSchema, TextSchema } from './common.ts';
import type { Holidays } from '../hours/index.ts';
import type { LayerRole } from '../layer/layer.ts';
import { named, says, type Of } from './schema.ts';

export const ClientConfigSchema = Type.Object(
  {
    city: TextSchema,
    cityCode: Type.String({
      ...says('城市代码（GB/T 2260 或自定）。', 'Code of the city (GB/T 2260 in China).'),
      examples: ['370200'],
    }),
    center: PositionSchema,
    zoom: Type.Number(says('起始缩放级别。', 'Zoom to begin with.')),
    bounds: BboxSchema,
    timeZone: Type.String({
      ...says('城市所在时区（tz 数据库名称）。', 'Time zone of the city, by its name in the tz database.'),
      examples: ['Asia/Shanghai'],
    }),
    holidays: Type.Unsafe<Holidays>({
      type: 'object',
      ...says(
        '城市所在国家的节假日与调休上班日，按年份；开放时间可能取决于它。没有列出的年份未知。',
        'Public holidays and make-up working days of the country by year, which opening hours may depend on. Other years are not known.',
      ),
    }),
    roles: Type.Unsafe<Readonly<Partial<Record<LayerRole, string>>>>({
      ...Type.Record(Type.String(), Type.String()),
      ...says('全市性图层的编号，如区市、街道。', 'Ids of the layers that play a part for the whole city.'),
    }),
    hasCases: Type.Boolean(says('是否有工作案例。', 'Whether the city has documented cases.')),
    mapReviewNumber: Type.Optional(
      Type.String(says('审图号，显示在地图左下角。', 'Map review number, shown bottom left.')),
    ),
    tileArchiveUrl: Type.Optional(
      Type.String(
        says(
          'PMTiles 文件或归档清单（manifest.json）的地址：地图从中读取图层。',
          'A PMTiles archive, or a manifest of several, that the map reads the layers in it from.',
        ),
      ),
    ),
    baseMapAttribution: Type.Optional(TextSchema),
    basemaps: Type.Array(
      Type.Object({
        id: Type.String(says('底图编号。', 'Id of the base map.')),
        title: TextSchema,
        tiles: Type.Array(Type.String(), says('XYZ 瓦片地址模板。', 'Templates of XYZ tiles.')),
        labels: Type.Optional(
          Type.Array(Type.String(), says('叠加在上的注记瓦片。', 'Templates of labels drawn over them.')),
        ),
        attribution: Type.String(says('版权说明。', 'Attribution.')),
        maxzoom: Type.Number(says('最大缩放级别。', 'Last zoom.')),
      }),
      says('离线底图之外的栅格底图。', 'Raster base maps beside the offline one.'),
    ),
    version: Type.String(says('服务版本。', 'Version of the service.')),
  },
  named('ClientConfig', '地图启动所需的设置。', 'What the map needs before anything else.'),
);
/** `GET /config.json` */
export type ClientConfig = Of<typeof ClientConfigSchema>;

export const ServerEventSchema = Type.Union(
  [
    Type.Object({
      type: Type.Literal(
        'hello',
        says('连接（或重连）后的第一个事件。', 'First event, again after every reconnection.'),
      ),
      revisions: Type.Unsafe<Readonly<Record<string, number>>>({
        type: 'object',
        additionalProperties: { type: 'integer' },
        ...says(
          '各图层的版本号；与已知的不同，即有变化未收到。',
          'Revisions of the layers; others than known mean that changes were missed.',
        ),
      }),
      definitions: Type.Optional(
        Type.String(
          says(
            '全部图层定义的摘要；与已知的不同，须重新取 /layers。图层不会变化的服务不给。',
            'The same for the same definitions of all layers: a map that knows another asks for /layers again. Absent where layers never change.',
          ),
        ),
      ),
    }),
    Type.Object({
      type: Type.Literal('layers', says('图层有增删，或定义有变化。', 'A layer was added, defined anew or removed.')),
      layer: Type.String(says('图层编号。', 'Id of the layer.')),
      definitions: Type.String(says('新的摘要。', 'The new one for all definitions.')),
    }),
    Type.Object({
      type: Type.Literal('change', says('图层有变化。', 'A layer has changed.')),
      layer: Type.String(says('图层编号。', 'Id of the layer.')),
      revision: Type.Integer(says('变化后的版本号。', 'Its revision from now on.')),
      boxes: Type.Union(
        [Type.Array(BboxSchema), Type.Null()],
        says(
          '变化涉及的范围（新旧位置均含）；null 为整个图层。',
          'Boxes of what changed, old and new places alike; null means the whole layer.',
        ),
      ),
    }),
  ],
  named(
    'ServerEvent',
    '一个服务器推送事件：type 为事件名，其余为数据。',
    'A server-sent event: type is its name, the rest its data.',
  ),
);
/**
 * `GET /events?layers=a,b`: server-sent events; the type is the event's name, the rest its data. First `hello`, again
 * after every reconnection, then `change` for every revision of a layer. `touched.ts` says which tiles boxes touch.
 */
export type ServerEvent = Of<typeof ServerEventSchema>;

export const HealthSchema = Type.Object(
  {
    status: Type.Enum(
      ['ok', 'read-only', 'unavailable', 'stopping'],
      says(
        '是否可用；read-only：主库不可用，从备库读。',
        'Whether it can answer. read-only: the primary is lost, and standbys are read.',
      ),
    ),
    database: Type.Enum(
      ['up', 'down'],
      says('最近一次查看时数据库（主库）的状态。', 'The database (the primary) as of the last look.'),
    ),
    standbys: Type.Optional(
      Type.Object(
        {
          set: Type.Integer(says('设置了几个地址。', 'Addresses, as set.')),
          up: Type.Integer(says('其中几个地址有备库应答。', 'Of these, those behind which a standby answers.')),
          servers: Type.Integer(
            says(
              '应答的备库共几台：一个地址后面可以有多台。',
              'Standbys that answer: one address may lead to several.',
            ),
          ),
        },
        says('备库；没有设置时不给出。', 'Standbys, where any are set.'),
      ),
    ),
    problem: Type.Optional(
      Type.String(says('数据库不可用的原因，如磁盘已满。', 'Why the database cannot be used, such as a full disk.')),
    ),
    databaseKind: Type.Enum(
      ['embedded', 'server'],
      says('内置数据库或 PostgreSQL。', 'Embedded, or a PostgreSQL server.'),
    ),
    version: Type.String(says('服务版本。', 'Version of the service.')),
    uptimeS: Type.Integer(says('已运行时间（秒）。', 'Seconds since the start.')),
  },
  named('Health', '服务的状态。', 'The state of the service.'),
);
/**
 * `GET /healthz` (200 while the process runs) and `GET /readyz` (503 while the database is lost, or the service about
 * to end).
 */
export type Health = Of<typeof HealthSchema>;
