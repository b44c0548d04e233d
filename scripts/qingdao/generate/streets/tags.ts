/** What the streets of the demonstration city are tagged with, as those of OpenStreetMap are. */
import { packTags, type StreetTags } from '../../../../server/analysis/network/street-tags.ts';
import type { StreetClass } from '../../../../tiles/api/vocabulary.ts';
import type { Kind, Rng } from '../types.ts';

const CLASSES: Readonly<Record<Kind, StreetClass>> = {
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  residential: 'residential',
  local: 'residential',
  lane: 'unclassified',
  pedestrian: 'pedestrian',
  steps: 'steps',
};

/** Shares of the streets: stairs with a ramp, and footpaths of streets and lanes that are narrow, rough or shut. */
const SHARE = {
  ramp: 0.15,
  narrow: { lane: 0.08, local: 0.03 },
  rough: { lane: 0.12, local: 0.01 },
  no: 0.01,
} as const;
const NARROW_M = 0.8;

/** By edge. No street has an incline: the base map shows no heights. */
export function streetTags(kinds: readonly Kind[], rng: Rng): Uint32Array {
  return Uint32Array.from(kinds, (kind) => packTags(tagsOf(kind, rng.next())));
}

function tagsOf(kind: Kind, draw: number): StreetTags {
  const plain: StreetTags = {
    streetClass: CLASSES[kind],
    wheelchair: null,
    surface: null,
    widthM: null,
    incline: null,
  };
  if (kind === 'steps') return { ...plain, wheelchair: draw < SHARE.ramp ? 'yes' : null };
  if (kind !== 'lane' && kind !== 'local') return plain;
  const narrow = SHARE.narrow[kind];
  const rough = narrow + SHARE.rough[kind];
  if (draw < narrow) return { ...plain, widthM: NARROW_M };
  if (draw < rough) return { ...plain, surface: 'bad' };
  return draw < rough + SHARE.no ? { ...plain, wheelchair: 'no' } : plain;
}
