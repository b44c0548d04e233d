import type { AttributeValue } from '../../../../tiles/layer/layer.ts';
import { apportion } from '../apportion.ts';
import { districtOf } from '../areas.ts';
import { caseFeatureId, definite, pointFeature } from '../features.ts';
import { sketchedZone } from '../sketch.ts';
import type { DemoFeature, Generator, LonLat, Rng, World } from '../types.ts';

const CHENGYANG = '370214';
const CASE = 'business-divisions';
const CENTRE: LonLat = { lon: 120.268, lat: 36.249 };
const RADIUS_M = 3500;
/** Roughly the planned area between Hongdao, Hetao and Shangma, north of Jiaozhou Bay. */
const OUTLINE = [
  [120.205, 36.225],
  [120.215, 36.27],
  [120.255, 36.288],
  [120.3, 36.282],
  [120.315, 36.252],
  [120.302, 36.226],
  [120.26, 36.213],
] as const;

/** In units of 10,000 yuan: 518 projects of 97.1 bn yuan in all, 136 of them signed, 76.2 bn yuan. */
const ALL = { projects: 518, total: 9_710_000 } as const;
const SIGNED = { projects: 136, total: 7_620_000 } as const;
const WAN = 10_000;

const DIVISIONS = [
  'incubation',
  'information',
  'biopharma',
  'finance',
  'research',
  'division-6',
  'division-7',
  'division-8',
  'division-9',
  'division-10',
] as const;
type Division = (typeof DIVISIONS)[number];

interface Named {
  readonly zh: string;
  readonly en: string;
  readonly division: Division;
  /** In 10,000 yuan; absent where the source names the project without its investment. */
  readonly investment?: number;
}

/** The signed projects that the source names; the division that led each is inferred from its trade. */
const NAMED: readonly Named[] = [
  {
    zh: '联东生命健康产业国际小镇',
    en: 'Liando Life and Health Industry Town',
    division: 'biopharma',
    investment: 2_000_000,
  },
  { zh: '腾讯双创小镇', en: 'Tencent Start-up Town', division: 'incubation', investment: 700_000 },
  { zh: '新时代财富金融中心', en: 'New Era Wealth Finance Centre', division: 'finance', investment: 450_000 },
  { zh: '锐嘉科移动智地', en: 'Ragentek Mobile Park', division: 'information', investment: 330_000 },
  { zh: '软控总部', en: 'Mesnac Headquarters', division: 'information', investment: 300_000 },
  { zh: '中国数据港总部基地', en: 'China Data Harbour Headquarters', division: 'information', investment: 220_000 },
  { zh: '华为青岛基地', en: 'Huawei Qingdao Base', division: 'information' },
  { zh: '百度（青岛）智创基地', en: 'Baidu (Qingdao) Innovation Base', division: 'incubation' },
  { zh: '中兴网信青岛科技产业园', en: 'ZTE ICT Qingdao Technology Park', division: 'information' },
  { zh: '美空网总部', en: 'Moko Headquarters', division: 'incubation' },
];

const INCUBATORS = 16;

export default {
  id: '11-business-divisions',
  generate(world) {
    const rng = world.rng('11-business-divisions');
    return {
      zones: [zone(world)],
      'project-sites': projects(world, rng),
      'innovation-sites': incubators(world, rng),
    };
  },
} satisfies Generator;

function projects(world: World, rng: Rng): DemoFeature[] {
  const stated = NAMED.reduce((sum, { investment = 0 }) => sum + investment, 0);
  const known = NAMED.filter(({ investment }) => investment !== undefined).length;
  const signedRest = apportion(SIGNED.total - stated, skewed(SIGNED.projects - known, rng));
  const others = apportion(ALL.total - SIGNED.total, skewed(ALL.projects - SIGNED.projects, rng));
  const spots = world.place.near(CENTRE, RADIUS_M, ALL.projects, rng, { district: CHENGYANG });
  return spots.map((at, i) => {
    const named = NAMED[i];
    const signed = i < SIGNED.projects;
    const generated = signed ? signedRest[i - known] : others[i - SIGNED.projects];
    const investment = named?.investment ?? generated ?? 0;
    const division = named?.division ?? rng.pick(DIVISIONS);
    const number = String(i + 1).padStart(3, '0');
    return pointFeature({
      id: caseFeatureId(11, i),
      at,
      // The source places them in the zone, and no more precisely.
      provenance: named === undefined ? 'synthetic' : 'approximate',
      properties: {
        name: named?.zh ?? `高新区产业项目${number}`,
        name_en: named?.en ?? `High-tech Zone project ${number}`,
        case: CASE,
        division,
        signed,
        status: signed ? 'signed' : 'negotiated',
        investment_yuan: investment * WAN,
        investment_basis: named?.investment === undefined ? 'generated' : 'source',
        district: CHENGYANG,
        street: at.subdistrict,
      },
    });
  });
}

/** Weights of which a few are large, as investments are; none so small that its project would get nothing. */
function skewed(n: number, rng: Rng): number[] {
  return Array.from({ length: n }, () => Math.max(0.05, Math.exp(1.1 * rng.normal())));
}

function incubators(world: World, rng: Rng): DemoFeature[] {
  return world.place.near(CENTRE, RADIUS_M, INCUBATORS, rng, { district: CHENGYANG }).map((at, i): DemoFeature => {
    const properties: Record<string, AttributeValue> = {
      name: `高新区国家级孵化载体${i + 1}`,
      name_en: `High-tech Zone national incubator ${i + 1}`,
      kind: 'incubator',
      form: i % 2 === 0 ? 'incubator' : 'makerspace',
      level: 'national',
      recognised: true,
      zone: 'high-tech-zone',
      tenants: rng.int(20, 120),
      case: CASE,
      district: CHENGYANG,
      street: at.subdistrict,
    };
    return pointFeature({ id: caseFeatureId(11, i, 'incubator-'), at, provenance: 'synthetic', properties });
  });
}

function zone(world: World): DemoFeature {
  return {
    id: '11-high-tech-zone',
    geometry: sketchedZone(OUTLINE, districtOf(world, CHENGYANG)),
    provenance: 'approximate',
    properties: definite({
      name: '青岛高新区',
      name_en: 'Qingdao High-tech Zone',
      kind: 'high-tech',
      district: CHENGYANG,
      case: CASE,
      investment_yuan: ALL.total * WAN,
      note: '2017年新引进重点产业项目518个',
      note_en: '518 key industrial projects brought in during 2017',
    }),
  };
}
