import type { Text } from '../../../../tiles/layer/layer.ts';
import type { LonLat } from '../types.ts';

export interface NamedPlace extends LonLat {
  readonly name: Text;
}

const at = (zh: string, en: string, lon: number, lat: number): NamedPlace => ({ name: { zh, en }, lon, lat });

/** Well-known sights of Laoshan at their approximate place; the other sights of case 8 are synthetic. */
export const SIGHTS: readonly NamedPlace[] = [
  at('太清宫', 'Taiqing Palace', 120.6712, 36.1397),
  at('上清宫', 'Shangqing Palace', 120.661, 36.15),
  at('明霞洞', 'Mingxia Cave', 120.657, 36.155),
  at('龙潭瀑', 'Longtan Waterfall', 120.655, 36.147),
  at('八水河', 'Bashui River', 120.648, 36.136),
  at('流清河', 'Liuqing River', 120.61, 36.127),
  at('巨峰', 'Jufeng Peak', 120.625, 36.17),
  at('华严寺', 'Huayan Temple', 120.684, 36.201),
  at('那罗延窟', 'Naluoyan Grotto', 120.678, 36.207),
  at('棋盘石', 'Qipan Rock', 120.668, 36.213),
  at('仰口', 'Yangkou', 120.664, 36.243),
  at('太平宫', 'Taiping Palace', 120.655, 36.241),
  at('狮子峰', 'Lion Peak', 120.659, 36.242),
  at('觅天洞', 'Mitian Cave', 120.652, 36.236),
  at('北九水', 'Beijiushui', 120.583, 36.205),
  at('潮音瀑', 'Chaoyin Waterfall', 120.607, 36.198),
  at('靛缸湾', 'Diangang Pool', 120.604, 36.199),
  at('华楼山', 'Hualou Mountain', 120.521, 36.208),
  at('华楼宫', 'Hualou Palace', 120.523, 36.206),
  at('石老人', 'Shilaoren (Old Man Stone)', 120.491, 36.095),
  at('石老人海水浴场', 'Shilaoren Beach', 120.474, 36.094),
  at('青岛国际啤酒城', 'Qingdao International Beer City', 120.468, 36.092),
];

/** 4A scenic areas by name; the case prints their number, 3. */
export const SCENIC_4A: readonly NamedPlace[] = [
  at('青岛极地海洋世界', 'Qingdao Polar Ocean World', 120.4545, 36.07),
  at('石老人观光园', 'Shilaoren Sightseeing Garden', 120.484, 36.103),
  at('华东·百利酒庄', 'Huadong Parry Winery', 120.512, 36.138),
];

/** Hotels that case 8 names; it counts nine. */
export const HOTELS: readonly NamedPlace[] = [
  at('鲁商凯悦酒店', 'Hyatt Regency Qingdao', 120.466, 36.091),
  at('麒麟皇冠大酒店', 'Kylin Crown Hotel', 120.459, 36.083),
  at('索菲亚酒店', 'Sophia Hotel', 120.437, 36.092),
  at('蓝海大酒店', 'Blue Horizon Hotel', 120.469, 36.112),
  at('远洋大酒店', 'Ocean Hotel', 120.464, 36.098),
];

/** Festivals that case 8 names; it counts seven. */
export const FESTIVALS: readonly NamedPlace[] = [
  at('青岛国际啤酒节', 'Qingdao International Beer Festival', 120.467, 36.0915),
  at('北宅樱桃节', 'Beizhai Cherry Festival', 120.548, 36.205),
  at('沙子口鲅鱼节', 'Shazikou Mackerel Festival', 120.544, 36.112),
  at('崂山茶文化节', 'Laoshan Tea Culture Festival', 120.644, 36.25),
  at('枯桃花会', 'Kutao Flower Fair', 120.472, 36.128),
];

/** Seat of the district, and where the information centre of the district level stands. */
export const LAOSHAN: LonLat = { lon: 120.4688, lat: 36.1075 };
