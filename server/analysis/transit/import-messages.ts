import type { Text } from '../../../tiles/layer/layer.ts';

/** Messages of an import of timetables: errors, warnings and names. */
export const TRANSIT_IMPORT = {
  // Errors of a feed.
  'no-file': {
    zh: '{feed} 中没有 {file}，GTFS 须有此文件。请向发布者索取完整的数据。',
    en: '{feed} has no {file}, which GTFS requires. Ask its publisher for the whole feed.',
  },
  'no-calendar': {
    zh: '{feed} 中既没有 calendar.txt，也没有 calendar_dates.txt，无从知道哪天有班次。请向发布者索取完整的数据。',
    en: '{feed} has neither calendar.txt nor calendar_dates.txt, so nobody knows on which days it runs. Ask its publisher for the whole feed.',
  },
  'no-column': {
    zh: '{feed} 的 {file} 没有列 {column}。请检查首行的列名，或向发布者索取完整的数据。',
    en: '{feed}: {file} has no column {column}. Check the names in its first row, or ask its publisher for the whole feed.',
  },
  'empty-value': {
    zh: '{feed} 的 {file} 第 {row} 行：{column} 为空。请补上后重新导入。',
    en: '{feed}: {file}, row {row}: {column} is empty. Fill it in and import again.',
  },
  'bad-value': {
    zh: '{feed} 的 {file} 第 {row} 行：{column} 为“{value}”，应为{wanted}。请改正后重新导入。',
    en: '{feed}: {file}, row {row}: {column} is “{value}”; it should be {wanted}. Correct it and import again.',
  },
  'id-twice': {
    zh: '{feed} 的 {file} 第 {row} 行：编号“{value}”出现了两次。请删去其一后重新导入。',
    en: '{feed}: {file}, row {row}: the id “{value}” is there twice. Remove one of them and import again.',
  },
  'file-unreadable': {
    zh: '{feed} 的 {file} 无法读取：{detail}。没有导入任何内容，请重新下载。',
    en: '{feed}: {file} cannot be read: {detail}. Nothing was imported; download the feed again.',
  },
  'want-time': { zh: '时:分:秒，如 08:05:00 或 25:10:00', en: 'hours:minutes:seconds, such as 08:05:00 or 25:10:00' },
  'want-date': { zh: '年月日八位数字，如 20190513', en: 'a day in eight digits, such as 20190513' },
  'want-whole': { zh: '{min} 至 {max} 的整数', en: 'a whole number from {min} to {max}' },
  'want-number': { zh: '{min} 至 {max} 的数', en: 'a number from {min} to {max}' },
  'want-later': { zh: '不早于 {from} 的时间', en: 'no earlier than {from}' },
  'want-timezone': {
    zh: '时区名称，如 Asia/Shanghai',
    en: 'the name of a time zone, such as Asia/Shanghai',
  },
  timezones: {
    zh: '{feed} 的时区是 {timezone}，{other} 的时区是 {otherTimezone}。时区不同的数据不能一起导入，请分别导入。',
    en: '{feed} is in the time zone {timezone}, {other} in {otherTimezone}. Feeds of different time zones are imported apart.',
  },
  'no-trips': {
    zh: '{feed} 中没有一个可用的班次：{count} 个班次都没有运行日期或时刻。请检查 calendar.txt 和 stop_times.txt。',
    en: '{feed} has no trip that can be used: all {count} have no day of service or no times. Check calendar.txt and stop_times.txt.',
  },
  exists: {
    zh: '已有名为 {id} 的时刻表（{title}）。要替换它，请加 --replace。',
    en: 'There are timetables {id} ({title}) already. Add --replace to replace them.',
  },

  // What was left out, or taken otherwise than it stands.
  'trips-unknown-service': {
    zh: '{feed}：{count} 个班次的运行日期（service_id）没有定义，略去。',
    en: '{feed}: {count} trips are of a service that calendar.txt does not have, and were left out.',
  },
  'trips-never': {
    zh: '{feed}：{count} 个班次没有一天运行，略去。',
    en: '{feed}: {count} trips run on no day and were left out.',
  },
  'trips-short': {
    zh: '{feed}：{count} 个班次停靠不足两站，略去。',
    en: '{feed}: {count} trips call at fewer than two stops and were left out.',
  },
  'trips-untimed': {
    zh: '{feed}：{count} 个班次缺首站或末站的时刻，略去。',
    en: '{feed}: {count} trips lack the time of their first or last stop and were left out.',
  },
  'trips-backwards': {
    zh: '{feed}：{count} 个班次的时刻倒退或停靠次序重复，略去。',
    en: '{feed}: {count} trips run backwards in time, or repeat a stop_sequence, and were left out.',
  },
  'calls-unknown-trip': {
    zh: '{feed}：stop_times.txt 有 {count} 行的班次没有定义，略去。',
    en: '{feed}: {count} rows of stop_times.txt are of trips that trips.txt does not have, and were left out.',
  },
  'calls-unknown-stop': {
    zh: '{feed}：stop_times.txt 有 {count} 行的站点没有定义或没有位置，略去这些停靠。',
    en: '{feed}: {count} rows of stop_times.txt are of stops that stops.txt does not have, or without a place: these calls were left out.',
  },
  'calls-interpolated': {
    zh: '{feed}：{count} 次停靠没有时刻，按站间距离匀速补出。',
    en: '{feed}: {count} calls have no time of their own; they were given one, at an even speed along the distance between stops.',
  },
  'calls-arranged': {
    zh: '{feed}：{count} 次停靠须事先预约或与司机商定才能上下车，按照常停靠计。',
    en: '{feed}: {count} calls need a phone call or a word with the driver; they count as all others.',
  },
  'transfers-special': {
    zh: '{feed}：transfers.txt 有 {count} 条规则只针对某些线路或班次，略去。',
    en: '{feed}: {count} rules of transfers.txt are about single routes or trips and were left out.',
  },
  'transfers-unknown': {
    zh: '{feed}：transfers.txt 有 {count} 条规则的站点没有定义，略去。',
    en: '{feed}: {count} rules of transfers.txt are about stops that stops.txt does not have, and were left out.',
  },
  'headways-unknown': {
    zh: '{feed}：frequencies.txt 有 {count} 行的班次没有定义或已略去，一并略去。',
    en: '{feed}: {count} rows of frequencies.txt are of trips that are not there or were left out: so were these.',
  },
  'stops-away': {
    zh: '{total} 个站点中有 {count} 个距路网“{network}”超过 {metres} 米：从这里走不到这些站点。',
    en: '{count} of {total} stops are farther than {metres} m from every street of “{network}”: nobody walks to them.',
  },
  'title-of': { zh: '公共交通（{names}）', en: 'Public transport ({names})' },
  'source-of': { zh: '{names} 发布的 GTFS', en: 'GTFS of {names}' },
} as const satisfies Readonly<Record<string, Text>>;

export type TransitImportMessage = keyof typeof TRANSIT_IMPORT;
