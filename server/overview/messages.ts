import type { Text } from '../../tiles/layer/layer.ts';

export const OVERVIEW = {
  'get-overview': {
    zh: '全市概况：按街道的几项指标',
    en: 'The city at a glance: some figures by subdistrict',
  },
  'get-picture': {
    zh: '全市概况的静态图：各街道按首选指标着色（SVG），地图未加载时先显示它',
    en: 'The city at a glance as a still picture (SVG): subdistricts by the usual figure, shown until the map has loaded',
  },
  picture: { zh: '按城市范围的墨卡托投影图', en: 'The extent of the city in Mercator' },
  'no-picture': {
    zh: '本市没有街道图层，或街道还没有导入，因此没有概况图。请导入街道。',
    en: 'The city has no layer of subdistricts, or they are not loaded yet, so there is no picture. Load them.',
  },
  density: { zh: '居住用地人口密度', en: 'Population density of inhabited land' },
  'overview-partial': {
    zh: '概况未能在时限内算完。请稍后再试。',
    en: 'The overview could not be computed in time. Try again later.',
  },
} as const satisfies Readonly<Record<string, Text>>;
