/**
 * Places of Qingdao that people know, about where they are: good for names on a map of the whole city, not for
 * measuring. Positions are approximate, sizes and shapes are made up.
 */
import type { Text } from '../../../../tiles/layer/layer.ts';

interface Named {
  readonly name: Text;
  readonly at: readonly [lon: number, lat: number];
}

/** A mountain: how far its woods reach, in metres. */
export interface Hill extends Named {
  readonly reachM: number;
}

export interface Lake extends Named {
  readonly radiusM: number;
}

export interface Park extends Named {
  readonly radiusM: number;
}

const hill = (zh: string, en: string, lon: number, lat: number, reachM: number): Hill => ({
  name: { zh, en },
  at: [lon, lat],
  reachM,
});
const round = (zh: string, en: string, lon: number, lat: number, radiusM: number): Lake & Park => ({
  name: { zh, en },
  at: [lon, lat],
  radiusM,
});
const named = (zh: string, en: string, lon: number, lat: number): Named => ({ name: { zh, en }, at: [lon, lat] });

export const HILLS: readonly Hill[] = [
  hill('崂山', 'Laoshan', 120.62, 36.17, 8500),
  hill('浮山', 'Fushan', 120.424, 36.083, 1500),
  hill('太平山', 'Taipingshan', 120.355, 36.072, 900),
  hill('午山', 'Wushan', 120.492, 36.115, 1500),
  hill('鹤山', 'Heshan', 120.69, 36.29, 2200),
  hill('四舟山', 'Sizhoushan', 120.57, 36.39, 2600),
  hill('马山', 'Mashan', 120.395, 36.4, 1400),
  hill('小珠山', 'Xiaozhushan', 120.09, 35.97, 6000),
  hill('大珠山', 'Dazhushan', 120.02, 35.77, 4500),
  hill('铁橛山', 'Tiejueshan', 119.87, 35.93, 5000),
  hill('藏马山', 'Cangmashan', 119.77, 35.83, 3800),
  hill('艾山', 'Aishan', 119.86, 36.15, 1800),
  hill('大泽山', 'Dazeshan', 120.03, 36.99, 7500),
  hill('天柱山', 'Tianzhushan', 119.82, 36.93, 2500),
];

export const LAKES: readonly Lake[] = [
  round('崂山水库', 'Laoshan Reservoir', 120.478, 36.262, 1100),
  round('棘洪滩水库', 'Jihongtan Reservoir', 120.222, 36.378, 2000),
  round('产芝水库', 'Chanzhi Reservoir', 120.425, 36.925, 2900),
  round('尹府水库', 'Yinfu Reservoir', 120.12, 36.915, 1300),
  round('铁山水库', 'Tieshan Reservoir', 119.93, 35.955, 800),
];

export const PARKS: readonly Park[] = [
  round('中山公园', 'Zhongshan Park', 120.346, 36.065, 520),
  round('观象山公园', 'Guanxiangshan Park', 120.323, 36.071, 220),
  round('信号山公园', 'Signal Hill Park', 120.335, 36.066, 200),
  round('鲁迅公园', 'Lu Xun Park', 120.338, 36.057, 170),
  round('世界园艺博览园', 'Horticultural Exposition Park', 120.455, 36.215, 1000),
  round('李沧文化公园', 'Licang Culture Park', 120.425, 36.16, 330),
  round('唐岛湾公园', 'Tangdao Bay Park', 120.172, 35.945, 600),
  round('少海公园', 'Shaohai Park', 120.065, 36.27, 800),
  round('墨河公园', 'Mohe Park', 120.46, 36.385, 420),
  round('月湖公园', 'Yuehu Park', 120.51, 36.865, 350),
  round('现河公园', 'Xianhe Park', 119.97, 36.79, 400),
];

export const BEACHES: readonly Named[] = [
  named('第一海水浴场', 'No. 1 Bathing Beach', 120.341, 36.055),
  named('第三海水浴场', 'No. 3 Bathing Beach', 120.371, 36.05),
  named('石老人海水浴场', 'Shilaoren Beach', 120.466, 36.092),
  named('仰口海水浴场', 'Yangkou Beach', 120.67, 36.24),
  named('金沙滩', 'Golden Beach', 120.252, 35.966),
  named('银沙滩', 'Silver Beach', 120.2, 35.915),
  named('灵山湾沙滩', 'Lingshan Bay Beach', 120.07, 35.885),
  named('温泉海滩', 'Wenquan Beach', 120.69, 36.43),
];

export const WATERS: readonly (Named & { readonly kind: 'bay' | 'sea' })[] = [
  { ...named('胶州湾', 'Jiaozhou Bay', 120.23, 36.12), kind: 'bay' },
  { ...named('灵山湾', 'Lingshan Bay', 120.13, 35.85), kind: 'bay' },
  { ...named('崂山湾', 'Laoshan Bay', 120.75, 36.2), kind: 'bay' },
  { ...named('鳌山湾', 'Aoshan Bay', 120.76, 36.38), kind: 'bay' },
  { ...named('丁字湾', 'Dingzi Bay', 120.9, 36.55), kind: 'bay' },
  { ...named('黄海', 'Yellow Sea', 120.75, 35.9), kind: 'sea' },
];

export const ISLANDS: readonly Named[] = [
  named('灵山岛', 'Lingshan Island', 120.163, 35.765),
  named('竹岔岛', 'Zhucha Island', 120.307, 35.933),
  named('田横岛', 'Tianheng Island', 120.955, 36.42),
];

/** From the source to the mouth. */
export const RIVERS: readonly { readonly name: Text; readonly line: readonly (readonly [number, number])[] }[] = [
  {
    name: { zh: '大沽河', en: 'Dagu River' },
    line: [
      [120.45, 37.08],
      [120.44, 37.0],
      [120.425, 36.925],
      [120.41, 36.86],
      [120.36, 36.78],
      [120.3, 36.7],
      [120.22, 36.62],
      [120.17, 36.53],
      [120.14, 36.43],
      [120.1, 36.35],
      [120.11, 36.27],
      [120.12, 36.2],
    ],
  },
  {
    name: { zh: '小沽河', en: 'Xiaogu River' },
    line: [
      [120.16, 37.05],
      [120.14, 36.96],
      [120.17, 36.88],
      [120.2, 36.8],
      [120.22, 36.72],
      [120.24, 36.65],
    ],
  },
  {
    name: { zh: '胶莱河', en: 'Jiaolai River' },
    line: [
      [119.98, 36.5],
      [119.9, 36.54],
      [119.8, 36.6],
      [119.72, 36.7],
      [119.62, 36.8],
      [119.56, 36.92],
    ],
  },
  {
    name: { zh: '五沽河', en: 'Wugu River' },
    line: [
      [120.55, 36.68],
      [120.45, 36.67],
      [120.35, 36.65],
      [120.24, 36.63],
    ],
  },
  {
    name: { zh: '墨水河', en: 'Moshui River' },
    line: [
      [120.5, 36.4],
      [120.45, 36.385],
      [120.4, 36.35],
      [120.36, 36.3],
      [120.33, 36.25],
      [120.31, 36.22],
    ],
  },
  {
    name: { zh: '白沙河', en: 'Baisha River' },
    line: [
      [120.58, 36.2],
      [120.53, 36.23],
      [120.478, 36.262],
      [120.42, 36.25],
      [120.37, 36.23],
      [120.33, 36.21],
    ],
  },
  {
    name: { zh: '李村河', en: 'Licun River' },
    line: [
      [120.47, 36.17],
      [120.43, 36.165],
      [120.4, 36.155],
      [120.37, 36.15],
      [120.35, 36.14],
    ],
  },
  {
    name: { zh: '洋河', en: 'Yanghe River' },
    line: [
      [119.86, 36.08],
      [119.93, 36.1],
      [120.0, 36.12],
      [120.06, 36.13],
      [120.1, 36.14],
    ],
  },
];
