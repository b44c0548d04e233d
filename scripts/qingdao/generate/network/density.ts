import type { BaseWorld } from '../world/base.ts';
import type { LocalProjection } from './local-projection.ts';
import type { Waves } from './waves.ts';

interface Core {
  readonly x: number;
  readonly y: number;
  /** Distance between streets at the centre, in metres. */
  readonly blockM: number;
  /** Distance from the centre at which blocks are twice as wide. */
  readonly radiusM: number;
}

/** Built-up cores of the districts, by public knowledge, as lon, lat, block and radius in metres. */
const DISTRICT_CORES: readonly (readonly [lon: number, lat: number, blockM: number, radiusM: number])[] = [
  [120.383, 36.066, 225, 6000], // 市南
  [120.375, 36.095, 225, 6000], // 市北
  [120.432, 36.145, 290, 5000], // 李沧
  [120.468, 36.105, 300, 3500], // 崂山
  [120.396, 36.306, 320, 4000], // 城阳
  [120.19, 35.96, 320, 4000], // 黄岛, east
  [120.04, 35.88, 320, 4000], // 黄岛, 隐珠 and 珠海
  [120.447, 36.389, 320, 3800], // 即墨
  [120.034, 36.265, 320, 3800], // 胶州
  [119.96, 36.787, 330, 3500], // 平度
  [120.518, 36.889, 330, 3200], // 莱西
];

/** Hills that streets go around, by public knowledge, as lon, lat and radius in metres. */
const HILLS: readonly (readonly [lon: number, lat: number, radiusM: number])[] = [
  [120.615, 36.19, 7000], // 崂山
  [120.428, 36.078, 900], // 浮山
  [120.08, 36.0, 4000], // 小珠山
  [120.035, 35.765, 3500], // 大珠山
  [119.79, 35.9, 6000], // 铁橛山, 藏马山
  [120.01, 36.99, 6000], // 大泽山
];
/** How many times as far apart streets are in the midst of the hills. */
const HILL_FACTOR = 5;

/** Subdistricts up to this size are town through and through; larger ones are country around a town. */
const URBAN_STREET_KM2 = 25;
const WIDEST_BLOCK_M = 2600;

/** Distance between neighbouring streets that suits a place, in metres: 225 in the old town, 2,600 in the country. */
export function createDensity(
  base: BaseWorld,
  projection: LocalProjection,
  waves: Waves,
): (x: number, y: number) => number {
  const cores = [
    ...DISTRICT_CORES.map(
      ([lon, lat, blockM, radiusM]): Core => ({ x: projection.x(lon), y: projection.y(lat), blockM, radiusM }),
    ),
    ...base.subdistricts.map((street): Core => {
      const urban = street.areaKm2 <= URBAN_STREET_KM2;
      return {
        x: projection.x(street.center.lon),
        y: projection.y(street.center.lat),
        blockM: urban ? 320 : 450,
        radiusM: urban ? 1300 * Math.sqrt(street.areaKm2 / Math.PI) : 850,
      };
    }),
  ];
  const hills = HILLS.map(([lon, lat, radiusM]) => ({ x: projection.x(lon), y: projection.y(lat), radiusM }));
  return (x, y) => {
    let blockM = WIDEST_BLOCK_M;
    for (const core of cores) {
      const squared = ((x - core.x) ** 2 + (y - core.y) ** 2) / core.radiusM ** 2;
      blockM = Math.min(blockM, core.blockM * (1 + squared * Math.sqrt(squared)));
    }
    for (const hill of hills) {
      const squared = ((x - hill.x) ** 2 + (y - hill.y) ** 2) / hill.radiusM ** 2;
      if (squared < 6) blockM *= 1 + HILL_FACTOR * Math.exp(-squared);
    }
    return blockM * Math.exp((blockM > 700 ? 0.55 : 0.3) * waves(x, y));
  };
}
