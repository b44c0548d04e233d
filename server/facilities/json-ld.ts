/** A facility as https://schema.org describes it, for search engines and voice assistants. */
import { weekOf, type Hours } from '../../tiles/hours/index.ts';
import type { Item } from '../../tiles/api/wire.ts';
import type { FacilityKind } from '../../tiles/layer/layer.ts';
import type { FacilityLayer, FacilityView } from './view.ts';

const TYPES: Readonly<Record<FacilityKind, string>> = {
  toilet: 'PublicToilet',
  parking: 'ParkingFacility',
  school: 'School',
  clinic: 'MedicalClinic',
  'service-point': 'GovernmentOffice',
  transport: 'CivicStructure',
};

/** Narrower types by the value of the attribute that tells levels, or features for the public, apart. */
const TYPES_BY_VALUE: Readonly<Partial<Record<FacilityKind, Readonly<Record<string, string>>>>> = {
  school: {
    kindergarten: 'Preschool',
    primary: 'ElementarySchool',
    junior: 'MiddleSchool',
    senior: 'HighSchool',
  },
  clinic: { 'lead-hospital': 'Hospital', hospital: 'Hospital' },
  transport: {
    airport: 'Airport',
    railway: 'TrainStation',
    coach: 'BusStation',
    bus: 'BusStation',
    metro: 'SubwayStation',
    port: 'BoatTerminal',
    ferry: 'BoatTerminal',
    station: 'SubwayStation',
  },
};

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

export function jsonLd(
  layer: FacilityLayer,
  item: Item,
  { view, url }: { readonly view: FacilityView; readonly url: string },
): Readonly<Record<string, unknown>> {
  const { facility } = layer;
  const features = [...view.has.map((name) => [name, true]), ...view.hasNot.map((name) => [name, false])];
  return {
    '@context': 'https://schema.org',
    '@type': typeOf(layer, item),
    '@id': url,
    url,
    name: view.name,
    identifier: item.id,
    geo: { '@type': 'GeoCoordinates', latitude: view.lat, longitude: view.lon },
    publicAccess: true,
    ...(view.address === null ? {} : { address: view.address }),
    ...(view.phone === null ? {} : { telephone: view.phone }),
    ...(facility.fee !== undefined && typeof item.properties[facility.fee] === 'number'
      ? { isAccessibleForFree: item.properties[facility.fee] === 0 }
      : {}),
    ...(features.length === 0
      ? {}
      : {
          amenityFeature: features.map(([name, value]) => ({ '@type': 'LocationFeatureSpecification', name, value })),
        }),
    ...(view.hours === null ? {} : specification(view.hours)),
  };
}

function typeOf({ facility }: FacilityLayer, { properties }: Item): string {
  const byValue = TYPES_BY_VALUE[facility.kind] ?? {};
  const values = [facility.only?.attribute, facility.level].flatMap((id) =>
    id === undefined ? [] : [String(properties[id])],
  );
  const narrow = values.find((value) => Object.hasOwn(byValue, value));
  return (narrow === undefined ? undefined : byValue[narrow]) ?? TYPES[facility.kind];
}

/** One entry for each span and the days that have it; a whole day ends at 23:59, as search engines want it. */
function specification(hours: Hours): Readonly<Record<string, unknown>> {
  const week = weekOf(hours);
  if (week === null) return {};
  const daysOf = new Map<string, string[]>();
  for (const [day, segments] of week.entries())
    for (const { from, to } of segments) {
      const key = `${clock(from)} ${to - from >= 1440 ? '23:59' : clock(to % 1440)}`;
      daysOf.set(key, [...(daysOf.get(key) ?? []), `https://schema.org/${DAYS[day] ?? ''}`]);
    }
  return {
    openingHoursSpecification: [...daysOf].map(([key, dayOfWeek]) => {
      const [opens, closes] = key.split(' ');
      return { '@type': 'OpeningHoursSpecification', dayOfWeek, opens, closes };
    }),
  };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
