import { useRef, useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { bucketsOf, dayAt, type Bucket } from '../charts/histogram.ts';
import { useAnalysis } from '../context.ts';
import { toIso } from '../../../../../tiles/day.ts';
import type { DayRange } from '../data/time.ts';

/** A drag shorter than this share of the width is a click on a bar. */
const DRAG_SHARE = 0.012;

/** Records over time, under every filter but that of time. Dragging chooses a period, a click one bar. */
export function Histogram({ extent }: { extent: DayRange }) {
  const {
    i18n: { t, date },
  } = useApp();
  const { session, evaluation } = useAnalysis();
  const root = useRef<SVGSVGElement>(null);
  const [drawn, setDrawn] = useState<DayRange | null>(null);
  const { step } = session.state.value;
  const buckets = bucketsOf(evaluation.byDay.inView, extent, step);
  const chosen = drawn ?? session.window.value ?? extent;
  const most = Math.max(0, ...buckets.map(({ count }) => count));
  const unit = step === 'day' ? 'week' : step;
  const isIn = (bucket: Bucket): boolean => bucket.to >= chosen.from && bucket.from <= chosen.to;

  const onPointerDown = (event: PointerEvent): void => {
    const svg = root.current;
    if (svg === null || event.button !== 0) return;
    svg.setPointerCapture(event.pointerId);
    const box = svg.getBoundingClientRect();
    const shareOf = (at: PointerEvent): number => (at.clientX - box.left) / box.width;
    const start = shareOf(event);
    const between = (end: number): DayRange => ({
      from: dayAt(Math.min(start, end), extent),
      to: dayAt(Math.max(start, end), extent),
    });
    const onMove = (moved: PointerEvent): void => setDrawn(between(shareOf(moved)));
    const finish = (moved: PointerEvent, take: boolean): void => {
      svg.removeEventListener('pointermove', onMove);
      svg.removeEventListener('pointerup', onUp);
      svg.removeEventListener('pointercancel', onCancel);
      setDrawn(null);
      if (!take) return;
      const end = shareOf(moved);
      const pressed = dayAt(start, extent);
      const bucket = buckets.find(({ from, to }) => pressed >= from && pressed <= to);
      session.setWindow(
        Math.abs(end - start) < DRAG_SHARE && bucket !== undefined
          ? { from: bucket.from, to: bucket.to }
          : between(end),
      );
    };
    const onUp = (moved: PointerEvent): void => finish(moved, true);
    const onCancel = (moved: PointerEvent): void => finish(moved, false);
    svg.addEventListener('pointermove', onMove);
    svg.addEventListener('pointerup', onUp);
    svg.addEventListener('pointercancel', onCancel);
  };

  return (
    <svg
      ref={root}
      class="histogram"
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      role="img"
      onPointerDown={onPointerDown}
      data-testid="histogram"
      aria-label={t('analysis.timeHistogram', {
        step: t(`analysis.per.${unit}`),
        unit: t(`analysis.step.${unit}`),
        max: most,
        range: t('analysis.timeRange', { from: date(toIso(extent.from)), to: date(toIso(extent.to)) }),
      })}
    >
      {buckets.map((bucket) => (
        <rect
          key={bucket.from}
          class={isIn(bucket) ? 'histogram-bar' : 'histogram-bar histogram-out'}
          x={bucket.x * 1000 + 1}
          width={Math.max(bucket.width * 1000 - 2, 1)}
          y={100 - Math.max(bucket.height * 96, bucket.count > 0 ? 2 : 0)}
          height={Math.max(bucket.height * 96, bucket.count > 0 ? 2 : 0)}
        >
          <title>
            {t('analysis.bar', { from: date(toIso(bucket.from)), unit: t(`analysis.step.${unit}`), n: bucket.count })}
          </title>
        </rect>
      ))}
    </svg>
  );
}
