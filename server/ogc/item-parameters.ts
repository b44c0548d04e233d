/** Parameters of items. */
import Type from 'typebox';
import { FilterLangParameter, FilterParameter } from '../../tiles/api/common.ts';
import { says } from '../../tiles/api/schema.ts';
import { CommonQuery } from './context.ts';
import { SYSTEMS } from './crs.ts';

export const LIMIT = { usual: 100, most: 10_000 } as const;
/** Characters. */
export const CURSOR_LENGTH = 20_000;

export const CrsQuery = Type.Optional(
  Type.String({
    examples: [SYSTEMS[0]?.uri],
    ...says(
      '回答所用的坐标参考系（URI，见图层的 crs），坐标按其坐标轴顺序；不给则为 CRS84。',
      'Coordinate system of the answer by its URI (see crs of the collection), in the order of its axes; CRS84 where it is left out.',
    ),
  }),
);

export const ItemsQuery = {
  ...CommonQuery,
  limit: Type.Optional(
    Type.Integer({
      default: LIMIT.usual,
      ...says('每页最多多少个要素，至多 10000。', 'Features on a page, at most 10000.'),
    }),
  ),
  bbox: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 4,
      maxItems: 6,
      examples: [[120.3, 36.0, 120.5, 36.2]],
      ...says(
        '与此范围相交的要素：4 个（或 6 个）数，按 bbox-crs 的坐标轴顺序；跨 180° 经线时西大于东。高程不计。',
        'Features that meet the box: 4 (or 6) numbers in the order of the axes of bbox-crs; across the antimeridian the west is the larger. Heights do not count.',
      ),
    }),
  ),
  'bbox-crs': Type.Optional(
    Type.String(says('bbox 的坐标参考系；不给则为 CRS84。', 'System of bbox; CRS84 where it is left out.')),
  ),
  crs: CrsQuery,
  datetime: Type.Optional(
    Type.String({
      examples: ['2026-03-01', '2026-01-01/..'],
      ...says(
        '日期、时刻或时段。有日期属性的图层按其筛选，其余图层给出那一刻（时段末）的数据。',
        'A date, a moment or an interval. It chooses by the date of a feature where the collection has one; else it gives the data as of then (as of its end).',
      ),
    }),
  ),
  filter: Type.Optional(FilterParameter),
  'filter-lang': Type.Optional(FilterLangParameter),
  'filter-crs': Type.Optional(
    Type.String(
      says(
        'filter 中坐标的坐标参考系；不给则为 CRS84。',
        'System of the coordinates in filter; CRS84 where it is left out.',
      ),
    ),
  ),
  sortby: Type.Optional(
    Type.Array(Type.String(), {
      examples: [['-name']],
      ...says(
        '排序属性，逗号分隔，- 在前为降序；没有值的排在最后，值相同的按编号。',
        'Attributes between commas, - in front for descending; without a value come last, equal ones by id.',
      ),
    }),
  ),
  properties: Type.Optional(
    Type.Array(
      Type.String(),
      says('要返回的属性，逗号分隔；不给则为全部。', 'Properties to give, between commas; all where it is left out.'),
    ),
  ),
  offset: Type.Optional(
    Type.Integer({
      ...says(
        '略过前面多少个要素，至多 10000；供不沿 next 链接前进的程序使用。',
        'Features to leave out ahead, at most 10000, for programs that do not follow the link next.',
      ),
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: CURSOR_LENGTH,
      ...says('下一页的位置，由 next 链接给出。', 'Where the next page begins, as the link next gives it.'),
    }),
  ),
};
