import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DistrictsResult } from '../../../../../tiles/api/districts.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { facilityNames } from '../facility-names.ts';
import { formatMinutes, formatPeople } from '../format.ts';
import { RunActions, RunFacts, RunHead, type FoundRun } from './RunParts.tsx';
import { loadText, zoneName } from './zone-words.ts';
import { ZONE_COLORS, zoneClasses, zoneOutline, zonesOf } from './zones.ts';
import { ResultAssumptions, ServiceWarnings } from '../panel/ServiceNotes.tsx';

const MOST = 15;

/** Zones in a table and on the map, each with its facility, people, room and load. */
export function ZonesFound({ run }: { readonly run: FoundRun<DistrictsResult> }) {
  const app = useApp();
  const {
    actions,
    theme,
    i18n: { t },
  } = app;
  const session = usePlan();
  const { found, result } = run;
  const cells = session.cells.value;
  const [most, setMost] = useState(MOST);
  const zones = useMemo(() => (cells === null ? null : zonesOf(found, cells)), [found, cells]);
  const title = t('plan.zones.onMap');
  const note = t('plan.zones.onMap.note');
  useEffect(() => {
    if (zones === null || cells === null) return undefined;
    session.painting.value = {
      title,
      note,
      classes: zoneClasses(zones),
      colors: ZONE_COLORS,
      labels: [],
      outline: zoneOutline(zones, found.zones.length, cells),
    };
    return () => {
      session.painting.value = null;
    };
  }, [zones, title]);
  const placeOf = new Map(result.facilities.map((facility) => [facility.id, facility]));
  const named = facilityNames(app, result);
  const fly = (id: string): void => {
    const { lon = null, lat = null } = placeOf.get(id) ?? {};
    if (lon !== null && lat !== null) actions.flyTo({ lon, lat, zoom: 12 });
  };
  return (
    <>
      <RunHead run={run} />
      <p data-testid="zones-contiguous">{t('plan.zones.contiguous', { n: found.zones.length })}</p>
      <dl class="facts">
        <dt>{t('plan.zones.mean')}</dt>
        <dd data-testid="zones-mean">
          {t('plan.zones.meanOf', {
            mean: formatMinutes(app, found.meanCost),
            nearest: formatMinutes(app, found.nearestMeanCost),
          })}
        </dd>
        <RunFacts run={run} info={t('plan.zones.what')} />
        {found.excess > 0 && (
          <>
            <dt>{t('plan.zones.excess')}</dt>
            <dd>{formatPeople(app, found.excess)}</dd>
          </>
        )}
        {found.unassigned.people > 0 && (
          <>
            <dt>{t('plan.zones.unassigned')}</dt>
            <dd>{formatPeople(app, found.unassigned.people)}</dd>
          </>
        )}
      </dl>
      <ServiceWarnings notes={run.result.warnings} />
      <div>
        <table class="data-table run-table" data-testid="zones">
          <thead>
            <tr>
              <th scope="col">{t('plan.zones.zone')}</th>
              <th scope="col" class="num">
                {t('plan.column.people')}
              </th>
              <th scope="col" class="num">
                {t('plan.zones.load')}
              </th>
              <th scope="col" class="num">
                {t('plan.column.mean')}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.zones.slice(0, most).map((zone, k) => (
              <tr key={zone.id}>
                <th scope="row">
                  <span class="plan-class">
                    <span
                      class="dot dot-square"
                      style={{ background: ZONE_COLORS[theme.value][zones?.colorOf[k] ?? 0] }}
                    />
                    <button type="button" class="link" onClick={() => fly(zone.id)}>
                      {zoneName(app, zone, named)}
                    </button>
                  </span>
                </th>
                <td class="num">{app.i18n.number(Math.round(zone.people))}</td>
                <td class="num">{loadText(app, found, zone)}</td>
                <td class="num">
                  {zone.meanCost === null
                    ? '—'
                    : app.i18n.number(zone.meanCost / 60, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.zones.length > most && (
        <button type="button" class="button button-quiet" onClick={() => setMost(found.zones.length)}>
          {t('plan.more', { n: found.zones.length - most })}
        </button>
      )}
      <p class="quiet">{note}</p>
      <RunActions run={run} />
      <ResultAssumptions result={run.result} />
    </>
  );
}
