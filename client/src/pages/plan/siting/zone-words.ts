/** Zones in words. */
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import type { App } from '../../../app/types.ts';
import type { FacilityNamer } from '../facility-names.ts';
import { formatShare } from '../format.ts';

type Zone = DistrictsResult['zones'][number];

/** By its facility; those that share one are counted. */
export function zoneName(
  { i18n: { t } }: App,
  { id, facilities }: Pick<Zone, 'id' | 'facilities'>,
  named: FacilityNamer,
): string {
  const name = named(id);
  return facilities.length > 1 ? t('plan.zones.shared', { name, n: facilities.length }) : name;
}

/** People over what the zone has room for, or over its part where zones have equal ones. */
export function loadOf({ zones }: Pick<DistrictsResult, 'zones'>, { people, capacity }: Zone): number | null {
  const room = capacity ?? zones.reduce((sum, zone) => sum + zone.people, 0) / zones.length;
  return room > 0 ? people / room : null;
}

export function loadText(app: App, found: Pick<DistrictsResult, 'zones'>, zone: Zone): string {
  const load = loadOf(found, zone);
  return load === null ? '—' : formatShare(app, load, 1);
}
