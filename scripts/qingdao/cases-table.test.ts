/**
 * The 33 documented cases as one table, written out by hand and apart from the case files: every count and figure,
 * with what it counts on the map. A case file, a generator or a layer that drifts from the document fails here.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { EntityLink, Figure } from '../../tiles/cases/case.ts';
import { readCaseFiles } from './generate/case-records.ts';
import { measureEntity } from './generate/entities.ts';
import type { DemoFeature } from './generate/types.ts';
import { cityLayers } from '../testing/demo-city.ts';

type Where = NonNullable<EntityLink['where']>;
const count = (layer: string, where: Where = {}): EntityLink => ({ layer, measure: 'count', where });
const sum = (layer: string, attribute: string, where: Where = {}): EntityLink => ({
  layer,
  measure: 'sum',
  attribute,
  where,
});
const distinct = (layer: string, attribute: string, where: Where = {}): EntityLink => ({
  layer,
  measure: 'distinct',
  attribute,
  where,
});

const at = (district: string): Where => ({ district });
const ofCase = (id: string, where: Where = {}): Where => ({ case: id, ...where });
const inNetwork = (kind: string, network: string): EntityLink => count('medical-institutions', { kind, network });
const campaign = (id: string): EntityLink => count('project-sites', ofCase('war-map-projects', { campaign: id }));
const scenic = (rating: string): EntityLink => count('tourism', { kind: 'scenic-area', rating });
const division = ofCase('business-divisions');
const audit = ofCase('audit-big-data');
const named = (name: string): Where => ofCase('sino-german-park', { name });
const renovated = (kind: string, attribute: string): EntityLink => sum('renovation-sites', attribute, { kind });

/**
 * Case, wording (`5000+` and `over` mean at least), value, unit, words of the figure's name or quote, and what the map
 * holds of it: a link that is measured, or a layer that the figure's own link must measure. A row without words
 * compares the value with the map alone.
 */
type Line = readonly [
  number: number,
  wording: string,
  value: number,
  unit: string,
  about: RegExp | null,
  on?: EntityLink | string,
];

const TABLE: readonly Line[] = [
  [1, '42 classes of assessment points', 42, 'count', /类/, distinct('assessment-points', 'class')],
  [1, '58 contracted roads', 58, 'count', /干道/, distinct('contracted-roads', 'road')],
  [1, '82 units share the roads', 82, 'count', /单位/, distinct('contracted-roads', 'unit')],
  [1, '55 communities', 55, 'count', /社区/, count('paired-communities')],
  [1, '197 supervision sheets', 197, 'count', /督办单/, count('supervision-sheets')],
  [1, '5000+ problems', 5000, 'count', /问题/, sum('supervision-sheets', 'problems')],
  [1, '93 % closed', 93, '%', /办结/],
  [1, '59 civilised campuses', 59, 'count', /校园/, count('civilised-sites', { kind: 'campus' })],
  [1, '164 volunteer groups', 164, 'count', /志愿/],
  [1, '136,000 volunteers', 136_000, 'count', /志愿者/],
  [1, '99 billboards', 99, 'count', /广告牌/, count('civilised-sites', { kind: 'billboard' })],
  [1, '35,000 m2 of hoardings', 35_000, 'm2', /围挡/, sum('civilised-sites', 'area_m2', { kind: 'hoarding' })],
  [1, '5,200 flags', 5200, 'count', /道旗/, sum('civilised-sites', 'flags', { kind: 'flags' })],
  [2, 'two pilot towns', 2, 'count', /试点/, count('insured-farms', { kind: 'town' })],
  [2, '300 t insured', 300, 't', /鸡蛋/, sum('insured-farms', 'insured_t', { kind: 'base' })],
  [2, 'for 28 days', 28, 'days', /保期/],
  [2, '2,000+ t in all', 2000, 't', /累计/, sum('insured-farms', 'insured_t')],
  [2, 'subsidy 60 %', 60, '%', /补贴/],
  [2, 'farmer 40 %', 40, '%', /农户/],
  [2, 'agreed price 3.41', 3.41, 'yuan/jin', /约定/],
  [2, 'settlement price 3.40126', 3.40126, 'yuan/jin', /结算/],
  [2, 'payout 5,244 yuan', 5244, 'yuan', /赔付/, sum('insured-farms', 'payout_yuan')],
  [3, '26 low buildings', 26, 'count', /小楼/, count('port-buildings', { kind: 'low' })],
  [3, '3 towers', 3, 'count', /高层/, count('port-buildings', { kind: 'tower' })],
  [3, '196,000 m2', 196_000, 'm2', /建筑面积/, sum('port-buildings', 'floor_area_m2')],
  [
    3,
    'core area 3,053 mu',
    3053,
    'mu',
    /核心区/,
    sum('zones', 'area_mu', ofCase('academician-port', { kind: 'academician-port' })),
  ],
  [
    3,
    'sea-rice base 40 mu',
    40,
    'mu',
    /海水稻/,
    sum('zones', 'area_mu', ofCase('academician-port', { kind: 'research-field' })),
  ],
  [3, '75 academicians signed', 75, 'count', /院士/],
  [3, 'over 70 % foreign', 70, '%', /外籍/],
  [3, '12 projects landed', 12, 'count', /落地/],
  [3, '620.95 kg/mu', 620.95, 'kg/mu', /亩产/],
  [3, 'at 0.6 % salinity', 0.6, '%', /盐/],
  [4, '135 responsibility grids', 135, 'count', /责任网格/, count('responsibility-grids', at('370203'))],
  [4, '1,064 unit grids', 1064, 'count', /单元网格/, count('unit-grids', at('370203'))],
  [4, '124 extension grids', 124, 'count', /拓展网格/, count('extension-grids', at('370203'))],
  [4, '6,694 cameras', 6694, 'count', /视频/, count('cameras', at('370203'))],
  [4, '65.4 km2', 65.4, 'km2', /面积/],
  [4, '1.07 M residents', 1_070_000, 'count', /人口/],
  [4, '12 fields', 12, 'count', /领域/],
  [4, '99 matters', 99, 'count', /工作/],
  [4, '14 hotlines', 14, 'count', /热线/],
  [4, '6 platforms', 6, 'count', /网络/],
  [4, 'merged into 1', 1, 'count', /综合/],
  [5, '120 toilets', 120, 'count', /公厕/, count('toilets', { ...at('370202'), case: 'public-toilets' })],
  [5, '4 per km2', 4, 'per km2', /密度/],
  [5, 'male to female stalls 1:2', 2, ':1', /蹲位/],
  [6, '5 sites', 5, 'count', /项目/, count('vein-park-sites', at('370214'))],
  [6, 'three kinds of status', 3, 'count', null, distinct('vein-park-sites', 'status')],
  [
    6,
    '1 t/day of kitchen waste',
    1,
    't/day',
    /餐厨/,
    sum('vein-park-sites', 'input_t_per_day', { name: '餐厨垃圾分类处理中心' }),
  ],
  [6, '100 jin of fertiliser', 100, 'jin/day', /肥/],
  [6, 'compactor 9 m3', 9, 'm3', /压缩/],
  [6, '6 to 8 t: at least', 6, 't', /压缩/],
  [6, '6 to 8 t: at most', 8, 't', /压缩/],
  [6, 'straw 6 t/day', 6, 't/day', /秸秆/, sum('vein-park-sites', 'input_t_per_day', { name: '秸秆垃圾处理中心' })],
  [6, '360 t/yr of fuel', 360, 't/yr', /燃料/],
  [6, 'about 100,000 yuan/yr', 100_000, 'yuan/yr', /收益/],
  [6, 'reward 5 yuan', 5, 'yuan', /奖励/],
  [6, 'minus 50 yuan', 50, 'yuan', /扣/],
  [7, 'target 200 negotiated', 200, 'count', /洽谈引进/],
  [7, 'target 200 started', 200, 'count', /开工建设/],
  [7, 'target 200 completed', 200, 'count', /竣工投产/],
  [7, '348 negotiated', 348, 'count', /洽谈引进/, campaign('negotiated')],
  [7, '208 started', 208, 'count', /开工建设/, campaign('started')],
  [7, '222 completed', 222, 'count', /竣工投产/, campaign('completed')],
  [7, '174 %', 174, '%', /洽谈引进/],
  [7, '104 %', 104, '%', /开工建设/],
  [7, '111 %', 111, '%', /竣工投产/],
  [7, '191 laggards', 191, 'count', /未达标/, count('project-sites', ofCase('war-map-projects', { laggard: true }))],
  [7, '98.9 % satisfied', 98.9, '%', /满意/],
  [7, '180 asked', 180, 'count', /满意度/, count('project-sites', ofCase('war-map-projects', { surveyed: true }))],
  [7, '52 key nodes', 52, 'count', /节点/],
  [8, '5A: 1', 1, 'count', /5A/, scenic('5A')],
  [8, '4A: 3', 3, 'count', /4A/, scenic('4A')],
  [8, '3A: 10', 10, 'count', /3A/, scenic('3A')],
  [8, '220+ spots', 220, 'count', /景点/, count('tourism', { kind: 'spot' })],
  [8, '8 information centres', 8, 'count', /咨询/, count('tourism', { kind: 'info-centre' })],
  [8, 'at 3 levels', 3, 'count', /级/, distinct('tourism', 'level', { kind: 'info-centre' })],
  [8, '38 ecological toilets', 38, 'count', /生态厕所/, count('toilets', { ...at('370212'), ecological: true })],
  [8, '9 hotels', 9, 'count', /酒店/, count('tourism', { kind: 'hotel' })],
  [8, '7 festivals', 7, 'count', /节会/, count('tourism', { kind: 'festival' })],
  [8, '395.8 km2 of land', 395.8, 'km2', /陆域/],
  [8, '3,700 km2 of sea', 3700, 'km2', /海域/],
  [8, 'scenic area 471 km2', 471, 'km2', /风景区/],
  [8, 'core 216 km2', 216, 'km2', /核心/],
  [8, '1.1 M rural visitors', 1_100_000, 'count', /乡村旅游/],
  [8, '230 M yuan', 230_000_000, 'yuan', /乡村旅游|收入/],
  [9, 'three networks', 3, 'count', /医共体/, distinct('medical-institutions', 'network', { kind: 'lead-hospital' })],
  [9, '1 township hospital', 1, 'count', /蓝谷/, inNetwork('health-centre', 'langu')],
  [9, '20 clinics', 20, 'count', /蓝谷/, inNetwork('clinic', 'langu')],
  [9, '17 health centres', 17, 'count', /人民医院/, inNetwork('health-centre', 'people')],
  [9, '50 clinics', 50, 'count', /人民医院/, inNetwork('clinic', 'people')],
  [9, '8 health centres', 8, 'count', /中医/, inNetwork('health-centre', 'tcm')],
  [9, '30 clinics', 30, 'count', /中医/, inNetwork('clinic', 'tcm')],
  [9, '5 district centres', 5, 'count', /中心/, count('medical-institutions', { kind: 'district-centre' })],
  [9, '223 family-doctor teams', 223, 'count', /家庭医生/, sum('medical-institutions', 'family_teams')],
  [9, '61 hospital teams', 61, 'count', /医生团队/, sum('medical-institutions', 'hospital_teams')],
  [
    9,
    '7 staff sent down',
    7,
    'count',
    /下派/,
    sum('medical-institutions', 'staff_received', { kind: 'lead-hospital' }),
  ],
  [
    9,
    '115 staff sent down',
    115,
    'count',
    /骨干/,
    sum('medical-institutions', 'staff_received', { kind: 'health-centre' }),
  ],
  [9, '280 staff sent down', 280, 'count', /骨干/, sum('medical-institutions', 'staff_received', { kind: 'clinic' })],
  [10, '2 to 3 agents each: at least', 2, 'count', /代办员/],
  [10, '2 to 3 agents each: at most', 3, 'count', /代办员/],
  [10, '40 days contract to permit', 40, 'days', /合同/],
  [10, '8 days land certificate to permit', 8, 'days', /土地证/],
  [10, 'fund firms 3 days', 3, 'days', /基金/],
  [11, 'divisions (10)', 10, 'count', /事业部/, distinct('project-sites', 'division', division)],
  [11, '518 projects', 518, 'count', /项目/, count('project-sites', division)],
  [11, '97.1 bn yuan', 97_100_000_000, 'yuan', /投资/, sum('project-sites', 'investment_yuan', division)],
  [11, '136 signed', 136, 'count', /签约/, count('project-sites', { ...division, signed: true })],
  [
    11,
    '76.2 bn',
    76_200_000_000,
    'yuan',
    /签约/,
    sum('project-sites', 'investment_yuan', { ...division, signed: true }),
  ],
  [11, '91 % in one trip or none', 91, '%', /腿/],
  [11, '130+ approvals', 130, 'count', /审批/],
  [11, '16 incubators', 16, 'count', /孵化器/, count('innovation-sites', { zone: 'high-tech-zone' })],
  [11, '163 high-tech firms', 163, 'count', /高新技术企业/],
  [
    12,
    '8 bn home-appliance base',
    8e9,
    'yuan',
    /家电/,
    sum('project-sites', 'investment_yuan', named('家电工业4.0示范基地')),
  ],
  [
    12,
    '1.3 bn washing-machine plant',
    1.3e9,
    'yuan',
    /洗衣机/,
    sum('project-sites', 'investment_yuan', named('滚筒洗衣机智能互联工厂')),
  ],
  [
    12,
    '3 M/yr',
    3_000_000,
    'units/yr',
    /洗衣机/,
    sum('project-sites', 'capacity_per_year', ofCase('sino-german-park')),
  ],
  [12, '2.5 bn university', 2.5e9, 'yuan', /学院/, sum('project-sites', 'investment_yuan', named('中德双元工程学院'))],
  [12, '12,000 places', 12_000, 'count', /学院/, sum('project-sites', 'student_places', named('中德双元工程学院'))],
  [12, '1.1 bn school', 1.1e9, 'yuan', /学校/, sum('project-sites', 'investment_yuan', named('智能制造双元职业学校'))],
  [12, '8,000 places', 8000, 'count', /学校/, sum('project-sites', 'student_places', named('智能制造双元职业学校'))],
  [13, 'lines 2, 13 and 6', 3, 'count', null, distinct('metro-lines', 'line')],
  [13, '13 BIM standards', 13, 'count', /标准/],
  [13, '3 provincial first prizes', 3, 'count', /一等奖/],
  [14, 'the zone', 1, 'count', /示范区/, count('zones', ofCase('civil-military-zone'))],
  [14, '30 bn yuan', 30_000_000_000, 'yuan', /基金/],
  [14, '20 bn yuan', 20_000_000_000, 'yuan', /基金/],
  [15, '496 public investment projects', 496, 'count', /投资项目/, count('project-sites', audit)],
  [15, '128 models', 128, 'count', /模型/],
  [15, 'in 5 classes', 5, 'count', /类/, 'project-sites'],
  [15, '40 TB', 40, 'TB', /数据/],
  [15, '4 subsystems', 4, 'count', /子系统/],
  [15, '1.83 bn found', 1_830_000_000, 'yuan', /查出/, sum('project-sites', 'found_yuan', audit)],
  [15, '0.72 bn saved', 720_000_000, 'yuan', /节约/, sum('project-sites', 'saved_yuan', audit)],
  [15, '10 referred', 10, 'count', /移送/, sum('project-sites', 'referred', audit)],
  [16, '330,000 users', 330_000, 'count', /缴存职工/],
  [16, '120,000 on day one', 120_000, 'count', /首日/],
  [17, '1+1+4+22: tables', 1, 'count', /增加值/],
  [17, '1+1+4+22: index', 1, 'count', /指数/],
  [17, '1+1+4+22: new kinds', 4, 'count', /四新/],
  [17, '1+1+4+22: fields', 22, 'count', /领域/],
  [17, '98 industries', 98, 'count', /产业/],
  [17, '45 tables', 45, 'count', /表/],
  [17, '200+ indicators', 200, 'count', /指标/],
  [18, '1,483 valid reports', 1483, 'count', /有效举报/, count('reports', { theme: 'hazard' })],
  [18, '80,000+ yuan paid', 80_000, 'yuan', /奖励/],
  [18, 'about 2,000 hazards removed', 2000, 'count', /隐患/],
  [18, '80 % verified', 80, '%', /属实率/],
  [18, '40 % by phone', 40, '%', /电话/],
  [18, 'reward from 100 yuan', 100, 'yuan', /奖/],
  [18, 'reward to 200,000 yuan', 200_000, 'yuan', /奖/],
  [19, '60+ entries', 60, 'count', /报名|项目/],
  [19, '33 shortlisted', 33, 'count', /入围/],
  [19, '16 masters', 16, 'count', /达人/, count('tcm-masters')],
  [19, '21 experts', 21, 'count', /专家/],
  [19, '5 groups', 5, 'count', /组/],
  [20, '25 universities', 25, 'count', /高校/, count('universities', { kind: 'university' })],
  [20, '30 signed', 30, 'count', /签约/, count('universities', { kind: 'signed' })],
  [20, '16 operating', 16, 'count', /运行/, count('universities', { kind: 'signed', status: 'operating' })],
  [20, 'three clusters', 3, 'count', /板块/, count('zones', { kind: 'university-cluster' })],
  [20, '5 campuses building', 5, 'count', /在建/, count('universities', { kind: 'campus' })],
  [20, '383,300 students', 383_300, 'count', /在校生/, sum('universities', 'students', { kind: 'university' })],
  [20, 'Hangzhou 39', 39, 'count', /杭州/],
  [20, 'Hangzhou 430,000', 430_000, 'count', /杭州/],
  [20, 'Nanjing 53', 53, 'count', /南京/],
  [20, 'Nanjing 700,000', 700_000, 'count', /南京/],
  [20, 'Chengdu 56', 56, 'count', /成都/],
  [20, 'Chengdu 755,800', 755_800, 'count', /成都/],
  [21, 'the house', 1, 'count', /房产/, count('heritage', ofCase('zhejiang-road-28'))],
  [21, '9,247.19 m2', 9247.19, 'm2', /建筑面积/, sum('heritage', 'floor_area_m2', ofCase('zhejiang-road-28'))],
  [21, '57 years', 57, 'years', /纠纷/],
  [21, '200 mu', 200, 'mu', /土地/, sum('zones', 'area_mu', ofCase('zhejiang-road-28'))],
  [22, 'subsidies: loan to a person', 450_000, 'yuan', /贷款/],
  [22, 'subsidies: loan to a small firm', 3_000_000, 'yuan', /贷款/],
  [22, 'subsidies: incubation base of the city', 5_000_000, 'yuan', /孵化基地/],
  [22, 'subsidies: star of the year', 50_000, 'yuan', /创业之星/],
  [23, '221,000 person checks', 221_000, 'count', /核对/, sum('indicators', 'household_checks')],
  [23, '122,600 reports', 122_600, 'count', /报告/, sum('indicators', 'check_reports')],
  [23, '32,000 refused', 32_000, 'count', /未通过|申请/, sum('indicators', 'checks_refused')],
  [23, '14.5 %', 14.5, '%', /未通过率/],
  [24, '20+ feeds', 20, 'count', /数据/],
  [24, '4 GB a day', 4, 'GB', /日均/],
  [24, '5 local standards', 5, 'count', /标准/],
  [24, '11 systems', 11, 'count', /系统/],
  [25, 'five villages', 5, 'count', /村/, count('farm-villages', at('370215'))],
  [25, '227 wells', 227, 'count', /机井/, count('wells', at('370215'))],
  [25, '8 to 10 m deep: at least', 8, 'm', /井深/],
  [25, '8 to 10 m deep: at most', 10, 'm', /井深/],
  [25, '9,425 mu', 9425, 'mu', /耕地/, sum('farm-villages', 'farmland_mu')],
  [25, '8,795.6 irrigated', 8795.6, 'mu', /灌溉/, sum('farm-villages', 'irrigated_mu')],
  [25, 'quota 212 m3/mu', 212, 'm3/mu', /定额|水权/],
  [25, 'to 110 m3', 110, 'm3/mu', /定额/],
  [25, 'at 0.17', 0.17, 'yuan/m3', /水价/],
  [25, 'at 0.20', 0.2, 'yuan/m3', /水价/],
  [25, 'at 0.25 yuan/m3', 0.25, 'yuan/m3', /水价/],
  [26, '115 bn USD', 115_000_000_000, 'usd', /总额/, 'indicators'],
  [26, 'goods 500.7 bn yuan', 500_700_000_000, 'yuan', /货物/, 'indicators'],
  [26, 'services 14 bn USD', 14_000_000_000, 'usd', /服务/, 'indicators'],
  [26, 'overseas sales 24.6 bn USD', 24_600_000_000, 'usd', /境外/, 'indicators'],
  [27, '2,637 roads', 2637, 'count', /道路/, count('roads')],
  [27, '941 chiefs', 941, 'count', /街长/, distinct('roads', 'chief')],
  [27, 'a notice board for every chief', 941, 'count', null, distinct('notice-boards', 'chief')],
  [27, '41,654 problems found', 41_654, 'count', /问题/, count('reports', { theme: 'street-problem' })],
  [27, '34,928 solved', 34_928, 'count', /解决/, count('reports', { theme: 'street-problem', state: 'solved' })],
  [27, '190+ hard ones', 190, 'count', /难点/, count('reports', { hard: true })],
  [27, 'nine matters', 9, 'count', /九项|事项/, distinct('reports', 'category', { theme: 'street-problem' })],
  [28, '32,326 names', 32_326, 'count', /名称/, 'indicators'],
  [28, '38,118 set-ups', 38_118, 'count', /设立/, 'indicators'],
  [28, '18,478 changes', 18_478, 'count', /变更/, 'indicators'],
  [28, '1.2 M entities', 1_200_000, 'count', /市场主体|实有|120万/, 'indicators'],
  [29, '7 district nodes', 7, 'count', /节点|区市/, count('platform-nodes', { kind: 'node' })],
  [29, '51 departments', 51, 'count', /部门/, count('platform-nodes', { kind: 'department' })],
  [29, '75 systems', 75, 'count', /系统/, count('platform-nodes', { kind: 'system', status: 'built' })],
  [29, 'two editions', 2, 'count', /版/, count('platform-nodes', { kind: 'edition' })],
  [29, 'four ways to share', 4, 'count', /方式|共享|服务/, distinct('platform-nodes', 'sharing')],
  [30, '285 old communities', 285, 'count', /小区/, count('renovation-sites', { kind: 'community' })],
  [30, '50,677 households', 50_677, 'count', /棚户区/, renovated('shanty', 'households')],
  [30, '184,000 in all', 184_000, 'count', /棚户区|累计/],
  [30, '1,050 houses', 1050, 'count', /危房/, count('renovation-sites', { kind: 'rural-house' })],
  [30, '178 poor', 178, 'count', /贫困/, count('renovation-sites', { kind: 'rural-house', poor: true })],
  [30, '8.82 M m2', 8_820_000, 'm2', /改造/, renovated('community', 'area_m2')],
  [30, '123,000 households', 123_000, 'count', /居民|户/, renovated('community', 'households')],
  [30, '3.39 M m2', 3_390_000, 'm2', /节能|保暖/, renovated('insulation', 'area_m2')],
  [30, '43,000 households', 43_000, 'count', /居民|户/, renovated('insulation', 'households')],
  [30, 'about 300 households', 300, 'count', /网格/],
  [31, '57 parks', 57, 'count', /产业园/, count('innovation-sites', { kind: 'park' })],
  [31, '34 recognised', 34, 'count', /认定/, count('innovation-sites', { kind: 'park', recognised: true })],
  [31, '82 bases', 82, 'count', /基地/, count('innovation-sites', { kind: 'base' })],
  [31, '6 national', 6, 'count', /国家级/, count('innovation-sites', { kind: 'base', level: 'national' })],
  [31, '52 city', 52, 'count', /市级/, count('innovation-sites', { kind: 'base', level: 'city' })],
  [31, '161 platforms', 161, 'count', /平台/],
  [31, '1,215 products', 1215, 'count', /产品/],
  [31, '40 champions', 40, 'count', /冠军/],
  [32, 'incubators 334', 334, 'count', /孵化器|载体/, 'innovation-sites'],
  [32, '129 national', 129, 'count', /国家级/, 'innovation-sites'],
  [32, '2,039 firms', 2039, 'count', /高新技术企业|总数/],
  [32, '+691', 691, 'count', /净增/],
  [33, '12,000+ shared parking spaces', 12_000, 'count', /共享/, sum('parking', 'shared_spaces')],
  [33, '121 one-road plans', 121, 'count', /一路一图/, count('traffic-schemes', { kind: 'one-road' })],
  [33, '94 junctions', 94, 'count', /路口/, count('traffic-schemes', { kind: 'one-road', junction_plan: true })],
  [33, '21 micro-circulation schemes', 21, 'count', /微循环/, count('traffic-schemes', { kind: 'micro-circulation' })],
  [33, 'in 16 places', 16, 'count', /落地|区域|处/, distinct('traffic-schemes', 'area', { kind: 'micro-circulation' })],
  [33, '4,785 road hazards', 4785, 'count', /隐患/, count('road-hazards')],
  [33, '180 box junctions', 180, 'count', /网状线/, sum('traffic-schemes', 'box_junctions')],
  [33, '2,560 m2 no-stopping', 2560, 'm2', /禁停/, 'traffic-schemes'],
  [33, '428 signs', 428, 'count', /标志牌/, sum('traffic-schemes', 'signs')],
  [33, 'response from 30 min', 30, 'minutes', /出警/],
  [33, 'to 8 min', 8, 'minutes', /出警/],
];

/** Units of the case files that measure something; every other one is a classifier, which counts. */
const SENSES: Readonly<Record<string, string>> = {
  '%': '%',
  '∶1': ':1',
  GB: 'GB',
  TB: 'TB',
  平方米: 'm2',
  平方公里: 'km2',
  '座/平方公里': 'per km2',
  亩: 'mu',
  米: 'm',
  立方米: 'm3',
  '立方米/亩': 'm3/mu',
  '公斤/亩': 'kg/mu',
  吨: 't',
  '吨/天': 't/day',
  '吨/年': 't/yr',
  '斤/天': 'jin/day',
  元: 'yuan',
  '元/年': 'yuan/yr',
  '元/斤': 'yuan/jin',
  '元/立方米': 'yuan/m3',
  美元: 'usd',
  '台/年': 'units/yr',
  天: 'days',
  个工作日: 'days',
  年: 'years',
  分钟: 'minutes',
};
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

const ROWS = TABLE.map(([number, wording, value, unit, about, on]) => ({ number, wording, value, unit, about, on }));
const records = new Map(readCaseFiles().map(({ record }) => [record.number, record]));
let layers: ReadonlyMap<string, readonly DemoFeature[]>;
beforeAll(async () => {
  layers = await cityLayers();
});

describe('the table of the documented cases', () => {
  it('knows every case', () => {
    expect(new Set(TABLE.map(([number]) => number)).size).toBe(33);
  });

  it.each(ROWS)('case $number: $wording', (row) => {
    const { number, value, unit, about, on } = row;
    const [found] = figuresOf(row);
    if (about !== null) expect(found, `No figure of case ${number} says ${value} ${unit}.`).toBeDefined();
    if (on === undefined) return;
    const link = typeof on === 'string' ? found?.entity : on;
    if (typeof on === 'string') expect(link?.layer, `The figure is not tied to ${on}.`).toBe(on);
    expect(link && measureEntity(link, layers.get(link.layer) ?? [])).toBe(
      typeof on === 'string' ? found?.value : value,
    );
  });

  it.each(ROWS.filter(({ about, on }) => about !== null && on !== undefined))(
    'case $number: the card counts $wording too',
    (row) => {
      const entities = figuresOf(row).map(({ entity }) => entity?.layer);
      expect(entities).toContain(typeof row.on === 'string' ? row.on : row.on?.layer);
    },
  );
});

/** Figures of the case that say what a row says, those that are tied to the map first. */
function figuresOf(row: (typeof ROWS)[number]): readonly Figure[] {
  const figures = records.get(row.number)?.figures ?? [];
  return figures
    .filter((figure) => says(figure, row))
    .sort((a, b) => Number(b.entity !== undefined) - Number(a.entity !== undefined));
}

function says(figure: Figure, { wording, value, unit, about }: (typeof ROWS)[number]): boolean {
  const prefix = figure.unit.zh.charAt(0);
  const scale = figure.unit.zh.length > 1 ? (SCALES[prefix] ?? 1) : 1;
  const sense = SENSES[scale === 1 ? figure.unit.zh : figure.unit.zh.slice(1)] ?? 'count';
  const sameValue = Math.abs(figure.value * scale - value) <= 1e-9 * value;
  const atLeast = /^[\d,]+\+ |^over /.test(wording);
  return (
    sameValue &&
    sense === unit &&
    (!atLeast || figure.qualifier === 'over') &&
    about !== null &&
    about.test(figure.name.zh + figure.source.quote)
  );
}
