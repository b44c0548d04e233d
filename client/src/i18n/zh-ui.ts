import type { UiKey } from '../ui/texts.ts';

/** What the widgets themselves say, in Chinese. */
export const zhUi: Readonly<Record<UiKey, string>> = {
  'ui.about': '“{what}”的口径与来源',
  'ui.action': '作用',
  'ui.any': '不限',
  'ui.close': '关闭',
  'ui.from': '从',
  'ui.key': '按键',
  'ui.legend': '图例',
  'ui.requestId': '请求编号 {id}',
  'ui.retry': '重试',
  'ui.to': '到',
  'ui.without': '无{what}',

  'provenance.official': '官方',
  'provenance.imported': '导入',
  'provenance.approximate': '近似',
  'provenance.synthetic': '合成',
  'provenance.officialSentence': '数据由主管部门提供。',
  'provenance.importedSentence': '数据由外部文件导入，来源见下。',
  'provenance.approximateSentence': '位置依公开资料手工标注，为近似位置。',
  'provenance.syntheticSentence': '合成数据：位置和大部分属性由程序生成，并非真实情况；哪些内容有依据，见“数据来源”。',
};
