import { useEffect } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { PLAYBACKS, SPEEDS, STEPS } from '../../../state/codecs/casedata.ts';
import { useAnalysis } from '../context.ts';
import { toIso } from '../../../../../tiles/day.ts';
import type { DayRange } from '../data/time.ts';
import { Histogram } from './Histogram.tsx';

/** The period the map shows: drawn, set by two thumbs, or running. */
export function TimeControls() {
  const {
    i18n: { t },
  } = useApp();
  const { session, data } = useAnalysis();
  const extent = data.days;
  // Closing the panel does not stop playback; putting the picture away does.
  const { store } = useApp();
  useEffect(
    () => () => {
      if (store.tab.peek() !== 'analysis' && !session.state.peek().pinned) session.playing.value = false;
    },
    [],
  );
  if (extent === null) return null;
  return (
    <section class="time" aria-label={t('analysis.time')}>
      <div class="chart-head">
        <h2>{t('analysis.time')}</h2>
        <Chosen extent={extent} />
      </div>
      <Histogram extent={extent} />
      <Thumbs extent={extent} />
      <Playback />
    </section>
  );
}

function Chosen({ extent }: { extent: DayRange }) {
  const {
    i18n: { t, date },
  } = useApp();
  const { session } = useAnalysis();
  const window = session.window.value;
  const { from, to } = window ?? extent;
  return (
    <>
      <output class="quiet" data-testid="time-window">
        {t('analysis.timeRange', { from: date(toIso(from)), to: date(toIso(to)) })}
      </output>
      {window !== null && (
        <button type="button" class="button button-quiet" onClick={() => session.setWindow(null)}>
          {t('analysis.wholeTime')}
        </button>
      )}
    </>
  );
}

/** Two native sliders over one track: keys, touch and screen readers work as everywhere. */
function Thumbs({ extent }: { extent: DayRange }) {
  const {
    i18n: { t, date },
  } = useApp();
  const { session } = useAnalysis();
  const { from, to } = session.window.value ?? extent;
  const at = (day: number): string => `${((day - extent.from) / Math.max(extent.to - extent.from, 1)) * 100}%`;
  const thumb = (name: string, value: number, set: (day: number) => DayRange) => (
    <input
      type="range"
      class="thumb"
      min={extent.from}
      max={extent.to}
      step={1}
      value={value}
      aria-label={name}
      aria-valuetext={date(toIso(value))}
      onInput={(event) => {
        const next = set(event.currentTarget.valueAsNumber);
        session.setWindow(next);
        // The other thumb may hold this one back, but the native slider has already moved.
        event.currentTarget.valueAsNumber = name === t('analysis.timeFrom') ? next.from : next.to;
      }}
    />
  );
  return (
    <div class="thumbs">
      <span class="thumbs-track">
        <span style={{ left: at(from), width: `calc(${at(to)} - ${at(from)})` }} />
      </span>
      {thumb(t('analysis.timeFrom'), from, (day) => ({ from: Math.min(day, to), to }))}
      {thumb(t('analysis.timeTo'), to, (day) => ({ from, to: Math.max(day, from) }))}
    </div>
  );
}

function Playback() {
  const {
    i18n: { t },
  } = useApp();
  const { session } = useAnalysis();
  const playing = session.playing.value;
  const { step, speed, playback } = session.state.value;
  const play = (): void => {
    const window = session.window.peek();
    // At the end, playback starts from the beginning.
    if (!playing && (window === null || !session.stepWindow(1))) {
      session.setWindow(null);
      session.stepWindow(1);
    }
    session.playing.value = !playing;
  };
  return (
    <div class="playback">
      <div class="playback-buttons">
        <button
          type="button"
          class="button button-outline button-icon"
          aria-label={t('analysis.stepBack')}
          title={t('analysis.stepBack')}
          onClick={() => session.stepWindow(-1)}
        >
          <Icon name="back" />
        </button>
        <button type="button" class="button button-primary play" onClick={play} data-testid="play">
          <svg class="icon icon-solid" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d={playing ? 'M6 4h3v12H6zM11 4h3v12h-3z' : 'M6 3.5 16 10 6 16.5z'} />
          </svg>
          {t(playing ? 'analysis.pause' : 'analysis.play')}
        </button>
        <button
          type="button"
          class="button button-outline button-icon"
          aria-label={t('analysis.stepForward')}
          title={t('analysis.stepForward')}
          onClick={() => session.stepWindow(1)}
        >
          <Icon name="chevron" />
        </button>
      </div>
      <div class="playback-options">
        <label class="select-small">
          <span>{t('analysis.step')}</span>
          <select
            class="field"
            value={step}
            onChange={(event) =>
              session.update({ step: STEPS.find((each) => each === event.currentTarget.value) ?? step })
            }
          >
            {STEPS.map((each) => (
              <option key={each} value={each}>
                {t(`analysis.step.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="select-small">
          <span>{t('analysis.playback')}</span>
          <select
            class="field"
            value={playback}
            data-testid="playback"
            onChange={(event) =>
              session.update({
                playback: PLAYBACKS.find((each) => each === event.currentTarget.value) ?? playback,
              })
            }
          >
            {PLAYBACKS.map((each) => (
              <option key={each} value={each}>
                {t(`analysis.playback.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="select-small">
          <span>{t('analysis.speed')}</span>
          <select
            class="field"
            value={speed}
            onChange={(event) =>
              session.update({ speed: SPEEDS.find((each) => String(each) === event.currentTarget.value) ?? speed })
            }
          >
            {SPEEDS.map((each) => (
              <option key={each} value={each}>
                {t('analysis.speedTimes', { n: each })}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
