import type { Text } from '../../../tiles/layer/layer.ts';

/** What can be wrong with a study that is to be cut. */
export const PARTS = {
  'parts-changed': {
    zh: '研究分部分计算期间，路网、人口或设施的数据有变，各部分对不上。请重新提交。',
    en: 'The network, the people or the facilities have changed while the parts of the study were computed, so these do not fit together. Send the study again.',
  },
  'parts-network': {
    zh: '要分部分计算（parts），研究须沿道路网络出行（stored，或自带的节点和边），不是直线、代价矩阵或公共交通。请改用路网，或去掉 parts。',
    en: 'A study with parts has to travel along a network of streets (stored, or nodes and edges of its own), not in straight lines, by a matrix or by public transport. Use a network, or leave parts out.',
  },
  'parts-people': {
    zh: '要分部分计算（parts），研究须有人口（demand），按其 {by} 划分。请加上 demand，或去掉 parts。',
    en: 'A study with parts needs a demand, which is cut by its {by}. Add one, or leave parts out.',
  },
  'parts-travel': {
    zh: '分部分计算（parts）时，各分析须用研究的 travel，不能用“{name}”。请另做一项研究，或去掉 parts。',
    en: 'With parts, analyses travel as the study does, not as “{name}”. Make another study of it, or leave parts out.',
  },
  'parts-kind': {
    zh: '“{kind}”要看到任意远的设施，或同时看全部的人，不能分部分（parts）算得与整体一样。请把它放到另一项研究，或去掉 parts。',
    en: '“{kind}” looks at facilities however far away, or at everybody at once: parts could not compute it as the whole does. Put it into another study, or leave parts out.',
  },
  'parts-limit': {
    zh: '分部分计算（parts）时，“{kind}”须有 within，即最远算到哪里。请加上它，或去掉 parts。',
    en: 'With parts, “{kind}” needs a within, the cost at which it ends. Add it, or leave parts out.',
  },
  'parts-per-demand': {
    zh: '分部分计算（parts）时，“{kind}”不能逐个单元列出代价（perDemand），因为 within 之外的代价没有算。请去掉 perDemand 或 parts。',
    en: 'With parts, “{kind}” cannot list the cost of each cell (perDemand), as costs beyond within are not computed. Leave perDemand or parts out.',
  },
} as const satisfies Readonly<Record<string, Text>>;
