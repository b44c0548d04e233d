/** What a run has found, as a table and as features: units in the heads, numbers as they are. */
import type { ClosureResult } from '../../../../../tiles/api/closure.ts';
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import type { App } from '../../../app/types.ts';
import type { CsvValue } from '../../../format/csv.ts';
import { dissolve } from '../brief/dissolve.ts';
import { cellRing, type Feature } from '../brief/geojson.ts';
import { minutesOf } from '../brief/tables.ts';
import type { Cells } from '../data/cells.ts';
import { facilityNames, type FacilityNamer } from '../facility-names.ts';
import type { FoundTable } from '../found/tables.ts';
import type { Period } from '../state/types.ts';
import { loadOf } from './zone-words.ts';
import { cellsOfZones, zonesOf } from './zones.ts';
import { periodName, type GoalResult } from './words.ts';

/** `found` is of the result. */
export function runTable(app: App, found: GoalResult, result: StudyResult, periods: readonly Period[]): FoundTable {
  const named = facilityNames(app, result);
  switch (found.kind) {
    case 'siting':
      return sitesTable(app, found, periods);
    case 'closure':
      return closedTable(app, found, named);
    case 'districts':
      return zonesTable(app, found, named);
  }
}

function sitesTable(app: App, { sites, periods = [] }: SitingResult, named: readonly Period[]): FoundTable {
  const { t } = app.i18n;
  const stepOf = (id: string): string | null => {
    const step = periods.findIndex(({ chosen }) => chosen.includes(id));
    return step < 0 ? null : periodName(app, named, step);
  };
  return {
    header: [
      t('plan.found.column.site'),
      t('plan.periods.step'),
      t('plan.column.lon'),
      t('plan.column.lat'),
      t('plan.found.column.serves'),
      t('plan.found.column.cost'),
    ],
    rows: sites.map(({ id, lon, lat, people, cost }): CsvValue[] => [id, stepOf(id), lon, lat, people, cost]),
  };
}

function closedTable({ i18n: { t } }: App, { closed }: ClosureResult, named: FacilityNamer): FoundTable {
  return {
    header: [
      t('plan.column.facility'),
      t('plan.column.facilityName'),
      t('plan.column.lon'),
      t('plan.column.lat'),
      t('plan.found.column.servesToday'),
    ],
    rows: closed.map(({ id, lon, lat, people }): CsvValue[] => [id, named(id), lon, lat, people]),
  };
}

function zonesTable({ i18n: { t } }: App, found: DistrictsResult, named: FacilityNamer): FoundTable {
  return {
    header: [
      t('plan.zones.zone'),
      t('plan.column.facilityName'),
      t('plan.found.column.zoneFacilities'),
      t('plan.column.people'),
      t('plan.found.column.atLeast'),
      t('plan.found.column.atMost'),
      t('plan.found.column.capacity'),
      t('plan.zones.load'),
      t('plan.column.mean'),
      t('plan.column.areaM2'),
      t('plan.column.cells'),
    ],
    rows: found.zones.map((zone): CsvValue[] => [
      zone.id,
      zone.facilities.map(named).join(' '),
      zone.facilities.join(' '),
      zone.people,
      zone.atLeast,
      zone.atMost,
      zone.capacity,
      loadOf(found, zone),
      zone.meanCost === null ? null : minutesOf(zone.meanCost),
      zone.areaM2,
      zone.cells,
    ]),
  };
}

/** Sites and closed facilities as points, zones as dissolved areas. */
export function runFeatures(found: GoalResult, cells: Cells): Iterable<Feature> {
  switch (found.kind) {
    case 'siting':
      return points(found.sites, ({ people, cost }) => ({ people, cost }));
    case 'closure':
      return points(found.closed, ({ people }) => ({ people }));
    case 'districts':
      return zoneFeatures(found, cells);
  }
}

function* points<P extends { readonly id: string; readonly lon: number | null; readonly lat: number | null }>(
  places: readonly P[],
  properties: (place: P) => Feature['properties'],
): Generator<Feature> {
  for (const place of places) {
    if (place.lon === null || place.lat === null) continue;
    yield {
      type: 'Feature',
      id: place.id,
      geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
      properties: properties(place),
    };
  }
}

function* zoneFeatures(found: DistrictsResult, cells: Cells): Generator<Feature> {
  const shapes = zoneShapes(found, cells);
  for (const [k, zone] of found.zones.entries()) {
    const { id, facilities, people, capacity, meanCost, areaM2 } = zone;
    const coordinates = shapes[k] ?? [];
    if (coordinates.length === 0) continue;
    const minutes = meanCost === null ? null : minutesOf(meanCost);
    yield {
      type: 'Feature',
      id,
      geometry: { type: 'MultiPolygon', coordinates },
      properties: { facilities, people, capacity, load: loadOf(found, zone), meanMinutes: minutes, areaM2 },
    };
  }
}

/** The ground of each zone, its cells merged; empty where the answer lists other cells than there are. */
export function zoneShapes(found: DistrictsResult, cells: Cells): ReturnType<typeof dissolve>[] {
  const zones = zonesOf(found, cells);
  if (zones === null) return [];
  return cellsOfZones(zones, found.zones.length).map((own) => dissolve(own.map((cell) => cellRing(cells, cell))));
}
