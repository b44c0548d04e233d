/** What tags of OpenStreetMap become in the base map. Pure: what is not listed is not drawn. */
import type { Tags } from '../../osm/index.ts';
import type { BaseLayer } from '../feature.ts';

export interface Classified {
  readonly layer: BaseLayer;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly minzoom: number;
  /** From which zoom on the name travels. */
  readonly nameZoom: number;
}

const COVER: Readonly<Record<string, string>> = {
  'landuse=forest': 'forest',
  'natural=wood': 'forest',
  'natural=scrub': 'forest',
  'natural=grassland': 'grass',
  'natural=heath': 'grass',
  'natural=wetland': 'grass',
  'landuse=grass': 'grass',
  'landuse=meadow': 'grass',
  'landuse=village_green': 'grass',
  'landuse=recreation_ground': 'park',
  'landuse=farmland': 'farmland',
  'landuse=farmyard': 'farmland',
  'landuse=orchard': 'farmland',
  'landuse=vineyard': 'farmland',
  'landuse=allotments': 'farmland',
  'landuse=residential': 'residential',
  'landuse=commercial': 'residential',
  'landuse=retail': 'residential',
  'landuse=industrial': 'industrial',
  'landuse=port': 'industrial',
  'landuse=railway': 'industrial',
  'landuse=quarry': 'industrial',
  'landuse=cemetery': 'park',
  'leisure=park': 'park',
  'leisure=garden': 'park',
  'leisure=golf_course': 'park',
  'leisure=nature_reserve': 'forest',
  'leisure=pitch': 'grass',
  'natural=beach': 'beach',
  'natural=sand': 'beach',
};
const COVER_ZOOM: Readonly<Record<string, number>> = { forest: 7, farmland: 8, residential: 8, park: 10 };

const ROADS: Readonly<Record<string, readonly [cls: string, minzoom: number, nameZoom: number]>> = {
  motorway: ['motorway', 5, 11],
  trunk: ['trunk', 6, 11],
  primary: ['primary', 8, 12],
  secondary: ['secondary', 9, 12],
  tertiary: ['tertiary', 10, 13],
  residential: ['minor', 12, 13],
  unclassified: ['minor', 12, 13],
  living_street: ['minor', 12, 13],
  road: ['minor', 12, 13],
  service: ['service', 13, 14],
  pedestrian: ['pedestrian', 13, 14],
  footway: ['path', 14, 14],
  path: ['path', 14, 14],
  cycleway: ['path', 14, 14],
  steps: ['path', 14, 14],
  bridleway: ['path', 14, 14],
  track: ['track', 13, 14],
};
const RAILS: Readonly<Record<string, readonly [cls: string, minzoom: number]>> = {
  rail: ['rail', 8],
  light_rail: ['subway', 11],
  subway: ['subway', 11],
  monorail: ['subway', 12],
  tram: ['tram', 13],
  narrow_gauge: ['rail', 11],
};
const WATERWAYS: Readonly<Record<string, readonly [cls: string, minzoom: number]>> = {
  river: ['river', 8],
  canal: ['river', 10],
  stream: ['stream', 12],
  ditch: ['stream', 13],
  drain: ['stream', 13],
};
const PLACES: Readonly<Record<string, readonly [cls: string, minzoom: number]>> = {
  city: ['city', 4],
  district: ['district', 7],
  borough: ['district', 9],
  town: ['town', 8],
  suburb: ['suburb', 11],
  subdistrict: ['suburb', 11],
  quarter: ['village', 13],
  village: ['village', 11],
  hamlet: ['village', 13],
  neighbourhood: ['village', 14],
  island: ['island', 10],
  islet: ['island', 13],
};

/** A line, an area's outline excepted; null where it is not drawn. */
export function lineOf(tags: Tags): Classified | null {
  const road = ROADS[(tags['highway'] ?? '').replace(/_link$/, '')];
  if (road !== undefined && tags['area'] !== 'yes' && !isBesideRoad(tags)) {
    const [cls, minzoom, nameZoom] = road;
    return { layer: 'transportation', attributes: { class: cls, ...brunnelOf(tags) }, minzoom, nameZoom };
  }
  const rail = RAILS[tags['railway'] ?? ''];
  if (rail !== undefined) {
    const [cls, zoom] = rail;
    // Sidings and yards fill stations with lines that nobody looks for.
    const minzoom = tags['service'] === undefined ? zoom : 14;
    return { layer: 'transportation', attributes: { class: cls, ...brunnelOf(tags) }, minzoom, nameZoom: 14 };
  }
  const water = WATERWAYS[tags['waterway'] ?? ''];
  if (water === undefined || isUnderground(tags)) return null;
  const [cls, minzoom] = water;
  return { layer: 'waterway', attributes: { class: cls }, minzoom, nameZoom: Math.max(minzoom, 10) };
}

/** An area; null where it is not drawn. */
export function areaOf(tags: Tags): Classified | null {
  if (isWater(tags)) return { layer: 'water', attributes: { class: 'lake' }, minzoom: 4, nameZoom: 14 };
  if ((tags['building'] ?? 'no') !== 'no' && tags['location'] !== 'underground')
    return { layer: 'building', attributes: {}, minzoom: 14, nameZoom: 99 };
  for (const key of ['leisure', 'natural', 'landuse'] as const) {
    const cover = COVER[`${key}=${tags[key] ?? ''}`];
    if (cover === undefined) continue;
    return { layer: 'landcover', attributes: { class: cover }, minzoom: COVER_ZOOM[cover] ?? 11, nameZoom: 99 };
  }
  if (tags['highway'] === 'pedestrian' || tags['place'] === 'square')
    return { layer: 'landcover', attributes: { class: 'residential' }, minzoom: 13, nameZoom: 99 };
  return null;
}

/** The name of a place; null for what has none, or is none. */
export function placeOf(tags: Tags): Classified | null {
  const name = nameOf(tags);
  if (name === null) return null;
  const place = PLACES[tags['place'] ?? ''];
  if (place !== undefined) return labelOf(...place);
  if (tags['natural'] === 'peak') return labelOf('peak', 12);
  if (tags['natural'] === 'bay') return labelOf('bay', 10);
  if (tags['natural'] === 'beach') return labelOf('beach', 13);
  if (isWater(tags)) return labelOf('lake', 12);
  const isPark = ['park', 'garden', 'nature_reserve'].includes(tags['leisure'] ?? '');
  return isPark ? labelOf('park', 13) : null;
}

/** Level of an administrative border; null for what is none. */
export function borderLevelOf(tags: Tags): number | null {
  if (tags['boundary'] !== 'administrative' || tags['maritime'] === 'yes') return null;
  const level = Number(tags['admin_level']);
  return Number.isInteger(level) && level >= 2 && level <= 10 ? level : null;
}

/**
 * Chinese first. In English stands the name in English, or that of the place in its own language where it differs from
 * the Chinese one. Null for no name.
 */
export function nameOf(tags: Tags): { readonly name: string; readonly name_en?: string } | null {
  const [own, zh, en] = [tags['name'], tags['name:zh'], tags['name:en']];
  const name = zh ?? own ?? en;
  if (name === undefined) return null;
  const other = en ?? (own === name ? undefined : own);
  return other === undefined ? { name } : { name, name_en: other };
}

function labelOf(cls: string, minzoom: number): Classified {
  return { layer: 'place', attributes: { class: cls }, minzoom, nameZoom: 0 };
}

function brunnelOf(tags: Tags): { readonly brunnel?: string } {
  if ((tags['tunnel'] ?? 'no') !== 'no') return { brunnel: 'tunnel' };
  return (tags['bridge'] ?? 'no') !== 'no' ? { brunnel: 'bridge' } : {};
}

/** Pavements and crossings run with a street that is drawn, passages within buildings: they would double every line. */
function isBesideRoad(tags: Tags): boolean {
  return ['sidewalk', 'crossing'].includes(tags['footway'] ?? '') || (tags['indoor'] ?? 'no') !== 'no';
}

function isUnderground(tags: Tags): boolean {
  return tags['covered'] === 'yes' || tags['location'] === 'underground' || (tags['tunnel'] ?? 'no') !== 'no';
}

function isWater(tags: Tags): boolean {
  if (isUnderground(tags) || tags['natural'] === 'bay') return false;
  return (
    tags['natural'] === 'water' ||
    ['riverbank', 'dock'].includes(tags['waterway'] ?? '') ||
    ['reservoir', 'basin'].includes(tags['landuse'] ?? '')
  );
}
