import type { Text } from '../../../tiles/layer/layer.ts';

/** What can be wrong with the public transport of a study. */
export const TRANSIT = {
  none: {
    zh: '还没有公共交通时刻表。请先导入：npm run transit:import -- 文件.zip --id 编号。',
    en: 'There are no timetables of public transport yet. Import some: npm run transit:import -- FEED.zip --id ID.',
  },
  unknown: {
    zh: '没有名为“{id}”的公共交通时刻表。可用的有：{ids}。',
    en: 'There are no timetables “{id}”. There are: {ids}.',
  },
  'no-service': {
    zh: '公共交通“{title}”在 {date} 没有任何班次。有班次的日期：{days}。请在其中选一天。',
    en: 'The timetables “{title}” have no service on {date}. They have service: {days}. Choose one of these days.',
  },
  'next-day': { zh: '次日 {clock}', en: '{clock} on the next day' },
  'days-of': { zh: '{feed} {from} 至 {to}', en: '{feed} from {from} to {to}' },
  'feed-idle': {
    zh: '“{feed}”在 {date} 没有班次（有班次的日期为 {from} 至 {to}），未计入。',
    en: '“{feed}” has no service on {date} (it has from {from} to {to}) and does not count.',
  },
  'no-departures': {
    zh: '{date} {from} 至 {to} 之间没有班次，结果与步行相同。请换一个时刻。',
    en: 'No vehicle departs on {date} between {from} and {to}: the results are those of walking. Choose another time.',
  },
  'stops-away': {
    zh: '{total} 个站点中有 {count} 个离道路太远，或被封闭区域隔开，走不到。',
    en: '{count} of {total} stops are too far from every street, or parted from it by a shut area: nobody walks to them.',
  },
  'assume-transit': {
    zh: '步行加公共交通：时刻表“{title}”（{provenance}），来源：{source}。',
    en: 'Walking and public transport: timetables “{title}” ({provenance}): {source}.',
  },
  'assume-licence': { zh: '时刻表的许可：{licence}。', en: 'Licence of the timetables: {licence}.' },
  'assume-departures': {
    zh: '{date} {from} 至 {to} 每分钟出发一次，共 {count} 次；每处取各次所需时间的第 {percentile} 百分位。',
    en: 'People leave on {date} every minute from {from} to {to}, {count} times; the time of a place is percentile {percentile} of theirs.',
  },
  'assume-departure': { zh: '{date} {from} 出发。', en: 'People leave on {date} at {from}.' },
  'assume-rides': {
    zh: '最多乘车 {rides} 次；到站、离站各步行不超过 {walk} 秒，两站间换乘步行不超过 {transfer} 秒；全程超过 {journey} 秒的不乘车。全程步行更快时按步行计。换乘除走路外不另留时间，除非时刻表规定。',
    en: 'At most {rides} rides; at most {walk} s on foot to the first stop and from the last one, and {transfer} s between stops; journeys of more than {journey} s are not taken. Where walking all the way is faster people walk. A change takes no time beside the walk, unless the timetables say so.',
  },
  'assume-street-edits': {
    zh: '街道修改只影响步行（到站、离站、换乘和全程步行）；车辆仍按时刻表运行，也驶过封闭的街道和区域。',
    en: 'Street edits change how people walk, to stops, between them and all the way. Vehicles keep their timetables, on closed streets and through shut areas too.',
  },
  'assume-headways': {
    zh: '只公布发车间隔的线路，按从首班起等间隔发车计。',
    en: 'Where only a headway is published, vehicles leave at that headway from the start of its period on.',
  },
} as const satisfies Readonly<Record<string, Text>>;
