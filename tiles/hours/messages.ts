import type { Text } from '../layer/layer.ts';
import type { UnknownReason } from './day-plan.ts';

export const HOURS = {
  'open-until': { zh: '开放中，{time} 关门', en: 'Open, closes {time}' },
  'open-at-least': { zh: '开放中，至少到 {time}', en: 'Open until {time} at least' },
  'open-always': { zh: '全天开放', en: 'Open 24 hours' },
  'closed-until': { zh: '已关闭，{time} 开门', en: 'Closed, opens {time}' },
  closed: { zh: '已关闭', en: 'Closed' },
  unknown: { zh: '是否开放未知', en: 'Not known whether it is open' },
  tomorrow: { zh: '明天 {time}', en: 'tomorrow {time}' },
  'on-day': { zh: '{day} {time}', en: '{day} {time}' },
  'every-day': { zh: '每天', en: 'Every day' },
  'closed-day': { zh: '不开放', en: 'closed' },
  'all-day': { zh: '全天', en: '24 hours' },
  'next-day': { zh: '次日 {time}', en: '{time} the next day' },
  'shared-free': {
    zh: '此时约有 {free} 个空位，共 {of} 个（按分时利用率估算，并非实时）',
    en: 'About {free} of {of} free at this hour (estimated from usual occupancy, not counted)',
  },
  'shared-not-now': { zh: '现在不在共享时段，共 {of} 个', en: 'Not shared at this hour; {of} spaces in all' },
  'shared-unknown': { zh: '此时空位未知', en: 'Not known how many are free now' },
} as const satisfies Readonly<Record<string, Text>>;

export const REASONS: Readonly<Record<UnknownReason, Text>> = {
  'no-hours': { zh: '没有开放时间的资料', en: 'There are no opening hours on record' },
  'not-understood': { zh: '开放时间的写法无法判读', en: 'The opening hours cannot be interpreted' },
  'holidays-unknown': {
    zh: '当年的节假日安排尚未公布或未收录',
    en: 'The public holidays of the year are not published, or not on record',
  },
  'holiday-in-doubt': {
    zh: '节假日、调休日是否开放，资料没有写明',
    en: 'The hours do not say what happens on holidays',
  },
  'open-end': { zh: '关门时间不固定', en: 'The closing time is open' },
  'over-midnight': { zh: '资料没有写明夜间是否延续', en: 'The hours do not say whether the night before goes on' },
};

export const WEEKDAYS: readonly Text[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
];
