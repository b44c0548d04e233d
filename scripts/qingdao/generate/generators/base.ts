import type { DemoFeature, Generator, World } from '../types.ts';

/** Kinds by the end of the name; statistical functional zones carry no 街道 or 镇. */
function streetKind(name: string): string {
  if (name.endsWith('街道')) return 'subdistrict';
  return name.endsWith('镇') ? 'town' : 'zone';
}

const communityKind = (name: string): string =>
  /村(?:村)?(?:民)?委(?:员)?会$|村民委会$/.test(name) ? 'village' : 'community';

function districts(world: World): DemoFeature[] {
  return world.districts.map(({ code, name, geometry, areaKm2 }) => ({
    id: code,
    geometry,
    provenance: 'imported',
    properties: {
      name: name.zh,
      name_en: name.en,
      code,
      district: code,
      area_km2: areaKm2,
      streets: world.subdistricts.filter(({ district }) => district === code).length,
      communities: world.communities.filter(({ district }) => district === code).length,
    },
  }));
}

function streets(world: World): DemoFeature[] {
  return world.subdistricts.map(({ code, name, district, geometry, areaKm2 }) => ({
    id: code,
    geometry,
    provenance: 'synthetic',
    properties: {
      name: name.zh,
      name_en: name.en,
      code,
      kind: streetKind(name.zh),
      district,
      area_km2: areaKm2,
      communities: world.communities.filter((community) => community.code.startsWith(code)).length,
    },
  }));
}

function communities(world: World): DemoFeature[] {
  return world.communities.map(({ code, name, district, geometry }) => ({
    id: code,
    geometry,
    provenance: 'synthetic',
    properties: {
      name: name.zh,
      name_en: name.en,
      code,
      kind: communityKind(name.zh),
      district,
      street: code.slice(0, 9),
    },
  }));
}

/** The ground everything else stands on: areas, sea and shore of `data/cities/qingdao/base/`. */
export default {
  id: 'base',
  generate: (world) => ({
    districts: districts(world),
    streets: streets(world),
    communities: communities(world),
    sea: [{ id: 'sea', geometry: world.sea, provenance: 'imported', properties: { name: '海域', name_en: 'Sea' } }],
    coast: world.coast.map(({ district, name, geometry, lengthKm }) => ({
      id: `coast-${district}`,
      geometry,
      provenance: 'imported',
      properties: { name: name.zh, name_en: name.en, district, length_km: lengthKm },
    })),
  }),
} satisfies Generator;
