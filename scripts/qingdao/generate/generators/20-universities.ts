import { apportion } from '../apportion.ts';
import { districtOf } from '../areas.ts';
import { definite, pointFeature } from '../features.ts';
import { knownSpot } from '../known/spot.ts';
import { CAMPUSES, CLUSTERS, SIGNED, UNIVERSITIES } from '../known/universities.ts';
import type { SignedUniversity } from '../known/universities.ts';
import { roundedRing } from '../outline.ts';
import { sketchedZone } from '../sketch.ts';
import type { DemoFeature, Generator, Rng, World } from '../types.ts';

/** Counts and the sum of students that the case gives. */
const TOTALS = { universities: 25, students: 383_300, signed: 30, operating: 16 } as const;
const UNNAMED_SIZE = 5;

const ZONES = [
  { id: 'guzhenkou', name: '古镇口大学城', nameEn: 'Guzhenkou University Town' },
  { id: 'blue-valley', name: '蓝谷国际海洋科教中心', nameEn: 'Blue Valley marine science and education centre' },
  { id: 'hongdao', name: '红岛国际高新技术人才培养基地', nameEn: 'Hongdao high-tech talent base' },
] as const;
/** The case gives no area; the circle drawn is about 2.2 km wide. */
const ZONE_AREA_M2 = 4_000_000;

export default {
  id: '20-universities',
  generate(world) {
    const rng = world.rng('20-universities');
    return {
      universities: [...existing(world, rng), ...signed(world, rng), ...campuses(world)],
      zones: ZONES.map((zone) => clusterZone(zone, world, rng)),
    };
  },
} satisfies Generator;

function existing(world: World, rng: Rng): DemoFeature[] {
  const missing = TOTALS.universities - UNIVERSITIES.length;
  const sizes = [...UNIVERSITIES.map(({ size }) => size), ...Array.from({ length: missing }, () => UNNAMED_SIZE)];
  const students = apportion(TOTALS.students, sizes);
  const known = UNIVERSITIES.map((university, i) => {
    const spot = knownSpot(world, university);
    return pointFeature({
      id: `20-university-${number(i)}`,
      at: spot,
      provenance: 'approximate',
      properties: {
        name: university.name,
        name_en: university.nameEn,
        kind: 'university',
        level: university.level,
        status: 'operating',
        cluster: university.cluster,
        students: students[i],
        named: false,
        district: spot.district,
        street: spot.subdistrict,
      },
    });
  });
  const unnamed = world.place.inArea('370211', missing, rng).map((spot, i) =>
    pointFeature({
      id: `20-university-${number(UNIVERSITIES.length + i)}`,
      at: spot,
      provenance: 'synthetic',
      properties: {
        name: `在青高校（案例未列名${number(i)}）`,
        name_en: `College not named by the case, ${number(i)}`,
        kind: 'university',
        level: 'vocational',
        status: 'operating',
        cluster: 'none',
        students: students[UNIVERSITIES.length + i],
        named: false,
        district: spot.district,
        street: spot.subdistrict,
      },
    }),
  );
  return [...known, ...unnamed];
}

function signed(world: World, rng: Rng): DemoFeature[] {
  const known = SIGNED.map((university, i) => {
    const spot = knownSpot(world, university);
    return pointFeature({
      id: `20-signed-${number(i)}`,
      at: spot,
      provenance: 'approximate',
      properties: {
        name: university.name,
        name_en: university.nameEn,
        kind: 'signed',
        level: 'graduate',
        status: university.status,
        cluster: university.cluster,
        named: university.named ?? false,
        district: spot.district,
        street: spot.subdistrict,
      },
    });
  });
  const missing = TOTALS.signed - SIGNED.length;
  const operating = TOTALS.operating - SIGNED.filter(({ status }) => status === 'operating').length;
  const unnamed = Array.from({ length: missing }, (_, i) => {
    const cluster = ZONES[i % ZONES.length]?.id ?? 'guzhenkou';
    const status: SignedUniversity['status'] = i < operating ? 'operating' : 'signed';
    const center = knownSpot(world, CLUSTERS[cluster]);
    const spot = world.place.near(center, 1500, 1, rng, { district: center.district })[0] ?? center;
    return pointFeature({
      id: `20-signed-${number(SIGNED.length + i)}`,
      at: spot,
      provenance: 'synthetic',
      properties: {
        name: `签约引进高校（案例未列名${number(i)}）`,
        name_en: `University signed, not named by the case, ${number(i)}`,
        kind: 'signed',
        level: 'graduate',
        status,
        cluster,
        named: false,
        district: spot.district,
        street: spot.subdistrict,
      },
    });
  });
  return [...known, ...unnamed];
}

function campuses(world: World): DemoFeature[] {
  return CAMPUSES.map((campus, i) => {
    const spot = knownSpot(world, campus);
    return pointFeature({
      id: `20-campus-${number(i)}`,
      at: spot,
      provenance: 'approximate',
      properties: {
        name: campus.name,
        name_en: campus.nameEn,
        kind: 'campus',
        level: 'undergraduate',
        status: 'building',
        cluster: campus.cluster,
        named: true,
        district: spot.district,
        street: spot.subdistrict,
      },
    });
  });
}

function clusterZone({ id, name, nameEn }: (typeof ZONES)[number], world: World, rng: Rng): DemoFeature {
  const center = knownSpot(world, CLUSTERS[id]);
  return {
    id: `20-${id}`,
    geometry: sketchedZone(roundedRing(center, ZONE_AREA_M2, rng), districtOf(world, center.district)),
    provenance: 'approximate',
    properties: definite({
      name,
      name_en: nameEn,
      kind: 'university-cluster',
      case: 'universities',
      district: center.district,
      street: center.subdistrict,
      note: '按公开位置示意，不表示边界',
      note_en: 'Drawn around the publicly known place; not a boundary',
    }),
  };
}

function number(index: number): string {
  return String(index + 1).padStart(2, '0');
}
