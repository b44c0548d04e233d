import { DISTRICT, NAME, NAME_EN, ROAD_NAME, ROAD_NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';
import { HAZARD_CATEGORIES } from '../cases/hazard-reward.ts';
import { STREET_MATTERS } from '../cases/street-ledger.ts';

/** Case data proper: problems that street chiefs found (case 27) and hazards that the public reported (case 18). */
export default defineLayer({
  id: 'reports',
  title: { zh: '问题与隐患上报', en: 'Reports of problems and hazards' },
  description: {
    zh: '街长发现的街面问题（案例27）和公众举报的安全隐患（案例18）；不含照片和举报人信息。',
    en: 'Street problems that chiefs found (case 27) and safety hazards that the public reported (case 18), without photos or reporters.',
  },
  theme: 'cases',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    theme: {
      type: 'string',
      title: { zh: '主题', en: 'Theme' },
      values: {
        'street-problem': { zh: '街面问题', en: 'Street problem' },
        hazard: { zh: '安全隐患', en: 'Safety hazard' },
      },
    },
    category: {
      type: 'string',
      title: { zh: '类别', en: 'Category' },
      values: { ...STREET_MATTERS, ...HAZARD_CATEGORIES },
    },
    state: {
      type: 'string',
      title: { zh: '状态', en: 'State' },
      values: {
        registered: { zh: '已登记', en: 'Registered' },
        handling: { zh: '处理中', en: 'Being handled' },
        solved: { zh: '已解决', en: 'Solved' },
        unfounded: { zh: '未查实', en: 'Not confirmed' },
      },
    },
    date: { type: 'string', title: { zh: '日期', en: 'Date' }, format: 'date' },
    agency: {
      type: 'string',
      title: { zh: '处置部门', en: 'Agency' },
      values: {
        'urban-management': { zh: '城市管理部门', en: 'Urban management' },
        enforcement: { zh: '综合行政执法部门', en: 'Enforcement' },
        sanitation: { zh: '环境卫生部门', en: 'Sanitation' },
        municipal: { zh: '市政养护部门', en: 'Municipal works' },
        greening: { zh: '园林绿化部门', en: 'Parks and greening' },
        'street-office': { zh: '街道办事处', en: 'Street office' },
        'work-safety': { zh: '安全监管部门', en: 'Work safety' },
        fire: { zh: '公安消防部门', en: 'Fire service' },
        traffic: { zh: '公安交警部门', en: 'Traffic police' },
        utilities: { zh: '供电供气部门', en: 'Power and gas' },
      },
    },
    channel: {
      type: 'string',
      title: { zh: '来源', en: 'Channel' },
      values: {
        patrol: { zh: '街长巡查', en: 'Patrol of the chief' },
        snapshot: { zh: '微信随手拍', en: 'Snapshot by WeChat' },
        phone: { zh: '12350电话', en: 'Phone 12350' },
      },
    },
    hard: { type: 'boolean', title: { zh: '热点难点问题', en: 'Hard problem' } },
    days_to_close: {
      type: 'integer',
      title: { zh: '办结用时', en: 'Days to close' },
      unit: { zh: '天', en: 'days' },
      minimum: 0,
    },
    reward_yuan: {
      type: 'integer',
      title: { zh: '举报奖励', en: 'Reward' },
      unit: { zh: '元', en: 'yuan' },
      minimum: 0,
    },
    hazards_removed: {
      type: 'integer',
      title: { zh: '消除隐患', en: 'Hazards removed' },
      unit: { zh: '项', en: 'hazards' },
      minimum: 0,
    },
    road: { type: 'string', title: { zh: '道路编号', en: 'Road' }, pattern: '^R\\d{4}$' },
    road_name: ROAD_NAME,
    road_name_en: ROAD_NAME_EN,
    grid: { type: 'string', title: { zh: '单元网格', en: 'Unit grid' }, pattern: '^3702\\d{11}$' },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'theme', 'category', 'state', 'date', 'agency', 'channel', 'road', 'district', 'street'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市城市管理局、市安全监管局', en: 'City Management Bureau; Work Safety Administration' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量和办结数依据案例27、18。街长制2017年9月22日起推行，街面问题的日期在此之后；逐件内容、地点和日期均为示意',
    en: 'Synthetic, to the counts of cases 27 and 18. Street chiefs began on 22 September 2017, so street problems are dated later; every single report, its place and date are made up',
  },
  minzoom: 12,
  maxzoom: 16,
  tileAttributes: ['theme', 'category', 'state', 'date', 'agency', 'hard', 'district'],
  sums: ['hazards_removed', 'reward_yuan'],
  style: {
    color: { light: '#0067a3', dark: '#5ab4e8' },
    by: {
      attribute: 'state',
      values: {
        registered: { light: '#a3321f', dark: '#f08c78' },
        handling: { light: '#8a6d00', dark: '#e3c443' },
        solved: { light: '#0067a3', dark: '#5ab4e8' },
        unfounded: { light: '#566579', dark: '#a3b1c4' },
      },
    },
    order: 202,
    size: 3.5,
  },
  filters: [
    { attribute: 'theme', kind: 'choice' },
    { attribute: 'category', kind: 'choice' },
    { attribute: 'state', kind: 'choice' },
    { attribute: 'date', kind: 'date' },
    { attribute: 'agency', kind: 'choice' },
    { attribute: 'channel', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
    { attribute: 'hard', kind: 'flag' },
    { attribute: 'days_to_close', kind: 'range' },
  ],
  caseData: {
    date: 'date',
    category: 'category',
    state: 'state',
    closedStates: ['solved'],
    dimensions: ['theme', 'district', 'agency', 'channel'],
    figures: ['days_to_close', 'reward_yuan', 'hazards_removed'],
    areas: { grid: 'grid', street: 'street' },
  },
});
