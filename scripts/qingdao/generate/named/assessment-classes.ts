import type { Text } from '../../../../tiles/layer/layer.ts';

/** Usual classes of assessment points of a civilised city; case 1 states that there are 42 and does not list them. */
export const ASSESSMENT_CLASSES: readonly Text[] = [
  { zh: '主要大街', en: 'Main avenue' }, { zh: '主次干道', en: 'Arterial road' }, { zh: '背街小巷', en: 'Back street' },
  { zh: '商业大街', en: 'Shopping street' }, { zh: '交通路口', en: 'Road junction' }, { zh: '城乡结合部', en: 'Urban fringe' },
  { zh: '社区居委会', en: 'Residents’ committee' }, { zh: '居民小区', en: 'Housing estate' }, { zh: '老旧小区', en: 'Old housing estate' },
  { zh: '城中村', en: 'Urban village' }, { zh: '行政村', en: 'Village' }, { zh: '公园', en: 'Park' },
  { zh: '广场', en: 'Square' }, { zh: '旅游景区', en: 'Scenic area' }, { zh: '农贸市场', en: 'Farmers’ market' },
  { zh: '大型超市', en: 'Supermarket' }, { zh: '商场', en: 'Department store' }, { zh: '宾馆饭店', en: 'Hotel' },
  { zh: '餐饮店', en: 'Restaurant' }, { zh: '小商铺', en: 'Small shop' }, { zh: '网吧', en: 'Internet café' },
  { zh: '影剧院', en: 'Cinema and theatre' }, { zh: '图书馆', en: 'Library' }, { zh: '文化馆', en: 'Culture centre' },
  { zh: '博物馆', en: 'Museum' }, { zh: '体育场馆', en: 'Sports ground' }, { zh: '爱国主义教育基地', en: 'Patriotic education base' },
  { zh: '幼儿园', en: 'Kindergarten' }, { zh: '小学', en: 'Primary school' }, { zh: '中学', en: 'Middle school' },
  { zh: '校园周边', en: 'Surroundings of schools' }, { zh: '未成年人心理辅导站', en: 'Youth counselling station' },
  { zh: '医院', en: 'Hospital' }, { zh: '社区卫生服务中心', en: 'Community health centre' }, { zh: '政务大厅', en: 'Government service hall' },
  { zh: '银行网点', en: 'Bank branch' }, { zh: '邮政与通信营业厅', en: 'Post and telecom office' },
  { zh: '供水供气供热营业厅', en: 'Utility office' }, { zh: '火车站', en: 'Railway station' }, { zh: '长途汽车站', en: 'Coach station' },
  { zh: '公交站点', en: 'Bus stop' }, { zh: '建筑工地', en: 'Building site' },
];
