import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { formatCoordinates } from '../../../format/attribute.ts';
import { useAnalysis } from '../context.ts';
import { groupName } from '../describe.ts';
import { decimalsOf, formatMeasured, measureTitle } from '../../../format/measure.ts';

const MOST = 100;

/** The hexagons or columns as rows, largest first: the same picture for those who do not see it. */
export function GroupsTable() {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const { session, layer } = useAnalysis();
  const [open, setOpen] = useState(false);
  const groups = session.groups.value;
  if (groups === null || groups.keys.length === 0) return null;
  const { display } = session.state.value;
  const areas = session.areas.value;
  const measure = session.measure.value;
  const isArea = display !== 'hexagons';

  return (
    <details class="groups" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('analysis.groupsShow')}</summary>
      {open &&
        (() => {
          const values = session.values.value;
          const order = groups.keys
            .map((_, index) => index)
            .filter((index) => Number.isFinite(values[index]))
            .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
            .slice(0, MOST);
          const decimals = decimalsOf(
            measure,
            order.flatMap((index) => values[index] ?? []),
          );
          return (
            <table class="data-table">
              <caption>
                {t('analysis.groups')} · {t('analysis.groupsFirst', { n: order.length, all: groups.keys.length })}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{isArea ? t(`analysis.areas.${areas}`) : t('analysis.position')}</th>
                  <th scope="col" class="num">
                    {measureTitle(app, layer, measure)}
                  </th>
                </tr>
              </thead>
              <tbody>
                {order.map((index) => {
                  const [lon, lat] = [groups.lon[index] ?? 0, groups.lat[index] ?? 0];
                  const name = isArea ? groupName(app, groups.keys[index] ?? '') : formatCoordinates(lon, lat);
                  return (
                    <tr key={groups.keys[index]}>
                      <th scope="row">
                        <button
                          type="button"
                          class="link"
                          aria-label={t('analysis.showOnMap', { name })}
                          onClick={() => actions.flyTo({ lon, lat, zoom: 13 })}
                        >
                          {name}
                        </button>
                      </th>
                      <td class="num">
                        {formatMeasured(app, layer, measure, values[index] ?? NaN, { unit: true, decimals })}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          );
        })()}
    </details>
  );
}
