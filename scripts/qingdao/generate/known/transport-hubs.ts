/** Hubs of 2017 as publicly known, places to about a kilometre; `feed` is the kind of data that case 24 lists. */
export interface Hub {
  readonly name: string;
  readonly nameEn: string;
  readonly kind: 'airport' | 'railway' | 'coach' | 'bus' | 'metro' | 'port' | 'ferry' | 'etc';
  readonly lon: number;
  readonly lat: number;
}

/** Which of the seven kinds of data named by the case a hub delivers. */
export const FEED_OF = {
  airport: 'aviation',
  railway: 'rail',
  coach: 'road',
  bus: 'bus',
  metro: 'metro',
  port: 'port',
  ferry: 'ship',
  etc: 'road',
} as const satisfies Readonly<Record<Hub['kind'], string>>;

export const HUBS: readonly Hub[] = [
  {
    name: '青岛流亭国际机场',
    nameEn: 'Qingdao Liuting International Airport',
    kind: 'airport',
    lon: 120.374,
    lat: 36.266,
  },
  { name: '青岛站', nameEn: 'Qingdao Railway Station', kind: 'railway', lon: 120.3135, lat: 36.0655 },
  { name: '青岛北站', nameEn: 'Qingdao North Railway Station', kind: 'railway', lon: 120.376, lat: 36.179 },
  { name: '城阳站', nameEn: 'Chengyang Railway Station', kind: 'railway', lon: 120.383, lat: 36.293 },
  { name: '即墨站', nameEn: 'Jimo Railway Station', kind: 'railway', lon: 120.372, lat: 36.378 },
  { name: '蓝村站', nameEn: 'Lancun Railway Station', kind: 'railway', lon: 120.182, lat: 36.406 },
  { name: '胶州站', nameEn: 'Jiaozhou Railway Station', kind: 'railway', lon: 119.998, lat: 36.262 },
  { name: '胶州北站', nameEn: 'Jiaozhou North Railway Station', kind: 'railway', lon: 120.02, lat: 36.312 },
  { name: '平度站', nameEn: 'Pingdu Railway Station', kind: 'railway', lon: 119.94, lat: 36.763 },
  { name: '莱西站', nameEn: 'Laixi Railway Station', kind: 'railway', lon: 120.508, lat: 36.87 },
  { name: '莱西北站', nameEn: 'Laixi North Railway Station', kind: 'railway', lon: 120.446, lat: 36.912 },
  { name: '青岛长途汽车站', nameEn: 'Qingdao Coach Station', kind: 'coach', lon: 120.347, lat: 36.095 },
  { name: '青岛汽车东站', nameEn: 'Qingdao East Coach Station', kind: 'coach', lon: 120.463, lat: 36.127 },
  { name: '青岛汽车北站', nameEn: 'Qingdao North Coach Station', kind: 'coach', lon: 120.389, lat: 36.301 },
  { name: '黄岛汽车站', nameEn: 'Huangdao Coach Station', kind: 'coach', lon: 120.185, lat: 35.962 },
  { name: '胶南汽车站', nameEn: 'Jiaonan Coach Station', kind: 'coach', lon: 119.99, lat: 35.875 },
  { name: '即墨汽车站', nameEn: 'Jimo Coach Station', kind: 'coach', lon: 120.453, lat: 36.386 },
  { name: '胶州汽车站', nameEn: 'Jiaozhou Coach Station', kind: 'coach', lon: 120.003, lat: 36.28 },
  { name: '平度汽车站', nameEn: 'Pingdu Coach Station', kind: 'coach', lon: 119.957, lat: 36.785 },
  { name: '莱西汽车站', nameEn: 'Laixi Coach Station', kind: 'coach', lon: 120.523, lat: 36.868 },
  {
    name: '火车站公交枢纽',
    nameEn: 'Bus interchange at Qingdao Railway Station',
    kind: 'bus',
    lon: 120.3155,
    lat: 36.0675,
  },
  { name: '台东公交枢纽', nameEn: 'Taidong bus interchange', kind: 'bus', lon: 120.355, lat: 36.086 },
  { name: '李村公交枢纽', nameEn: 'Licun bus interchange', kind: 'bus', lon: 120.428, lat: 36.161 },
  { name: '青岛北站公交枢纽', nameEn: 'Bus interchange at Qingdao North', kind: 'bus', lon: 120.3785, lat: 36.1765 },
  { name: '五四广场地铁站', nameEn: 'May Fourth Square metro station', kind: 'metro', lon: 120.3835, lat: 36.0675 },
  { name: '李村地铁站', nameEn: 'Licun metro station', kind: 'metro', lon: 120.4275, lat: 36.159 },
  { name: '青岛北站地铁站', nameEn: 'Qingdao North metro station', kind: 'metro', lon: 120.377, lat: 36.1775 },
  { name: '青岛大港', nameEn: 'Qingdao Dagang port', kind: 'port', lon: 120.32, lat: 36.085 },
  { name: '前湾港', nameEn: 'Qianwan port', kind: 'port', lon: 120.195, lat: 36.001 },
  { name: '黄岛油港', nameEn: 'Huangdao oil port', kind: 'port', lon: 120.215, lat: 36.043 },
  { name: '董家口港', nameEn: 'Dongjiakou port', kind: 'port', lon: 119.79, lat: 35.605 },
  { name: '青岛邮轮母港客运码头', nameEn: 'Qingdao cruise terminal', kind: 'ferry', lon: 120.3215, lat: 36.0835 },
  { name: '青岛轮渡站', nameEn: 'Qingdao ferry pier', kind: 'ferry', lon: 120.3005, lat: 36.068 },
  { name: '薛家岛轮渡站', nameEn: 'Xuejiadao ferry pier', kind: 'ferry', lon: 120.262, lat: 36.005 },
  {
    name: '胶州湾大桥青岛收费站',
    nameEn: 'Jiaozhou Bay Bridge toll point, Qingdao',
    kind: 'etc',
    lon: 120.383,
    lat: 36.156,
  },
  {
    name: '胶州湾大桥黄岛收费站',
    nameEn: 'Jiaozhou Bay Bridge toll point, Huangdao',
    kind: 'etc',
    lon: 120.14,
    lat: 36.105,
  },
  { name: '夏庄收费站', nameEn: 'Xiazhuang toll point', kind: 'etc', lon: 120.43, lat: 36.235 },
  { name: '城阳收费站', nameEn: 'Chengyang toll point', kind: 'etc', lon: 120.37, lat: 36.317 },
  { name: '即墨收费站', nameEn: 'Jimo toll point', kind: 'etc', lon: 120.405, lat: 36.393 },
  { name: '胶州收费站', nameEn: 'Jiaozhou toll point', kind: 'etc', lon: 120.04, lat: 36.266 },
  { name: '黄岛收费站', nameEn: 'Huangdao toll point', kind: 'etc', lon: 120.075, lat: 36.015 },
  { name: '胶南收费站', nameEn: 'Jiaonan toll point', kind: 'etc', lon: 119.955, lat: 35.875 },
  { name: '平度收费站', nameEn: 'Pingdu toll point', kind: 'etc', lon: 119.98, lat: 36.76 },
  { name: '莱西收费站', nameEn: 'Laixi toll point', kind: 'etc', lon: 120.48, lat: 36.845 },
];
