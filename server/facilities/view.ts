/** What the page of a facility shows, taken from a feature by the `facility` block of its layer. */
import type { AreaName, Item } from '../../tiles/api/wire.ts';
import { openState, parseHours, REASONS, sharedSpacesNow, stateText, weekLines } from '../../tiles/hours/index.ts';
import type { Holidays, Hours, LocalMoment, OpenState, SharedSpaces, WeekLine } from '../../tiles/hours/index.ts';
import { LOCALES, type Lang } from '../../tiles/i18n.ts';
import type { Attribute, AttributeValue, Facility, LayerDefinition } from '../../tiles/layer/layer.ts';
import { FACILITIES } from './messages.ts';

export interface FacilityLayer extends LayerDefinition {
  readonly facility: Facility;
}

export function isFacilityLayer(layer: LayerDefinition | undefined): layer is FacilityLayer {
  return layer?.facility !== undefined;
}

/** Whether the feature is one for the public: see `facility.only`. */
export function isFacility({ facility: { only } }: FacilityLayer, { properties }: Item): boolean {
  return only === undefined || only.values.includes(String(properties[only.attribute]));
}

export type Areas = Readonly<Record<string, AreaName>>;

export interface Fact {
  readonly title: string;
  readonly value: string;
}

export interface FacilityView {
  readonly name: string;
  readonly level: string | null;
  readonly state: OpenState;
  /** The state as a sentence; the reason of an unknown one. */
  readonly stateText: string;
  readonly reason: string | null;
  readonly hours: Hours | null;
  readonly hoursText: string | null;
  /** Lines of an ordinary week. */
  readonly week: readonly WeekLine[];
  readonly address: string | null;
  readonly phone: string | null;
  readonly fee: string | null;
  /** Absent where the feature does not say. */
  readonly accessible: boolean | null;
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
  readonly services: readonly Fact[];
  readonly shared: SharedSpaces | null;
  readonly maxHeight: string | null;
  /** Everything else, as the layer has it. */
  readonly others: readonly Fact[];
  readonly lon: number;
  readonly lat: number;
}

export interface ViewParts {
  readonly layer: FacilityLayer;
  readonly item: Item;
  readonly areas: Areas;
  readonly at: LocalMoment;
  readonly holidays: Holidays;
  readonly lang: Lang;
}

export function facilityView({ layer, item, areas, at, holidays, lang }: ViewParts): FacilityView {
  const { facility } = layer;
  const { properties } = item;
  const textOf = (id: string | undefined): string | null => valueText(layer, properties, { id, areas, lang });
  const hoursText = facility.hours === undefined ? null : rawText(properties[facility.hours]);
  const hours = hoursText === null ? null : parseHours(hoursText);
  const state: OpenState =
    hoursText === null ? { state: 'unknown', reason: 'no-hours' } : openState(hours, at, holidays);
  const flags = (facility.services ?? []).filter((id) => typeof properties[id] === 'boolean');
  const titled = (value: boolean): string[] =>
    flags.filter((id) => properties[id] === value).map((id) => titleOf(layer, id, lang));
  const accessible = facility.accessible === undefined ? null : properties[facility.accessible];
  const [west, south, east, north] = item.bbox;
  return {
    name: nameOf(layer, item, lang),
    level: textOf(facility.level),
    state,
    stateText: stateText(state, at, lang),
    reason: state.state === 'unknown' ? REASONS[state.reason][lang] : null,
    hours,
    hoursText,
    week: hours === null ? [] : weekLines(hours, lang),
    address: addressOf({ layer, item, areas, lang }),
    phone: facility.phone === undefined ? null : rawText(properties[facility.phone]),
    fee: feeOf(layer, properties, lang),
    accessible: typeof accessible === 'boolean' ? accessible : null,
    has: titled(true),
    hasNot: titled(false),
    services: factsOf(layer, properties, {
      ids: (facility.services ?? []).filter((id) => !flags.includes(id)),
      areas,
      lang,
    }),
    shared:
      facility.shared === undefined || typeof properties[facility.shared.spaces] !== 'number'
        ? null
        : sharedSpacesNow(properties, at, holidays, facility.shared),
    maxHeight: textOf(facility.maxHeight),
    others: factsOf(layer, properties, { ids: otherAttributes(layer), areas, lang }),
    lon: (west + east) / 2,
    lat: (south + north) / 2,
  };
}

export function nameOf({ name }: LayerDefinition, { id, properties }: Pick<Item, 'id' | 'properties'>, lang: Lang) {
  const zh = rawText(properties[name.zh]);
  const en = name.en === undefined ? null : rawText(properties[name.en]);
  return (lang === 'en' ? (en ?? zh) : zh) ?? id;
}

/** Attributes that no other part of the page shows. */
function otherAttributes({ attributes, name, facility }: FacilityLayer): string[] {
  const { kind: _, only: __, services = [], address, shared, ...single } = facility;
  const shown = new Set<string | undefined>([
    ...[name.zh, name.en, address?.zh, address?.en, ...services],
    ...Object.values(shared ?? {}),
    ...Object.values(single),
  ]);
  return Object.keys(attributes).filter((id) => !shown.has(id) && attributes[id]?.display === undefined);
}

function addressOf({ layer, item: { properties }, areas, lang }: Omit<ViewParts, 'at' | 'holidays'>): string | null {
  const { zh, en } = layer.facility.address ?? {};
  const chinese = zh === undefined ? null : rawText(properties[zh]);
  const english = en === undefined ? null : rawText(properties[en]);
  const own = lang === 'en' ? (english ?? chinese) : chinese;
  if (own !== null) return own;
  const named = Object.entries(layer.attributes)
    .filter(([, { format }]) => format === 'district' || format === 'subdistrict')
    .flatMap(([id]) => valueText(layer, properties, { id, areas, lang }) ?? []);
  if (named.length === 0) return null;
  return lang === 'zh' ? named.join('') : named.toReversed().join(', ');
}

function feeOf(layer: FacilityLayer, properties: Item['properties'], lang: Lang): string | null {
  const { fee } = layer.facility;
  if (fee === undefined) return null;
  return properties[fee] === 0 ? FACILITIES.free[lang] : valueText(layer, properties, { id: fee, areas: {}, lang });
}

interface Said {
  readonly areas: Areas;
  readonly lang: Lang;
}

function factsOf(
  layer: LayerDefinition,
  properties: Item['properties'],
  { ids, ...said }: Said & { readonly ids: readonly string[] },
): Fact[] {
  return ids.flatMap((id) => {
    const value = valueText(layer, properties, { id, ...said });
    return value === null ? [] : [{ title: titleOf(layer, id, said.lang), value }];
  });
}

function titleOf({ attributes }: LayerDefinition, id: string, lang: Lang): string {
  return attributes[id]?.title[lang] ?? id;
}

function valueText(
  { attributes }: LayerDefinition,
  properties: Item['properties'],
  { id, areas, lang }: Said & { readonly id: string | undefined },
): string | null {
  if (id === undefined) return null;
  const attribute = attributes[id];
  const value = properties[id] ?? null;
  return attribute === undefined || value === null || value === '' ? null : valueOf(attribute, value, { areas, lang });
}

function valueOf(attribute: Attribute, value: NonNullable<AttributeValue>, { areas, lang }: Said): string {
  if (typeof value === 'boolean') return FACILITIES[value ? 'yes' : 'no'][lang];
  if (typeof value === 'number') {
    const unit = attribute.unit?.[lang] ?? '';
    const number = value.toLocaleString(LOCALES[lang], { maximumFractionDigits: 6 });
    return unit === '' ? number : `${number} ${unit}`;
  }
  const label = attribute.values?.[value]?.[lang];
  if (label !== undefined) return label;
  const isArea = attribute.format === 'district' || attribute.format === 'subdistrict';
  if (isArea) return areas[value]?.[lang] ?? value;
  return (lang === 'en' ? attribute.english?.[value] : undefined) ?? value;
}

function rawText(value: AttributeValue | undefined): string | null {
  const text = value === null || value === undefined ? '' : String(value).trim();
  return text === '' ? null : text;
}
