/** Tags of a street that profiles of travel read. */
import { STREET_CLASSES } from '../../../../tiles/api/vocabulary.ts';
import { packTags, type SurfaceTag, type WheelchairTag } from '../street-tags.ts';
import { BAD_SURFACES, GOOD_SURFACES, ROUGH, SMOOTH } from './rules.ts';
import { classOf, type Tags } from './speeds.ts';

/** See `packTags`. */
export function streetTagsOf(tags: Tags): number {
  const name = classOf(tags) ?? (tags['man_made'] === 'pier' ? 'pier' : 'platform');
  return packTags({
    streetClass: STREET_CLASSES.find((each) => each === name) ?? null,
    wheelchair: readWheelchair(tags),
    surface: readSurface(tags),
    widthM: readWidthM(tags['width']),
    incline: readIncline(tags['incline']),
  });
}

/** Of steps, a ramp beside them counts (wiki, Key:ramp:wheelchair). */
function readWheelchair(tags: Tags): WheelchairTag | null {
  const value = tags['wheelchair'];
  if (value === 'no' || value === 'limited') return value;
  return value === 'yes' || value === 'designated' || tags['ramp:wheelchair'] === 'yes' ? 'yes' : null;
}

/** How smooth it is says more than what it is made of. */
function readSurface({ smoothness = '', surface = '' }: Tags): SurfaceTag | null {
  if (SMOOTH.has(smoothness)) return 'good';
  if (ROUGH.has(smoothness) || BAD_SURFACES.has(surface)) return 'bad';
  return GOOD_SURFACES.has(surface) ? 'good' : null;
}

/** `1.5` and `1.5 m`. */
export function readWidthM(value = ''): number | null {
  const found = /^(\d+(?:\.\d+)?)\s*m?$/.exec(value.trim());
  return found === null ? null : Number(found[1]);
}

/**
 * `10%` and `-6°` as rise over length, without the sign, which says which way is up. Null for `up`, `down` and numbers
 * without a unit (wiki, Key:incline), but for 0.
 */
export function readIncline(value = ''): number | null {
  const found = /^[+-]?(\d+(?:\.\d+)?)\s*(%|°)?$/.exec(value.trim());
  if (found === null) return null;
  const number = Number(found[1]);
  if (found[2] === '%') return number / 100;
  if (found[2] === '°') return number < 90 ? Math.tan((number * Math.PI) / 180) : null;
  return number === 0 ? 0 : null;
}
