import { useApp } from '../../app/context.ts';
import { sentenceOf } from '../../format/figure.ts';
import { scaleBar } from '../../format/scale.ts';
import { scaleNumber } from './sheet.ts';

/** The longest bar, in mm. */
const BAR_MM = 50;

/** On paper alone, below the map: what it says, the scale where the sheet has one, the day, the review number. */
export function PrintFoot() {
  const { config, figure, layersById, ui, i18n } = useApp();
  const { t, text, number, distance } = i18n;
  const settings = config.state.value.value;
  if (settings === null) return null;
  const perMm = ui.printed.value;
  const areas = layersById.value.get(settings.roles.subdistrict ?? '')?.count ?? 0;
  const bar = perMm === null ? null : scaleBar(perMm, BAR_MM);
  return (
    <div class="print-only print-foot" data-testid="print-foot">
      {figure.value !== null && Object.keys(ui.coloured.value).length === 0 && (
        <p class="print-sentence">{sentenceOf(figure.value, { city: text(settings.city), areas }, i18n)}</p>
      )}
      <div class="print-facts">
        {perMm !== null && bar !== null && (
          <>
            <span class="print-bar" style={{ width: `${String(bar.length)}mm` }}>
              {distance(bar.lengthM)}
            </span>
            <span>1 : {number(scaleNumber(perMm))}</span>
          </>
        )}
        <span>{t('print.day', { day: i18n.date(i18n.cityDay(new Date())) })}</span>
        {settings.mapReviewNumber !== undefined && (
          <span>{t('map.reviewNumber', { number: settings.mapReviewNumber })}</span>
        )}
      </div>
    </div>
  );
}
