import type { DemoFeature, Generator, Rng } from '../types.ts';
import { apportion } from '../apportion.ts';
import { INDICATOR_TOTALS } from './indicators-totals.ts';
import type { IndicatorTotal, Weights } from './indicators-totals.ts';

/**
 * Rough shares of the districts, of people, output and innovation. They give the choropleths a
 * plausible shape and claim nothing: every value made from them is marked synthetic.
 */
const SHARES: Readonly<Record<string, Readonly<Record<Weights, number>>>> = {
  370202: { population: 58, economy: 112, innovation: 9 },
  370203: { population: 109, economy: 79, innovation: 9 },
  370211: { population: 155, economy: 321, innovation: 24 },
  370212: { population: 44, economy: 64, innovation: 17 },
  370213: { population: 55, economy: 41, innovation: 6 },
  370214: { population: 75, economy: 96, innovation: 18 },
  370215: { population: 122, economy: 131, innovation: 7 },
  370281: { population: 89, economy: 115, innovation: 6 },
  370283: { population: 138, economy: 89, innovation: 3 },
  370285: { population: 76, economy: 60, innovation: 2 },
};

/** One feature per district; each attribute sums over them to its documented city total. */
export default {
  id: 'indicators',
  generate(world) {
    const rng = world.rng('indicators');
    const codes = world.districts.map((district) => district.code);
    const columns = new Map<string, readonly number[]>();
    for (const row of INDICATOR_TOTALS) columns.set(row.attribute, column(row, codes, columns, rng));
    const index = driverIndex(rng, codes.length);
    const indicators = world.districts.map((district, i): DemoFeature => {
      const values = Object.fromEntries([...columns].map(([attribute, parts]) => [attribute, parts[i] ?? 0]));
      return {
        id: district.code,
        geometry: district.geometry,
        provenance: 'synthetic',
        properties: {
          name: district.name.zh,
          name_en: district.name.en,
          district: district.code,
          new_driver_index: index[i] ?? 100,
          ...values,
          refusal_rate: percent(values['checks_refused'], values['household_checks']),
        },
      };
    });
    return { indicators };
  },
} satisfies Generator;

function column(
  row: IndicatorTotal,
  codes: readonly string[],
  above: ReadonlyMap<string, readonly number[]>,
  rng: Rng,
): number[] {
  const { total, weights, decimals = 0, spread = 0.3, sumOf } = row;
  if (sumOf === undefined) {
    return apportion(
      total,
      codes.map((code) => share(code, weights) * (1 + spread * rng.next())),
      decimals,
    );
  }
  const scale = 10 ** decimals;
  return codes.map(
    (_, i) => Math.round(sumOf.reduce((sum, part) => sum + (above.get(part)?.[i] ?? 0), 0) * scale) / scale,
  );
}

function share(code: string, weights: Weights): number {
  const shares = SHARES[code];
  if (shares === undefined) throw new Error(`District ${code} has no shares in the indicators' generator.`);
  return shares[weights];
}

/** Index values around 100, the city's mean, with one decimal. */
function driverIndex(rng: Rng, n: number): number[] {
  const raw = Array.from({ length: n }, () => rng.int(-80, 120));
  const mean = raw.reduce((sum, value) => sum + value, 0) / n;
  return raw.map((value) => Math.round(1000 + value - mean) / 10);
}

function percent(part: number | undefined, whole: number | undefined): number | null {
  return part === undefined || !whole ? null : Math.round((part / whole) * 1000) / 10;
}
