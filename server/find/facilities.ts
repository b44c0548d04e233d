/** Rows of what people find, from features and the roles that a layer gives its attributes. */
import type { FindAnswer, FindRow } from '../../tiles/api/find.ts';
import type { Item } from '../../tiles/api/wire.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import { UNKNOWN } from '../../tiles/find/moment.ts';
import type { FindFilters } from '../../tiles/find/query.ts';
import { minutesOf } from '../../tiles/find/rows.ts';
import type { Attribute, Facility, FacilityKind, LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import { meetAll } from '../filter/filters.ts';

export interface FacilityLayer extends LayerDefinition {
  readonly facility: Facility;
}

/** Layers of points that hold facilities of a kind. */
export function layersOf(list: readonly LayerDefinition[], kind: FacilityKind): readonly FacilityLayer[] {
  return list.filter((layer): layer is FacilityLayer => layer.facility?.kind === kind && layer.geometry === 'Point');
}

/** Services that are there or not; others are told in words. */
function flags({ attributes, facility }: FacilityLayer): readonly string[] {
  return (facility.services ?? []).filter((id) => attributes[id]?.type === 'boolean');
}

/** What of the filters the database can tell: all but what depends on the clock. Null where it has nothing to tell. */
export function databaseFilter(layer: FacilityLayer, filters: FindFilters): Cql2 | null {
  const { facility } = layer;
  const is = (property: string, value: string | number | boolean): Cql2 => ({ op: '=', args: [{ property }, value] });
  return meetAll([
    facility.only === undefined
      ? null
      : { op: 'in', args: [{ property: facility.only.attribute }, [...facility.only.values]] },
    filters.accessible && facility.accessible !== undefined ? is(facility.accessible, true) : null,
    filters.free && facility.fee !== undefined ? is(facility.fee, 0) : null,
    ...filters.with.filter((id) => flags(layer).includes(id)).map((id) => is(id, true)),
    filters.heightM !== null && facility.maxHeight !== undefined
      ? { op: '>=', args: [{ property: facility.maxHeight }, filters.heightM] }
      : null,
    filters.level !== null && facility.level !== undefined ? is(facility.level, filters.level) : null,
  ]);
}

/** A layer that knows nothing of what is asked for has nothing that meets it. */
export function canMeet(layer: FacilityLayer, { open, accessible, free, spaces, ...filters }: FindFilters): boolean {
  const { facility, attributes } = layer;
  const level = facility.level === undefined ? undefined : attributes[facility.level];
  return (
    (!open || facility.hours !== undefined) &&
    (!accessible || facility.accessible !== undefined) &&
    (!free || facility.fee !== undefined) &&
    (!spaces || facility.shared !== undefined) &&
    (filters.heightM === null || facility.maxHeight !== undefined) &&
    (filters.level === null || (level?.type === 'string' && filters.level !== '')) &&
    filters.with.every((id) => flags(layer).includes(id))
  );
}

/** How the facilities of some layers can be asked for, and how their services are called. */
export function choicesOf(layers: readonly FacilityLayer[]): Pick<FindAnswer, 'choices' | 'titles'> {
  const some = (role: keyof Facility): boolean => layers.some(({ facility }) => facility[role] !== undefined);
  const levels = new Map<string, Text>();
  const titles: Record<string, Text> = {};
  for (const layer of layers) {
    const { attributes, facility } = layer;
    for (const [value, title] of Object.entries(attributes[facility.level ?? '']?.values ?? {}))
      if (isPublic(facility, facility.level, value)) levels.set(value, title);
    for (const id of flags(layer)) titles[id] ??= (attributes[id] as Attribute).title;
  }
  return {
    choices: {
      filters: [
        ...(some('hours') ? ['open'] : []),
        ...(some('shared') ? ['spaces'] : []),
        ...(some('accessible') ? ['accessible'] : []),
        ...(some('fee') ? ['free'] : []),
        ...(some('maxHeight') ? ['height'] : []),
        ...Object.keys(titles),
      ],
      levels: [...levels].map(([value, title]) => ({ value, title })),
    },
    titles,
  };
}

function isPublic({ only }: Facility, attribute: string | undefined, value: string): boolean {
  return only === undefined || only.attribute !== attribute || only.values.includes(value);
}

/** How far a facility is, and what was measured along. */
export type Distance = Pick<FindRow, 'distanceM' | 'measured'>;

/** A row without the clock: see `rowAt`. */
export function rowOf(layer: FacilityLayer, item: Item, { distanceM, measured }: Distance): FindRow {
  const { facility, attributes, name } = layer;
  const { properties } = item;
  const [lon, lat] = positionOf(item);
  const text = (id: string | undefined): string | null => textOf(id === undefined ? null : properties[id]);
  const number = (id: string | undefined): number | null => numberOf(id === undefined ? null : properties[id]);
  const level = text(facility.level);
  const fee = number(facility.fee);
  const zh = text(name.zh) ?? text(name.en) ?? item.id;
  const address = text(facility.address?.zh) ?? text(facility.address?.en);
  return {
    layer: layer.id,
    id: item.id,
    name: { zh, en: text(name.en) ?? zh },
    lon,
    lat,
    distanceM: Math.round(distanceM),
    measured,
    minutes: minutesOf(distanceM),
    hours: text(facility.hours),
    open: UNKNOWN,
    fee: fee === null ? null : feeOf(fee, attributes[facility.fee ?? '']),
    accessible: flagOf(facility.accessible === undefined ? null : properties[facility.accessible]),
    services: flags(layer).filter((id) => properties[id] === true),
    detail: text((facility.services ?? []).find((id) => attributes[id]?.type === 'string')),
    level: level === null ? null : labelOf(attributes[facility.level ?? ''], level),
    levelValue: level,
    address: address === null ? null : { zh: address, en: text(facility.address?.en) ?? address },
    phone: text(facility.phone),
    maxHeightM: number(facility.maxHeight),
    shared: sharedOf(facility, { text, number }),
    provenance: item.provenance,
  };
}

function sharedOf(
  { shared }: Facility,
  read: { text(id: string | undefined): string | null; number(id: string | undefined): number | null },
): FindRow['shared'] {
  const spaces = read.number(shared?.spaces);
  if (shared === undefined || spaces === null) return null;
  return { spaces, hours: read.text(shared.hours), occupancy: read.text(shared.occupancy), freeNow: null };
}

function feeOf(value: number, attribute: Attribute | undefined): FindRow['fee'] {
  const nothing = { zh: '', en: '' };
  return { value, unit: attribute?.unit ?? nothing, title: attribute?.title ?? nothing };
}

function labelOf(attribute: Attribute | undefined, value: string): Text {
  const label = attribute?.values?.[value];
  return label ?? { zh: value, en: attribute?.english?.[value] ?? value };
}

/** A point on the feature, degrees. */
export function positionOf({ geometry, bbox }: Item): readonly [lon: number, lat: number] {
  if (geometry.type === 'Point') return [geometry.coordinates[0] as number, geometry.coordinates[1] as number];
  const [west, south, east, north] = bbox;
  return [(west + east) / 2, (south + north) / 2];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
