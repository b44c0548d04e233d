import type { Text } from '../../../tiles/layer/layer.ts';

/** Errors of travel, and of a scenario's edits. */
export const PATHS = {
  'bad-speed': {
    zh: '速度 {value} 米/秒无效：应为大于 0 的数。',
    en: 'A speed of {value} m/s cannot be travelled at: give a number above 0.',
  },
  'speed-of-driving': {
    zh: '驾车时间按道路等级给定，不能另设速度；请去掉 speedMps。',
    en: 'Driving is timed by class of street and takes no speed of its own: leave out speedMps.',
  },
  'bad-limit': {
    zh: '界限 {value} 无效：应为不小于 0 的数。',
    en: 'A limit of {value} is none: give a number of 0 or more.',
  },
  'limit-too-far': {
    zh: '在 {limit} 之内，设施与需求点的组合超过 {most} 对，内存放不下；请调小界限，或减少设施。',
    en: 'Within {limit} there are more than {most} pairs of a facility and a demand, more than memory should hold: lower the limit, or take fewer facilities.',
  },
  'within-beyond-limit': {
    zh: '所问的 {within} 超出了计算的界限 {limit}；请调小前者，或调大后者。',
    en: 'What lies within {within} is asked for, but nothing beyond {limit} is looked for: lower the one or raise the other.',
  },
  'unknown-facility': {
    zh: '方案的第 {number} 项修改针对设施“{id}”，但当时没有这个设施（可能已被删除）。',
    en: 'Edit {number} of the scenario is about facility “{id}”, which is not there at that point (it may have been removed before).',
  },
  'facility-twice': {
    zh: '方案的第 {number} 项修改新增设施“{id}”，但已有同名设施；请换一个编号。',
    en: 'Edit {number} of the scenario adds facility “{id}”, but there is one of that id already: choose another id.',
  },
} as const satisfies Readonly<Record<string, Text>>;
