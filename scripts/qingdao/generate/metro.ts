/**
 * Metro lines 2, 6 and 13 by their stations, in order. Coordinates are WGS 84, placed by hand from public knowledge
 * of the streets the stations are named after: good to a few hundred metres. Line 2 runs west to east, line 6 north
 * to south, line 13 east to west. Line 6 shows those stations of its first part that have a place of their own.
 */
export type Station = readonly [zh: string, en: string, lon: number, lat: number];

export interface MetroLine {
  readonly line: '2' | '6' | '13';
  readonly phase: 'opening' | 'building' | 'survey';
  readonly bimUse: { readonly zh: string; readonly en: string };
  /** First prizes of the 2017 provincial contest that name the line. */
  readonly prizes: number;
  readonly stations: readonly Station[];
}

export const METRO_LINES: readonly MetroLine[] = [
  {
    line: '2',
    phase: 'opening',
    bimUse: { zh: '设计协同、减少变更，工厂化预制安装', en: 'Coordinated design, fewer changes, prefabrication' },
    prizes: 0,
    stations: [
      ['泰山路', 'Taishan Road', 120.3262, 36.0795],
      ['利津路', 'Lijin Road', 120.3375, 36.0835],
      ['台东', 'Taidong', 120.3505, 36.0832],
      ['海信桥', 'Hisense Bridge', 120.3625, 36.08],
      ['芝泉路', 'Zhiquan Road', 120.3705, 36.0725],
      ['五四广场', 'May 4th Square', 120.3795, 36.0662],
      ['浮山所', 'Fushansuo', 120.3905, 36.0663],
      ['燕儿岛路', 'Yan’erdao Road', 120.402, 36.0668],
      ['高雄路', 'Gaoxiong Road', 120.415, 36.0695],
      ['麦岛', 'Maidao', 120.4255, 36.0708],
      ['海游路', 'Haiyou Road', 120.437, 36.0755],
      ['海川路', 'Haichuan Road', 120.4465, 36.0812],
      ['海安路', 'Hai’an Road', 120.456, 36.0885],
      ['石老人浴场', 'Shilaoren Beach', 120.463, 36.0955],
      ['苗岭路', 'Miaoling Road', 120.462, 36.106],
      ['同安路', 'Tong’an Road', 120.4555, 36.1165],
      ['辽阳东路', 'Liaoyang East Road', 120.449, 36.1265],
      ['东韩', 'Donghan', 120.444, 36.1365],
      ['华楼山路', 'Hualoushan Road', 120.4425, 36.1475],
      ['枣山路', 'Zaoshan Road', 120.4365, 36.1575],
      ['李村', 'Licun', 120.427, 36.161],
      ['李村公园', 'Licun Park', 120.422, 36.171],
    ],
  },
  {
    line: '6',
    phase: 'survey',
    bimUse: { zh: '工程勘察', en: 'Engineering survey' },
    prizes: 1,
    stations: [
      ['横云山路', 'Hengyunshan Road', 120.09, 36.078],
      ['山王河', 'Shanwanghe', 120.102, 36.078],
      ['河洛埠', 'Heluobu', 120.115, 36.071],
      ['青岛九中', 'Qingdao No. 9 High School', 120.124, 36.061],
      ['抓马山', 'Zhuamashan', 120.132, 36.05],
      ['马家楼', 'Majialou', 120.137, 36.038],
      ['薛家泊子', 'Xuejiapozi', 120.14, 36.026],
      ['港头', 'Gangtou', 120.143, 36.015],
      ['青大附院西海岸院区', 'West Coast Campus, Affiliated Hospital of Qingdao University', 120.147, 36.004],
      ['扒山', 'Pashan', 120.15, 35.992],
      ['钱塘江路', 'Qiantangjiang Road', 120.152, 35.98],
      ['九顶山', 'Jiudingshan', 120.153, 35.968],
      ['北门外', 'Beimenwai', 120.131, 35.951],
      ['西门外', 'Ximenwai', 120.119, 35.947],
      ['毛家山', 'Maojiashan', 120.107, 35.943],
      ['赵家庙', 'Zhaojiamiao', 120.095, 35.938],
      ['星海滩路', 'Xinghaitan Road', 120.085, 35.929],
      ['华山', 'Huashan', 120.078, 35.918],
      ['灵山湾', 'Lingshan Bay', 120.068, 35.9],
    ],
  },
  {
    line: '13',
    phase: 'building',
    bimUse: {
      zh: '设计协同、工厂化预制安装，高架车站，灵山卫停车场',
      en: 'Coordinated design, prefabrication, elevated stations, Lingshanwei depot',
    },
    prizes: 1,
    stations: [
      ['井冈山路', 'Jinggangshan Road', 120.178, 35.9625],
      ['积米崖', 'Jimiya', 120.147, 35.937],
      ['灵山卫', 'Lingshanwei', 120.124, 35.936],
      ['学院路', 'Xueyuan Road', 120.106, 35.927],
      ['朝阳山', 'Chaoyangshan', 120.087, 35.917],
      ['灵山湾', 'Lingshan Bay', 120.0685, 35.9005],
      ['两河', 'Lianghe', 120.046, 35.888],
      ['隐珠', 'Yinzhu', 120.026, 35.879],
      ['凤凰山路', 'Fenghuangshan Road', 120.013, 35.869],
      ['双珠路', 'Shuangzhu Road', 120.007, 35.857],
      ['世纪大道', 'Shiji Avenue', 120.001, 35.84],
      ['盛海路', 'Shenghai Road', 119.986, 35.82],
      ['大珠山', 'Dazhushan', 119.957, 35.8],
      ['张家楼', 'Zhangjialou', 119.93, 35.785],
      ['古镇口', 'Guzhenkou', 119.918, 35.76],
      ['龙湾', 'Longwan', 119.893, 35.725],
      ['琅琊', 'Langya', 119.86, 35.69],
      ['贡口湾', 'Gongkou Bay', 119.815, 35.683],
      ['董家口港', 'Dongjiakou Port', 119.78, 35.683],
      ['泊里', 'Boli', 119.765, 35.705],
      ['董家口火车站', 'Dongjiakou Railway Station', 119.757, 35.737],
    ],
  },
];

/** Its conversion won one of the three prizes together with line 13. */
export const LINGSHANWEI_DEPOT: Station = ['灵山卫停车场', 'Lingshanwei depot', 120.13, 35.942];
