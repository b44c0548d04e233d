import type { AttributeValue, Text } from '../../../../tiles/layer/layer.ts';
import { EDITIONS } from '../../../../tiles/cases/data-stewardship.ts';
import { districtOf } from '../areas.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { settle } from '../settle.ts';
import { spotsByDistrict } from '../share-out.ts';
import type { DemoFeature, Generator, Spot, World } from '../types.ts';

const DEPARTMENTS = 51;
const SYSTEMS = 75;
/** Districts whose nodes went into service in July 2017. */
const NODES = ['370214', '370211', '370215', '370212', '370285', '370283', '370281'] as const;
/** Where the city's platform is kept, in Shinan. */
const PLATFORM = { lon: 120.3745, lat: 36.0705 };
/** Offices of the city stand in the central districts. */
const OFFICES: Readonly<Record<string, number>> = { 370202: 28, 370203: 12, 370212: 8, 370213: 3 };
const SHARING = ['viewing', 'desktop', 'interface', 'publishing'] as const;

const FIELDS: readonly Text[] = [
  { zh: '规划', en: 'planning' },
  { zh: '建设', en: 'construction' },
  { zh: '环保', en: 'environment' },
  { zh: '交通', en: 'transport' },
  { zh: '公安', en: 'public security' },
  { zh: '城管', en: 'city management' },
  { zh: '水利', en: 'water' },
  { zh: '海洋', en: 'marine affairs' },
  { zh: '教育', en: 'education' },
  { zh: '民政', en: 'civil affairs' },
  { zh: '应急', en: 'emergencies' },
  { zh: '旅游', en: 'tourism' },
  { zh: '农业', en: 'farming' },
  { zh: '供电', en: 'power supply' },
  { zh: '供水', en: 'water supply' },
  { zh: '公共交通', en: 'public transport' },
];

interface Named {
  readonly department: Text;
  readonly system: Text;
  readonly field: Text;
}

/** Systems that the source names as examples. */
const NAMED: readonly Named[] = [
  {
    department: { zh: '青岛市地税局', en: 'Local Taxation Bureau' },
    field: { zh: '税务', en: 'taxation' },
    system: { zh: '地理信息税收管理系统', en: 'Geographic tax administration system' },
  },
  {
    department: { zh: '青岛市国土资源房管局', en: 'Land Resources and Housing Bureau' },
    field: { zh: '住房', en: 'housing' },
    system: { zh: '住房保障管理与展示系统', en: 'Public housing management and display system' },
  },
  {
    department: { zh: '青岛市卫计委', en: 'Health and Family Planning Commission' },
    field: { zh: '卫生计生', en: 'health' },
    system: { zh: '全员人口和计划生育管理GIS系统', en: 'Population and family planning GIS' },
  },
  {
    department: { zh: '青岛市质监局', en: 'Quality Supervision Bureau' },
    field: { zh: '质监', en: 'quality supervision' },
    system: { zh: '组织机构代码地理信息系统', en: 'Organisation code GIS' },
  },
];
/** Being built, and not among the 75. */
const UNFINISHED: Named = {
  department: { zh: '青岛市民族宗教局', en: 'Ethnic and Religious Affairs Bureau' },
  field: { zh: '民族宗教', en: 'ethnic affairs' },
  system: { zh: '少数民族管理GIS系统', en: 'Ethnic minorities GIS' },
};

export default {
  id: '29-geographic-platform',
  generate(world) {
    return { 'platform-nodes': [...editions(world), ...nodes(world), ...departmentsAndSystems(world)] };
  },
} satisfies Generator;

function editions(world: World): DemoFeature[] {
  return (['government', 'public'] as const).map((edition, i) => {
    const at = settle(world, { ...PLATFORM, lon: PLATFORM.lon + i * 0.0012 }, '370202');
    return pointFeature({
      id: caseFeatureId(29, i, 'edition-'),
      at,
      provenance: 'approximate',
      properties: {
        name: `青岛市地理信息公共平台${EDITIONS[edition].zh}`,
        name_en: `Qingdao geographic platform: ${EDITIONS[edition].en}`,
        kind: 'edition',
        edition,
        status: 'built',
        since: '2013',
        district: '370202',
        street: world.subdistrictAt(at),
      },
    });
  });
}

function nodes(world: World): DemoFeature[] {
  return NODES.map((code, i) => {
    const { name, center } = districtOf(world, code);
    return pointFeature({
      id: caseFeatureId(29, i, 'node-'),
      at: center,
      provenance: 'approximate',
      properties: {
        name: `数字${name.zh}地理信息节点`,
        name_en: `Digital city node of ${name.en}`,
        kind: 'node',
        status: 'built',
        since: '2017-07',
        district: code,
        street: world.subdistrictAt(center),
      },
    });
  });
}

/** The first departments have two systems, the others one: 51 departments, 75 systems, and the one being built. */
function departmentsAndSystems(world: World): DemoFeature[] {
  const rng = world.rng('29-geographic-platform');
  const spots = spotsByDistrict(world, DEPARTMENTS + 1, rng, { weights: OFFICES, minDistanceM: 120 });
  const features: DemoFeature[] = [];
  const add = (
    kind: 'department' | 'system',
    at: Spot,
    isNamed: boolean,
    properties: Record<string, AttributeValue>,
  ): void => {
    const index = features.filter(({ properties: known }) => known['kind'] === kind).length;
    features.push(
      pointFeature({
        id: caseFeatureId(29, index, `${kind}-`),
        at,
        provenance: isNamed ? 'approximate' : 'synthetic',
        properties: { kind, status: 'built', ...properties, district: at.district, street: at.subdistrict },
      }),
    );
  };
  const addSystem = (beside: Spot, isNamed: boolean, properties: Record<string, AttributeValue>): void => {
    const at = world.place.near(beside, 120, 1, rng, { district: beside.district })[0] ?? beside;
    add('system', at, isNamed, { sharing: rng.pick(SHARING), ...properties });
  };

  rng.shuffle(spots.slice(1)).forEach((at, i) => {
    const named = NAMED[i];
    const number = String(i + 1).padStart(2, '0');
    const field = named?.field ?? FIELDS[i % FIELDS.length] ?? { zh: '综合', en: 'general' };
    const department = named?.department ?? {
      zh: `应用单位${number}（${field.zh}）`,
      en: `User ${number} (${field.en})`,
    };
    add('department', at, named !== undefined, { name: department.zh, name_en: department.en, field: field.zh });
    for (let system = 0; system < (i < SYSTEMS - DEPARTMENTS ? 2 : 1); system += 1) {
      const own = system === 0 ? named?.system : undefined;
      addSystem(at, own !== undefined, {
        name: own?.zh ?? `${field.zh}专业应用系统${number}-${system + 1}`,
        name_en: own?.en ?? `System ${number}-${system + 1} (${field.en})`,
        department: department.zh,
        department_en: department.en,
        field: field.zh,
      });
    }
  });
  const last = spots[0] ?? knownSpot(world, PLATFORM);
  addSystem(last, true, {
    name: UNFINISHED.system.zh,
    name_en: UNFINISHED.system.en,
    department: UNFINISHED.department.zh,
    department_en: UNFINISHED.department.en,
    field: UNFINISHED.field.zh,
    status: 'building',
  });
  return features;
}
