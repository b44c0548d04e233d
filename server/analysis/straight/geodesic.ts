/** Lengths of geodesics on the spheroid of WGS 84. */

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const E2 = F * (2 - F);
const RAD = Math.PI / 180;
/** Radians between two steps of the iteration: some 0.006 mm. */
const PRECISION = 1e-12;
const MOST_STEPS = 200;

/** Points as distances need them. NaN where a point has no place. */
export interface SpheroidPoints {
  readonly count: number;
  /** Radians. */
  readonly lon: Float64Array;
  /** Of the reduced latitude. */
  readonly sinU: Float64Array;
  readonly cosU: Float64Array;
  /** Metres from the centre of the earth: triples. */
  readonly xyz: Float64Array;
}

/** @param lonLat degrees, pairs */
export function spheroidPoints(lonLat: Float64Array): SpheroidPoints {
  const count = lonLat.length / 2;
  const points = {
    count,
    lon: new Float64Array(count),
    sinU: new Float64Array(count),
    cosU: new Float64Array(count),
    xyz: new Float64Array(3 * count),
  };
  for (let i = 0; i < count; i += 1) {
    const [lon, lat] = [(lonLat[2 * i] as number) * RAD, (lonLat[2 * i + 1] as number) * RAD];
    const [sin, cos] = [Math.sin(lat), Math.cos(lat)];
    const u = Math.atan2((1 - F) * sin, cos);
    points.lon[i] = lon;
    points.sinU[i] = Math.sin(u);
    points.cosU[i] = Math.cos(u);
    const normal = A / Math.sqrt(1 - E2 * sin * sin);
    points.xyz[3 * i] = normal * cos * Math.cos(lon);
    points.xyz[3 * i + 1] = normal * cos * Math.sin(lon);
    points.xyz[3 * i + 2] = normal * (1 - E2) * sin;
  }
  return points;
}

/**
 * Metres of the geodesic between two points (Vincenty 1975, inverse formula): off by less than a millimetre. NaN where
 * one has no place. Nearly opposite points of the globe, for which the iteration does not end, get the length on the
 * mean sphere, which is off by half a percent at most.
 */
export function geodesicM(a: SpheroidPoints, i: number, b: SpheroidPoints, j: number): number {
  const [sinU1, cosU1] = [a.sinU[i] as number, a.cosU[i] as number];
  const [sinU2, cosU2] = [b.sinU[j] as number, b.cosU[j] as number];
  const across = Math.atan2(
    Math.sin((b.lon[j] as number) - (a.lon[i] as number)),
    Math.cos((b.lon[j] as number) - (a.lon[i] as number)),
  );
  let lambda = across;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [sinL, cosL] = [Math.sin(lambda), Math.cos(lambda)];
    const east = cosU2 * sinL;
    const north = cosU1 * sinU2 - sinU1 * cosU2 * cosL;
    const sinS = Math.sqrt(east * east + north * north);
    if (sinS === 0) return 0;
    const cosS = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinAlpha = (cosU1 * cosU2 * sinL) / sinS;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    // Along the equator there is no middle to speak of.
    const middle = cos2Alpha === 0 ? 0 : cosS - (2 * sinU1 * sinU2) / cos2Alpha;
    const c = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
    const before = lambda;
    lambda = across + (1 - c) * F * sinAlpha * (sigma + c * sinS * (middle + c * cosS * (2 * middle * middle - 1)));
    if (Number.isNaN(lambda)) return NaN;
    if (Math.abs(lambda) > Math.PI) break;
    if (Math.abs(lambda - before) <= PRECISION) return lengthM({ sigma, sinS, cosS, cos2Alpha, middle });
  }
  return sphereM(a, i, b, j);
}

interface Arc {
  readonly sigma: number;
  readonly sinS: number;
  readonly cosS: number;
  readonly cos2Alpha: number;
  readonly middle: number;
}

function lengthM({ sigma, sinS, cosS, cos2Alpha, middle }: Arc): number {
  const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
  const big = 1 + (u2 / 16_384) * (4096 + u2 * (u2 * (320 - 175 * u2) - 768));
  const small = (u2 / 1024) * (256 + u2 * (u2 * (74 - 47 * u2) - 128));
  const inner =
    cosS * (2 * middle * middle - 1) - (small / 6) * middle * (4 * sinS * sinS - 3) * (4 * middle * middle - 3);
  return B * big * (sigma - small * sinS * (middle + (small / 4) * inner));
}

const MEAN_RADIUS_M = (2 * A + B) / 3;

function sphereM(a: SpheroidPoints, i: number, b: SpheroidPoints, j: number): number {
  const [x, y, z] = [0, 1, 2].map((k) => (a.xyz[3 * i + k] as number) - (b.xyz[3 * j + k] as number)) as [
    number,
    number,
    number,
  ];
  return 2 * MEAN_RADIUS_M * Math.asin(Math.min(1, Math.hypot(x, y, z) / (2 * MEAN_RADIUS_M)));
}
