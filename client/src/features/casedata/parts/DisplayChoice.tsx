import { useApp } from '../../../app/context.ts';
import { COLOR_KEYS, DISPLAYS, formatMeasure, parseMeasure, type Display } from '../../../state/codecs/casedata.ts';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { useAnalysis } from '../context.ts';
import { areaKindsOf } from '../data/dataset.ts';
import { measuresOf } from '../describe.ts';
import { dimensionTitle, measureTitle } from '../../../format/measure.ts';

/** Columns are seen from the side. */
const TILT_DEGREES = 45;

/** What the map draws, and by what. */
export function DisplayChoice() {
  const app = useApp();
  const {
    map,
    store,
    i18n: { t },
  } = app;
  const { session, layer } = useAnalysis();
  const { display, colorBy } = session.state.value;
  const [areas, measure] = [session.areas.value, session.measure.value];
  const isByArea = display === 'areas' || display === 'columns';
  const tilt = (pitch: number): void => {
    map.peek()?.easeTo({ pitch });
  };
  const tilted = (store.view.value?.pitch ?? map.value?.getPitch() ?? 0) > 5;

  const choose = (next: Display): void => {
    if (next === 'columns') tilt(TILT_DEGREES);
    else if (display === 'columns') tilt(0);
    session.update({ display: next });
  };

  return (
    <section class="display-choice">
      <fieldset class="segments">
        <legend>{t('analysis.display')}</legend>
        <div class="segment-row">
          {DISPLAYS.map((each) => (
            <label key={each} class="segment">
              <input
                type="radio"
                class="visually-hidden"
                name="analysis-display"
                checked={each === display}
                onChange={() => choose(each)}
              />
              <span>{t(`analysis.display.${each}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {display === 'points' && (
        <RadioGroup
          legend={t('analysis.colorBy')}
          name="analysis-color"
          value={colorBy}
          onChange={(value) => session.update({ colorBy: value })}
          options={COLOR_KEYS.map((key) => ({ value: key, label: dimensionTitle(app, layer, layer.caseData[key]) }))}
        />
      )}
      {isByArea && (
        <>
          <RadioGroup
            legend={t('analysis.areas')}
            name="analysis-areas"
            value={areas}
            onChange={(value) => session.update({ areas: value })}
            options={areaKindsOf(layer, display).map((kind) => ({ value: kind, label: t(`analysis.areas.${kind}`) }))}
          />
          <label class="filter-field">
            <span>{t(display === 'columns' ? 'analysis.measure' : 'analysis.measureOfAreas')}</span>
            <select
              class="field"
              value={formatMeasure(measure)}
              onChange={(event) => session.update({ measure: parseMeasure(event.currentTarget.value) })}
            >
              {measuresOf(layer, session.parts.value.people !== undefined).map((each) => (
                <option key={formatMeasure(each)} value={formatMeasure(each)}>
                  {measureTitle(app, layer, each)}
                </option>
              ))}
            </select>
          </label>
          <Unplaced />
        </>
      )}
      <div class="display-tools">
        {(display === 'columns' || tilted) && (
          <button type="button" class="button button-outline" onClick={() => tilt(tilted ? 0 : TILT_DEGREES)}>
            {t(tilted ? 'analysis.flat' : 'analysis.tilt')}
          </button>
        )}
        <OtherLayers />
      </div>
    </section>
  );
}

/** Marks of other layers lie over the picture: one click hides them, another brings them back. */
function OtherLayers() {
  const {
    store,
    shown,
    i18n: { t },
  } = useApp();
  const {
    session: { putAway },
  } = useAnalysis();
  const before = putAway.value;
  const bare = shown.value.length === 0;
  if (bare && before === null) return null;
  const toggle = (): void => {
    putAway.value = bare ? null : shown.peek();
    store.layers.value = bare ? before : [];
  };
  return (
    <button type="button" class="button button-outline" onClick={toggle}>
      {t(bare ? 'analysis.layersBack' : 'analysis.layersAway')}
    </button>
  );
}

/** Says how many records lie outside every area, and so in no column. */
function Unplaced() {
  const {
    i18n: { t },
  } = useApp();
  const { session } = useAnalysis();
  const n = session.groups.value?.unplaced ?? 0;
  if (n === 0) return null;
  return <p class="quiet">{t('analysis.unplaced', { n, areas: t(`analysis.areas.${session.areas.value}`) })}</p>;
}
