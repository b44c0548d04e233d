import Type from 'typebox';
import type { CaseRecord } from '../cases/case.ts';
import { ProvenanceSchema, TextSchema } from './common.ts';
import { named, says } from './schema.ts';

const text = (zh: string, en: string) => ({ ...TextSchema, ...says(zh, en) });

const WhereSchema = {
  type: 'object',
  ...says('筛选要素的属性值。', 'Values of attributes that pick features.'),
};

const SourceLineSchema = Type.Object(
  {
    line: Type.Integer({ minimum: 1, ...says('原文行号。', 'Line of the source document.') }),
    quote: Type.String(says('原文。', 'The words themselves.')),
  },
  named('SourceLine', '数据的出处。', 'Where a figure was read.'),
);

const FigureSchema = Type.Object(
  {
    id: Type.String(says('数据编号。', 'Id of the figure.')),
    name: text('名称。', 'Name.'),
    value: Type.Number(says('数值。', 'Value.')),
    qualifier: Type.Enum(
      ['exact', 'over', 'about', 'under'],
      says('原文的措辞：准确、以上、约、不足。', 'How the source words it.'),
    ),
    unit: text('单位。', 'Unit.'),
    period: Type.String(says('时期。', 'Period.')),
    source: SourceLineSchema,
    entity: Type.Optional(
      Type.Object(
        {
          layer: Type.String(says('图层编号。', 'Id of the layer.')),
          where: Type.Optional(WhereSchema),
          measure: Type.Enum(['count', 'sum', 'distinct'], says('统计方式。', 'What is measured.')),
          attribute: Type.Optional(Type.String(says('统计的属性。', 'Attribute that is measured.'))),
        },
        says('与之相等的示例数据。', 'Demonstration data that it equals.'),
      ),
    ),
  },
  named('CaseFigure', '案例中的一个数据。', 'A figure of a case.'),
);

export const CaseRecordSchema = Type.Unsafe<CaseRecord>(
  Type.Object(
    {
      number: Type.Integer({ minimum: 1, ...says('案例序号。', 'Number of the case.') }),
      id: Type.String(says('案例编号。', 'Id of the case.')),
      title: text('标题。', 'Title.'),
      agency: text('单位。', 'Agency.'),
      district: Type.String(says('区市代码；370200 为全市。', 'Code of the district; 370200 for the whole city.')),
      theme: Type.String(says('主题。', 'Theme.')),
      places: Type.Array(
        Type.Object({
          name: text('地名。', 'Name of the place.'),
          lon: Type.Number(says('经度（度）。', 'Longitude in degrees.')),
          lat: Type.Number(says('纬度（度）。', 'Latitude in degrees.')),
          provenance: ProvenanceSchema,
        }),
        says('地点。', 'Places.'),
      ),
      summary: text('摘要。', 'Summary.'),
      figures: Type.Array(FigureSchema, says('数据。', 'Figures.')),
      layers: Type.Array(
        Type.Object({ layer: Type.String(says('图层编号。', 'Id of the layer.')), where: Type.Optional(WhereSchema) }),
        says('展示案例实体的图层。', 'Layers that show its entities.'),
      ),
      rule: Type.Optional(
        Type.Object(
          {
            id: Type.String(says('规则编号。', 'Id of the rule.')),
            name: text('名称。', 'Name.'),
            statement: text('规则内容。', 'The rule in words.'),
            source: SourceLineSchema,
            example: Type.Object(
              {
                input: { type: 'object', ...says('输入。', 'Input.') },
                output: { type: 'object', ...says('输出。', 'Output.') },
                fromSource: Type.Boolean(says('算例是否出自原文。', 'Whether the source gives it.')),
              },
              says('算例。', 'Worked example.'),
            ),
          },
          says('案例中的规则。', 'The rule that the case defines.'),
        ),
      ),
    },
    named('CaseRecord', '一个成文案例。', 'A documented case.'),
  ),
);

export const CaseListSchema = Type.Object(
  { cases: Type.Array(CaseRecordSchema, says('全部案例，按序号。', 'All cases, by number.')) },
  named('CaseList', '案例清单。', 'The documented cases.'),
);
/** `GET /cases` */
export interface CaseList {
  readonly cases: readonly CaseRecord[];
}
