import type { Text } from '../../../tiles/layer/layer.ts';

/** Messages about demand: that of a study, a stored one, and one to be imported from a file. */
export const DEMAND = {
  'of-study': { zh: '研究自带的需求点', en: 'Demand points of the study itself' },
  'from-file': { zh: '由文件 {file} 导入', en: 'Imported from the file {file}' },
  'demand-empty': {
    zh: '没有需求：demand.points 是空的。请至少给一个带人数的点，或用 {"stored": "people"} 取已导入的需求。',
    en: 'There is no demand: demand.points is empty. Give at least one point with people, or take an imported demand by {"stored": "people"}.',
  },
  'demand-nobody': {
    zh: '需求点的人数全部为 0，没有可以分析的人口。请检查 people。',
    en: 'All demand points have 0 people: there is nobody to serve. Check "people".',
  },
  'area-people-missing': {
    zh: '{count} 个面没有人数，或人数小于 0（如 {id}）。请补上，或用 filter 筛去。',
    en: '{count} areas have no people, or fewer than 0 (such as {id}). Give them, or leave these areas out by a filter.',
  },
  'area-place': {
    zh: '面 {id} 的位置（{lon}, {lat}）不可用：应为经度（±180）、纬度（±90）。',
    en: 'The position ({lon}, {lat}) of area {id} cannot be used: give longitude (±180), then latitude (±90).',
  },
  'area-antimeridian': {
    zh: '面 {id} 跨过 180° 经线。请在那里切成两块（RFC 7946）。',
    en: 'Area {id} crosses the 180th meridian. Cut it in two there (RFC 7946).',
  },
  'area-empty': {
    zh: '面 {id} 没有面积，无法确定位置。请检查其坐标。',
    en: 'Area {id} has no ground, so that it is nowhere. Check its coordinates.',
  },
  'group-wrong': {
    zh: '要素 {id} 的人群“{name}”为 {value}：人数应不小于 0。请检查该属性。',
    en: 'Feature {id} has {value} people of the group “{name}”: it should be at least 0. Check the attribute.',
  },
  'no-groups': {
    zh: '没有人群“{name}”：需求没有人群。请在 demand 的 groups 中给出，或用带 --groups 的导入。',
    en: 'There is no group “{name}”: the demand has none. Give “groups” in “demand”, or import the people with --groups.',
  },
  'unknown-group': {
    zh: '没有人群“{name}”。需求的人群有：{choices}。',
    en: 'There is no group “{name}”. The demand has: {choices}.',
  },
  'group-nobody': {
    zh: '人群“{name}”的人数全部为 0，没有可以分析的人口。',
    en: 'The group “{name}” has 0 people everywhere: there is nobody to serve.',
  },
  'people-wrong': {
    zh: '第 {point} 个需求点的人数 {value} 应为不小于 0 的数。',
    en: 'Demand point {point} has {value} people: it should be a number of at least 0.',
  },
  'area-wrong': {
    zh: '第 {point} 个需求点的面积 {value} 应为不小于 0 的平方米数。',
    en: 'Demand point {point} has an area of {value}: it should be square metres, at least 0.',
  },
  'half-place': {
    zh: '第 {point} 个需求点只有经度或只有纬度：两者都要给，或都不给。',
    en: 'Demand point {point} has only one of lon and lat: give both, or neither.',
  },
  'place-wrong': {
    zh: '第 {point} 个需求点的坐标 {value} 超出范围：经度 ±180，纬度 ±90。',
    en: 'Demand point {point} has a coordinate of {value}: longitude is within ±180, latitude within ±90.',
  },
  'too-many-names': {
    zh: '{property} 的不同取值超过 {most} 个。',
    en: 'There are more than {most} different values of {property}.',
  },
  'unknown-demand': {
    zh: '没有名为 {id} 的需求。现有：{ids}。可用 npm run demand:import 导入。',
    en: 'There is no demand {id}. There are: {ids}. Import one by npm run demand:import.',
  },
  'no-demand': {
    zh: '还没有任何需求（人口）数据。请用 npm run demand:import 导入，或用 npm start 载入演示数据。',
    en: 'There is no demand (people) yet. Import one by npm run demand:import, or load the demonstration data by npm start.',
  },
} as const satisfies Readonly<Record<string, Text>>;
