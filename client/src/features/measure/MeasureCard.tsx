import { useEffect } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { measureOverlay } from '../../map/overlays.ts';
import { enclosedM2, lengthM } from './measure.ts';
import './measure.css';

const M2_PER_KM2 = 1e6;

/** What has been measured so far. */
export function MeasureCard() {
  const app = useApp();
  const { ui, theme, actions, i18n } = app;
  const { t } = i18n;
  const points = ui.measuring.value;
  const isOn = points !== null;
  const map = app.map.value;

  // The map may come later than the button: Enter adds a point once the focus is on the map.
  useEffect(() => {
    if (isOn) map?.getCanvas().focus();
  }, [isOn, map]);
  // Whatever ends the picking of points ends the measuring: Escape, the button, another form that asks for a point.
  useEffect(() => {
    if (ui.picking.value === null) ui.measuring.value = null;
  }, [ui.picking.value]);
  useEffect(() => {
    actions.setOverlay('measure', points === null ? null : measureOverlay(points, theme.value));
  }, [points, theme.value]);

  if (points === null) return null;
  const area = enclosedM2(points);
  return (
    <section class="measure-card" aria-label={t('measure.title')} data-testid="measure">
      <p role="status">
        {points.length < 2 ? (
          t('measure.hint')
        ) : (
          <>
            <b>{i18n.distance(lengthM(points))}</b>
            {area !== null && <span> · {t('measure.area', { area: formatArea(area) })}</span>}
          </>
        )}
      </p>
      <div class="measure-actions">
        <button
          type="button"
          class="button button-quiet"
          disabled={points.length === 0}
          onClick={() => {
            ui.measuring.value = points.slice(0, -1);
          }}
        >
          {t('measure.undo')}
        </button>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            ui.picking.value = null;
          }}
        >
          {t('measure.end')}
        </button>
      </div>
    </section>
  );

  function formatArea(m2: number): string {
    if (m2 < M2_PER_KM2) return `${i18n.number(Math.round(m2))} m²`;
    return `${i18n.number(m2 / M2_PER_KM2, { maximumSignificantDigits: 4 })} km²`;
  }
}
