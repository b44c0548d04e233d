/**
 * What a study in a file may name in place of its parts: `{"file": "people.csv"}`. `npm run analyse` puts the contents
 * there before anything reads the study, so that only the published schema has these, and the service refuses them.
 */
import Type from 'typebox';
import { name, strict, text } from './schema-kit.ts';
import { named } from './schema.ts';

/** Keyword of a schema in whose place a file may be named: a key of `FILE_SCHEMAS`. */
export const FILE = 'x-file';

const only = '仅用于 npm run analyse 的研究文件；服务不读文件。路径相对于研究文件。';
const onlyEn =
  'In the file of a study for npm run analyse alone: the service reads no files. Paths are relative to the study.';
const costUnit = Type.Optional(
  text('代价的单位，如 min；缺省为空。', 'Unit of the costs, such as min. Default: none.'),
);

export const FILE_SCHEMAS = {
  network: strict(
    {
      file: name(
        '.osm.pbf 或 .geojson 的道路（代价为秒）；.csv，列 from、to、cost、oneWay；或 .json。',
        'Roads as .osm.pbf or .geojson, whose costs are seconds; .csv with columns from, to, cost, oneWay; or .json.',
      ),
      nodes: Type.Optional(
        name(
          '节点的位置（.csv，列 id、lon、lat），仅用于 .csv；缺省没有位置。',
          'Places of the nodes (.csv with columns id, lon, lat), for .csv alone. Default: nodes have no places.',
        ),
      ),
      costUnit,
    },
    named('NetworkFile', `道路网络的文件。${only}`, `A file of a network. ${onlyEn}`),
  ),
  demand: strict(
    {
      file: name(
        '.csv，列 id、lon、lat、node、people、areaM2、district、subdistrict、landUse，人群的列为 people.名称；.geojson，点或面，属性同名；或 .json。',
        '.csv with columns id, lon, lat, node, people, areaM2, district, subdistrict, landUse, and people.NAME for each group of people; .geojson of points or of polygons with properties of these names; or .json.',
      ),
    },
    named('DemandFile', `需求点或面的文件。${only}`, `A file of demand, points or areas. ${onlyEn}`),
  ),
  places: strict(
    {
      file: name(
        '.csv，列 id、lon、lat、node、capacity、cost、district、subdistrict、landUse；.geojson 的点，属性同名；或 .json。',
        '.csv with columns id, lon, lat, node, capacity, cost, district, subdistrict, landUse; .geojson of points with properties of these names; or .json.',
      ),
    },
    named('PlacesFile', `点的文件。${only}`, `A file of points. ${onlyEn}`),
  ),
  matrix: strict(
    {
      file: name(
        '.csv，每个需求一行，空格为不通，可有首行首列的名称；或 .json。',
        '.csv with a row of costs by demand, empty where there is no way, with or without a first row and column of names; or .json.',
      ),
      costUnit,
    },
    named('MatrixFile', `代价矩阵的文件。${only}`, `A file of a matrix of costs. ${onlyEn}`),
  ),
  values: strict(
    {
      file: name(
        '.csv，列 value，可有 id、lon、lat；.geojson，点或面，属性 value；或 .json。',
        '.csv with a column value, and id, lon and lat or not; .geojson of points or of polygons with a property value; or .json.',
      ),
    },
    named('ValuesFile', `值的文件。${only}`, `A file of values. ${onlyEn}`),
  ),
  neighbours: strict(
    { file: name('.csv，列 from、to、weight。', '.csv with columns from, to, weight.') },
    named('NeighboursFile', `邻接关系的文件。${only}`, `A file of neighbours. ${onlyEn}`),
  ),
} as const;

/** As an option of a schema: a file may be named in its place. */
export function orFile(kind: keyof typeof FILE_SCHEMAS): { readonly [FILE]: keyof typeof FILE_SCHEMAS } {
  return { [FILE]: kind };
}
