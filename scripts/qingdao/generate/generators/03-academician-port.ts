import { apportion } from '../apportion.ts';
import { districtOf } from '../areas.ts';
import { caseFeatureId, definite } from '../features.ts';
import { moved, rectangle, roundedRing } from '../outline.ts';
import { settle } from '../settle.ts';
import { sketchedZone } from '../sketch.ts';
import type { DemoFeature, Generator, LonLat, Rng, World } from '../types.ts';

const LICANG = '370213';
const FLOOR_AREA_M2 = 196_000;
const LOW_BUILDINGS = 26;
const TOWERS = 3;
const PORT: LonLat = { lon: 120.4637, lat: 36.1905 };
/** A fifteenth of a hectare. */
const M2_PER_MU = 2000 / 3;

const ZONES = [
  {
    kind: 'academician-port',
    zh: '院士产业核心区',
    en: 'Academician industry core',
    mu: 3053,
    at: { lon: 120.4485, lat: 36.1845 },
  },
  {
    kind: 'research-field',
    zh: '海水稻研发实验基地',
    en: 'Sea-rice research base',
    mu: 40,
    at: { lon: 120.386, lat: 36.186 },
  },
] as const;

export default {
  id: '03-academician-port',
  generate(world) {
    const rng = world.rng('03-academician-port');
    return { 'port-buildings': buildings(world, rng), zones: zones(world, rng) };
  },
} satisfies Generator;

/** Low buildings in rows of six, the towers in a row north of them. */
function buildings(world: World, rng: Rng): DemoFeature[] {
  const port = settle(world, PORT, LICANG);
  const plans = Array.from({ length: LOW_BUILDINGS + TOWERS }, (_, index) =>
    index < LOW_BUILDINGS
      ? {
          kind: 'low',
          floors: rng.int(4, 6),
          weight: 4 + rng.next(),
          at: moved(port, (index % 6) * 55, -Math.floor(index / 6) * 50),
        }
      : {
          kind: 'tower',
          floors: rng.int(18, 22),
          weight: 22 + 4 * rng.next(),
          at: moved(port, (index - LOW_BUILDINGS) * 110 + 30, 75),
        },
  );
  const areas = apportion(
    FLOOR_AREA_M2,
    plans.map(({ weight }) => weight),
  );
  return plans.map(({ kind, floors, at }, index) => {
    const floorAreaM2 = areas[index] ?? 0;
    const widthM = Math.sqrt((floorAreaM2 / floors) * 1.3);
    return {
      id: caseFeatureId(3, index),
      provenance: 'synthetic',
      geometry: { type: 'Polygon', coordinates: [rectangle(at, widthM, floorAreaM2 / floors / widthM)] },
      properties: definite({
        name: `院士港${index + 1}号楼`,
        name_en: `Academician port, building ${index + 1}`,
        kind,
        floors,
        floor_area_m2: floorAreaM2,
        district: LICANG,
        street: world.subdistrictAt(at),
      }),
    };
  });
}

function zones(world: World, rng: Rng): DemoFeature[] {
  const district = districtOf(world, LICANG);
  return ZONES.map(({ kind, zh, en, mu, at }, index) => {
    const center = settle(world, at, LICANG);
    return {
      id: caseFeatureId(3, index),
      provenance: 'approximate',
      geometry: sketchedZone(roundedRing(center, mu * M2_PER_MU, rng), district),
      properties: definite({
        name: zh,
        name_en: en,
        kind,
        case: 'academician-port',
        area_mu: mu,
        area_m2: Math.round(mu * M2_PER_MU),
        district: LICANG,
        street: world.subdistrictAt(center),
      }),
    };
  });
}
