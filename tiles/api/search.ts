import Type from 'typebox';
import { BboxSchema, TextSchema } from './common.ts';
import { named, says, type Of } from './schema.ts';

export const SearchHitSchema = Type.Object(
  {
    layer: Type.String(says('所在图层。', 'Layer of the feature.')),
    id: Type.String(says('要素编号。', 'Id of the feature.')),
    name: Type.Unsafe<Text>({ ...TextSchema, ...says('名称。', 'Name.') }),
    context: Type.Unsafe<Text>({
      ...TextSchema,
      ...says('区分同名要素的区市、地址或代码。', 'District, address or code that tells two hits of one name apart.'),
    }),
    lon: Type.Number(says('经度（度）。', 'Longitude in degrees.')),
    lat: Type.Number(says('纬度（度）。', 'Latitude in degrees.')),
    bbox: BboxSchema,
    score: Type.Number({ minimum: 0, maximum: 1, ...says('匹配程度，1 为完全一致。', '1 is an exact match.') }),
  },
  named('SearchHit', '一条搜索结果。', 'A hit of a search.'),
);
export type SearchHit = Of<typeof SearchHitSchema>;

export const SearchResultSchema = Type.Object(
  {
    query: Type.String(says('实际用于查找的文字。', 'The text as it was looked for.')),
    hits: Type.Array(SearchHitSchema, says('结果，最匹配的在前。', 'Hits, the best first.')),
  },
  named('SearchResult', '搜索结果。', 'What a search has found.'),
);
/** `GET /search` */
export type SearchResult = Of<typeof SearchResultSchema>;

interface Text {
  readonly zh: string;
  readonly en: string;
}
