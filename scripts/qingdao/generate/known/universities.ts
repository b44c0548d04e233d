/**
 * Universities of Qingdao in 2017 and those that signed to come, as publicly known; places to about a kilometre.
 * `named` tells that case 20 names the school. Where the case counts more schools than are known, the generator adds
 * synthetic ones near their cluster.
 */
export type Cluster = 'guzhenkou' | 'blue-valley' | 'hongdao' | 'none';

interface Place {
  readonly name: string;
  readonly nameEn: string;
  readonly lon: number;
  readonly lat: number;
  readonly cluster: Cluster;
  readonly named?: true;
}

export interface KnownUniversity extends Place {
  readonly level: 'undergraduate' | 'vocational' | 'adult';
  /** Rough size, thousand students: shapes the schools' share of the city's total, no more. */
  readonly size: number;
}

export interface SignedUniversity extends Place {
  readonly status: 'operating' | 'fitting-out' | 'signed' | 'building';
}

export type Campus = Place;

/** Middle of each cluster. */
export const CLUSTERS = {
  guzhenkou: { lon: 119.965, lat: 35.785 },
  'blue-valley': { lon: 120.675, lat: 36.37 },
  hongdao: { lon: 120.28, lat: 36.262 },
} as const;

export const UNIVERSITIES: readonly KnownUniversity[] = [
  { name: '中国海洋大学', nameEn: 'Ocean University of China', lon: 120.4945, lat: 36.161, cluster: 'none', level: 'undergraduate', size: 25 },
  { name: '中国石油大学（华东）', nameEn: 'China University of Petroleum (East China)', lon: 120.1755, lat: 35.944, cluster: 'none', level: 'undergraduate', size: 25 },
  { name: '山东大学（青岛）', nameEn: 'Shandong University, Qingdao', lon: 120.682, lat: 36.366, cluster: 'blue-valley', level: 'undergraduate', size: 8 },
  { name: '山东科技大学', nameEn: 'Shandong University of Science and Technology', lon: 120.122, lat: 36.004, cluster: 'none', level: 'undergraduate', size: 32 },
  { name: '青岛科技大学', nameEn: 'Qingdao University of Science and Technology', lon: 120.4816, lat: 36.1205, cluster: 'none', level: 'undergraduate', size: 31 },
  { name: '青岛理工大学', nameEn: 'Qingdao University of Technology', lon: 120.347, lat: 36.107, cluster: 'none', level: 'undergraduate', size: 27 },
  { name: '青岛农业大学', nameEn: 'Qingdao Agricultural University', lon: 120.3935, lat: 36.318, cluster: 'none', level: 'undergraduate', size: 29 },
  { name: '青岛大学', nameEn: 'Qingdao University', lon: 120.42, lat: 36.072, cluster: 'none', level: 'undergraduate', size: 45 },
  { name: '青岛滨海学院', nameEn: 'Qingdao Binhai University', lon: 120.105, lat: 35.968, cluster: 'none', level: 'undergraduate', size: 18 },
  { name: '青岛黄海学院', nameEn: 'Qingdao Huanghai University', lon: 120.055, lat: 35.89, cluster: 'none', level: 'undergraduate', size: 18 },
  { name: '青岛恒星科技学院', nameEn: 'Qingdao Hengxing University', lon: 120.455, lat: 36.182, cluster: 'none', level: 'undergraduate', size: 12 },
  { name: '青岛工学院', nameEn: 'Qingdao Institute of Technology', lon: 120.05, lat: 36.235, cluster: 'none', level: 'undergraduate', size: 11 },
  { name: '青岛理工大学琴岛学院', nameEn: 'Qindao College', lon: 120.455, lat: 36.325, cluster: 'none', level: 'undergraduate', size: 14 },
  { name: '北京电影学院现代创意媒体学院', nameEn: 'Modern Creative Media College', lon: 120.05, lat: 35.905, cluster: 'none', level: 'undergraduate', size: 4 },
  { name: '青岛职业技术学院', nameEn: 'Qingdao Technical College', lon: 120.155, lat: 35.968, cluster: 'none', level: 'vocational', size: 12 },
  { name: '青岛港湾职业技术学院', nameEn: 'Qingdao Harbour Vocational College', lon: 120.235, lat: 35.985, cluster: 'none', level: 'vocational', size: 8 },
  { name: '青岛酒店管理职业技术学院', nameEn: 'Qingdao Vocational College of Hotel Management', lon: 120.46, lat: 36.186, cluster: 'none', level: 'vocational', size: 10 },
  { name: '青岛飞洋职业技术学院', nameEn: 'Qingdao Feiyang Vocational College', lon: 120.55, lat: 36.86, cluster: 'none', level: 'vocational', size: 4 },
  { name: '青岛求实职业技术学院', nameEn: 'Qingdao Qiushi Vocational College', lon: 120.245, lat: 36.27, cluster: 'hongdao', level: 'vocational', size: 6 },
  { name: '青岛远洋船员职业学院', nameEn: 'Qingdao Ocean Shipping Mariners College', lon: 120.387, lat: 36.073, cluster: 'none', level: 'vocational', size: 5 },
  { name: '山东外贸职业学院', nameEn: 'Shandong Foreign Trade Vocational College', lon: 120.4265, lat: 36.1615, cluster: 'none', level: 'vocational', size: 9 },
  { name: '山东文化产业职业学院', nameEn: 'Shandong Culture Industry Vocational College', lon: 120.44, lat: 36.17, cluster: 'none', level: 'vocational', size: 4 },
  { name: '青岛广播电视大学', nameEn: 'Qingdao Open University', lon: 120.341, lat: 36.073, cluster: 'none', level: 'adult', size: 12 },
];

export const SIGNED: readonly SignedUniversity[] = [
  { name: '北京航空航天大学青岛科教新城', nameEn: 'Beihang University, Qingdao', lon: 120.29, lat: 36.255, cluster: 'hongdao', status: 'operating', named: true },
  { name: '天津大学青岛海洋技术研究院', nameEn: 'Tianjin University, Qingdao marine institute', lon: 120.667, lat: 36.374, cluster: 'blue-valley', status: 'operating', named: true },
  { name: '哈尔滨工程大学青岛校区', nameEn: 'Harbin Engineering University, Qingdao', lon: 119.972, lat: 35.782, cluster: 'guzhenkou', status: 'operating', named: true },
  { name: '北京大学（青岛）城市治理研究院', nameEn: 'Peking University institute of urban governance', lon: 120.376, lat: 36.092, cluster: 'none', status: 'operating' },
  { name: '大连理工大学青岛研究院', nameEn: 'Dalian University of Technology, Qingdao institute', lon: 120.67, lat: 36.379, cluster: 'blue-valley', status: 'operating' },
  { name: '四川大学青岛研究院', nameEn: 'Sichuan University, Qingdao institute', lon: 120.664, lat: 36.368, cluster: 'blue-valley', status: 'operating' },
  { name: '西安交通大学青岛研究院', nameEn: 'Xi’an Jiaotong University, Qingdao institute', lon: 120.275, lat: 36.268, cluster: 'hongdao', status: 'operating' },
  { name: '吉林大学青岛汽车研究院', nameEn: 'Jilin University, Qingdao automotive institute', lon: 120.43, lat: 36.165, cluster: 'none', status: 'operating' },
  { name: '上海财经大学青岛财富管理研究院', nameEn: 'Shanghai University of Finance and Economics, Qingdao', lon: 120.466, lat: 36.088, cluster: 'none', status: 'operating' },
  { name: '复旦大学青岛研究院', nameEn: 'Fudan University, Qingdao institute', lon: 120.672, lat: 36.362, cluster: 'blue-valley', status: 'fitting-out', named: true },
  { name: '同济大学青岛研究院', nameEn: 'Tongji University, Qingdao institute', lon: 120.662, lat: 36.372, cluster: 'blue-valley', status: 'fitting-out', named: true },
  { name: '山东中医药大学青岛研究院', nameEn: 'Shandong University of Traditional Chinese Medicine, Qingdao', lon: 120.285, lat: 36.27, cluster: 'hongdao', status: 'fitting-out', named: true },
  { name: '西南交通大学青岛研究院', nameEn: 'Southwest Jiaotong University, Qingdao institute', lon: 120.32, lat: 36.29, cluster: 'none', status: 'fitting-out', named: true },
  { name: '对外经济贸易大学青岛研究院', nameEn: 'University of International Business and Economics, Qingdao', lon: 120.1, lat: 35.93, cluster: 'none', status: 'fitting-out', named: true },
  { name: '中国科学院青岛科教园', nameEn: 'Chinese Academy of Sciences, Qingdao science and education park', lon: 119.96, lat: 35.79, cluster: 'guzhenkou', status: 'building', named: true },
  { name: '中国社会科学院大学', nameEn: 'University of the Chinese Academy of Social Sciences', lon: 120.27, lat: 36.258, cluster: 'hongdao', status: 'signed', named: true },
  { name: '西北工业大学', nameEn: 'Northwestern Polytechnical University', lon: 120.676, lat: 36.376, cluster: 'blue-valley', status: 'signed', named: true },
  { name: '剑桥大学', nameEn: 'University of Cambridge', lon: 120.283, lat: 36.252, cluster: 'hongdao', status: 'signed', named: true },
  { name: '武汉理工大学', nameEn: 'Wuhan University of Technology', lon: 119.966, lat: 35.792, cluster: 'guzhenkou', status: 'signed', named: true },
  { name: '清华大学', nameEn: 'Tsinghua University', lon: 120.292, lat: 36.265, cluster: 'hongdao', status: 'signed', named: true },
];

export const CAMPUSES: readonly Campus[] = [
  { name: '中国科学院青岛科教园校区', nameEn: 'Chinese Academy of Sciences, Qingdao park', lon: 119.9595, lat: 35.7895, cluster: 'guzhenkou', named: true },
  { name: '哈尔滨工程大学青岛校区（在建）', nameEn: 'Harbin Engineering University, Qingdao campus', lon: 119.9725, lat: 35.7815, cluster: 'guzhenkou', named: true },
  { name: '北京航空航天大学青岛科教新城（在建）', nameEn: 'Beihang University, Qingdao new town', lon: 120.2905, lat: 36.2545, cluster: 'hongdao', named: true },
  { name: '中国海洋大学黄岛校区', nameEn: 'Ocean University of China, Huangdao campus', lon: 119.978, lat: 35.789, cluster: 'guzhenkou', named: true },
  { name: '山东大学青岛校区二期', nameEn: 'Shandong University, Qingdao campus, phase two', lon: 120.686, lat: 36.3665, cluster: 'blue-valley', named: true },
];
