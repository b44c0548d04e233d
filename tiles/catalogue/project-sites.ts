import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

/** The 36 units of case 7, known by number. */
const WAR_MAP_UNITS = Object.fromEntries(Array.from({ length: 36 }, (_, i) => {
  const number = String(i + 1).padStart(2, '0');
  return [`作战部${number}`, `Campaign unit ${number}`];
}));

/** Shared by the cases about projects: `case` tells whose site it is. Add attributes, never change their meaning. */
export default defineLayer({
  id: 'project-sites',
  title: { zh: '项目点位', en: 'Project sites' },
  description: {
    zh: '各案例的投资和建设项目：挂图作战三大战役、产业事业部、中德生态园和政府投资审计项目。',
    en: 'Investment and construction projects of the cases: the three war-map campaigns, business divisions, the Sino-German park and audited public investment.',
  },
  theme: 'projects',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    case: {
      type: 'string', title: { zh: '案例', en: 'Case' },
      values: {
        'war-map-projects': { zh: '挂图作战', en: 'War-map projects' },
        'business-divisions': { zh: '产业事业部', en: 'Business divisions' },
        'sino-german-park': { zh: '中德生态园', en: 'Sino-German park' },
        'audit-big-data': { zh: '审计大数据', en: 'Audit big data' },
      },
    },
    district: DISTRICT,
    street: STREET,
    unit: { type: 'string', title: { zh: '责任单位', en: 'Responsible unit' }, maxLength: 100, english: WAR_MAP_UNITS },
    sector: {
      type: 'string', title: { zh: '行业', en: 'Sector' }, maxLength: 100,
      english: {
        港航物流: 'Ports and logistics',
        家电电子: 'Appliances and electronics',
        高端装备: 'Advanced equipment',
        石化化工: 'Petrochemicals',
        现代农业: 'Modern farming',
        海洋经济: 'Marine economy',
        影视文化: 'Film and culture',
        民生工程: 'Livelihood',
        商贸服务: 'Trade and services',
        旅游度假: 'Tourism',
        家电智能制造: 'Smart appliance making',
        '工业4.0研发': 'Industry 4.0 research',
        工业互联网: 'Industrial internet',
        智能机器人: 'Robots',
        冷链装备: 'Cold-chain equipment',
        高等教育: 'Higher education',
        职业教育: 'Vocational education',
        人才培训: 'Training',
        智能制造: 'Smart manufacturing',
        医院: 'Hospital',
        旧城改造: 'Old-town renewal',
        学校: 'School',
        道路桥梁: 'Roads and bridges',
        公园绿化: 'Parks and greening',
        污水处理: 'Sewage treatment',
        保障性住房: 'Affordable housing',
        水利: 'Water works',
        轨道交通: 'Rail transport',
        文化体育: 'Culture and sports',
      },
    },
    status: {
      type: 'string', title: { zh: '状态', en: 'Status' },
      values: {
        negotiated: { zh: '洽谈引进', en: 'Negotiated' },
        signed: { zh: '已签约', en: 'Signed' },
        building: { zh: '在建', en: 'Under construction' },
        completed: { zh: '竣工投产', en: 'Completed' },
      },
    },
    investment_yuan: { type: 'number', title: { zh: '投资额', en: 'Investment' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    campaign: {
      type: 'string', title: { zh: '战役', en: 'Campaign' },
      values: {
        negotiated: { zh: '洽谈引进', en: 'Negotiated' },
        started: { zh: '开工建设', en: 'Started' },
        completed: { zh: '竣工投产', en: 'Completed' },
      },
    },
    nodes_done: {
      type: 'integer', title: { zh: '已完成节点', en: 'Key nodes done' }, unit: { zh: '个', en: 'of 52' }, minimum: 0, maximum: 52,
      description: { zh: '从立项审批到竣工验收共 52 个关键节点。', en: 'Of the 52 key nodes from approval to final inspection.' },
    },
    month: { type: 'string', title: { zh: '考核月份', en: 'Month of review' }, pattern: '^\\d{4}-\\d{2}$' },
    month_target: { type: 'integer', title: { zh: '当月目标节点', en: 'Nodes due in the month' }, unit: { zh: '个', en: 'nodes' }, minimum: 0 },
    month_done: { type: 'integer', title: { zh: '当月完成节点', en: 'Nodes done in the month' }, unit: { zh: '个', en: 'nodes' }, minimum: 0 },
    card: {
      type: 'string', title: { zh: '警告', en: 'Warning card' },
      values: { none: { zh: '正常', en: 'None' }, yellow: { zh: '黄牌', en: 'Yellow' }, red: { zh: '红牌', en: 'Red' } },
    },
    laggard: { type: 'boolean', title: { zh: '曾被通报未达标', en: 'Reported as a laggard' } },
    surveyed: { type: 'boolean', title: { zh: '接受满意度调查', en: 'Interviewed' } },
    satisfied: { type: 'boolean', title: { zh: '表示满意', en: 'Satisfied' } },
    // Case 11: the source names five of the ten divisions.
    division: {
      type: 'string', title: { zh: '事业部', en: 'Division' },
      values: {
        incubation: { zh: '众创服务事业部', en: 'Start-up services' },
        information: { zh: '信息技术事业部', en: 'Information technology' },
        biopharma: { zh: '生物制药事业部', en: 'Biopharmaceuticals' },
        finance: { zh: '金融事业部', en: 'Finance' },
        research: { zh: '科研院所综合服务事业部', en: 'Research institutes' },
        'division-6': { zh: '第六事业部（原文未列名）', en: 'Sixth division, not named in the source' },
        'division-7': { zh: '第七事业部（原文未列名）', en: 'Seventh division, not named in the source' },
        'division-8': { zh: '第八事业部（原文未列名）', en: 'Eighth division, not named in the source' },
        'division-9': { zh: '第九事业部（原文未列名）', en: 'Ninth division, not named in the source' },
        'division-10': { zh: '第十事业部（原文未列名）', en: 'Tenth division, not named in the source' },
      },
    },
    signed: { type: 'boolean', title: { zh: '集中签约', en: 'Signed at a ceremony' } },
    investment_basis: {
      type: 'string', title: { zh: '投资额依据', en: 'Basis of the investment' },
      values: { source: { zh: '案例所载', en: 'Stated by the case' }, generated: { zh: '按总额合成', en: 'Generated to the total' } },
    },
    // Case 12
    kind: {
      type: 'string', title: { zh: '项目类型', en: 'Kind of project' },
      values: {
        factory: { zh: '工厂', en: 'Factory' }, school: { zh: '学校', en: 'School' }, centre: { zh: '中心与研究院', en: 'Centre or institute' },
      },
    },
    capacity_per_year: { type: 'integer', title: { zh: '年产能', en: 'Capacity a year' }, unit: { zh: '台', en: 'units' }, minimum: 0 },
    output_yuan: { type: 'number', title: { zh: '年产值', en: 'Output a year' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    student_places: { type: 'integer', title: { zh: '办学规模', en: 'Student places' }, unit: { zh: '人', en: 'places' }, minimum: 0 },
    // Case 15
    audit_class: {
      type: 'string', title: { zh: '首要疑点类别', en: 'First class of doubt' },
      values: {
        none: { zh: '无疑点', en: 'No doubt' },
        'plan-selection': { zh: '计划选项模型', en: 'Plan selection' },
        'problem-analysis': { zh: '问题分析模型', en: 'Problem analysis' },
        'results-development': { zh: '成果开发模型', en: 'Results development' },
        'risk-control': { zh: '风险防控模型', en: 'Risk control' },
        'spatial-verification': { zh: '立体验证模型', en: 'Spatial verification' },
      },
    },
    doubt_plan: { type: 'boolean', title: { zh: '计划选项疑点', en: 'Doubt: plan selection' } },
    doubt_problem: { type: 'boolean', title: { zh: '问题分析疑点', en: 'Doubt: problem analysis' } },
    doubt_results: { type: 'boolean', title: { zh: '成果开发疑点', en: 'Doubt: results development' } },
    doubt_risk: { type: 'boolean', title: { zh: '风险防控疑点', en: 'Doubt: risk control' } },
    doubt_spatial: { type: 'boolean', title: { zh: '立体验证疑点', en: 'Doubt: spatial verification' } },
    doubts: { type: 'integer', title: { zh: '疑点类数', en: 'Classes in doubt' }, unit: { zh: '类', en: 'classes' }, minimum: 0, maximum: 5 },
    years_since_audit: { type: 'number', title: { zh: '距上次审计', en: 'Since the last audit' }, unit: { zh: '年', en: 'years' }, minimum: 0 },
    open_findings: { type: 'integer', title: { zh: '未整改问题', en: 'Findings not put right' }, unit: { zh: '个', en: 'findings' }, minimum: 0 },
    common_findings: { type: 'integer', title: { zh: '与其他项目相同的问题', en: 'Findings that other projects share' }, unit: { zh: '个', en: 'findings' }, minimum: 0 },
    price_percent: { type: 'number', title: { zh: '单价高于指标库', en: 'Unit prices above the price database' }, unit: { zh: '%', en: '%' } },
    settlement_percent: { type: 'number', title: { zh: '结算与复算偏差', en: 'Settlement against recalculation' }, unit: { zh: '%', en: '%' } },
    quantity_percent: { type: 'number', title: { zh: '申报与实测工程量偏差', en: 'Quantity claimed against measured' }, unit: { zh: '%', en: '%' } },
    audited: { type: 'boolean', title: { zh: '2017年度已审计', en: 'Audited in 2017' } },
    found_yuan: { type: 'number', title: { zh: '查出问题金额', en: 'Irregular amounts found' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    saved_yuan: { type: 'number', title: { zh: '节约政府投资', en: 'Public investment saved' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    referred: { type: 'integer', title: { zh: '移送处理事项', en: 'Matters referred' }, unit: { zh: '项', en: 'matters' }, minimum: 0 },
  },
  required: ['name', 'case', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['unit', 'sector'],
  owner: { zh: '市发展和改革委员会', en: 'Development and Reform Commission' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量依据案例7、11、12、15；具名项目为示意位置',
    en: 'Synthetic, to the counts of cases 7, 11, 12 and 15; named projects at an approximate place',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['case', 'campaign', 'status', 'card', 'division', 'signed', 'audited', 'audit_class', 'doubts', 'district'],
  sums: ['investment_yuan'],
  style: {
    color: { light: '#6b6b6b', dark: '#a8a8a8' },
    by: {
      attribute: 'case',
      values: {
        'war-map-projects': { light: '#a8471a', dark: '#f0a06f' },
        'business-divisions': { light: '#1f6fb2', dark: '#74b6ea' },
        'sino-german-park': { light: '#1b7f5c', dark: '#5ecfa6' },
        'audit-big-data': { light: '#7b3f98', dark: '#c79be0' },
      },
    },
    order: 230,
    size: 5,
    glyph: { zh: '项', en: 'Pr' },
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'case', kind: 'choice' }, { attribute: 'campaign', kind: 'choice' }, { attribute: 'card', kind: 'choice' },
    { attribute: 'status', kind: 'choice' }, { attribute: 'district', kind: 'choice' }, { attribute: 'laggard', kind: 'flag' },
    { attribute: 'investment_yuan', kind: 'range' }, { attribute: 'division', kind: 'choice' }, { attribute: 'signed', kind: 'flag' },
    { attribute: 'kind', kind: 'choice' }, { attribute: 'audit_class', kind: 'choice' }, { attribute: 'audited', kind: 'flag' },
    { attribute: 'doubts', kind: 'range' },
  ],
  shownAtStart: true,
});
