import type { Text } from '../../../tiles/layer/layer.ts';

/** Descriptions in the published schema of a study and of the interface. */
export const SCHEMA = {
  'get-catalogue': {
    zh: '有哪些街道网络、人口数据、设施图层和标准可用',
    en: 'Networks, demands, layers of facilities and standards there are',
  },
  'get-cells': {
    zh: '人口单元（二进制帧，见 tiles/api/columnar-message.ts）',
    en: 'Cells of a demand (a binary frame)',
  },
  'post-coverage': {
    zh: '全市覆盖与方案修改（二进制帧）',
    en: 'Coverage of the city and of edits to it (a binary frame)',
  },
  'post-isochrones': { zh: '等时圈', en: 'Isochrones' },
  'post-studies': { zh: '小型研究，立即作答', en: 'A small study, answered at once' },
  'get-schema': { zh: '研究文件的 JSON Schema', en: 'JSON Schema of a study' },
  'get-openapi': { zh: '本文档', en: 'This document' },
  'api-title': { zh: '城图 规划分析接口', en: 'Chengtu, coverage analysis' },
  'id-demand': { zh: '人口数据的编号', en: 'Id of the demand' },
  frame: {
    zh: 'CTF1 帧：小端；头部为 JSON，随后是类型数组',
    en: 'A frame CTF1, little-endian: a header of JSON, then typed arrays',
  },
} as const satisfies Readonly<Record<string, Text>>;
