/** The frame of every chart: a head with title and explanation, and the width to draw to. */
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { usePlan } from '../context.ts';
import { sourceText } from '../format.ts';

interface ChartFrameProps {
  title: string;
  /** What the chart shows; where its data come from is added. */
  info: string;
  testId: string;
  /** Beside the title. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function ChartFrame({ title, info, testId, action, children }: ChartFrameProps) {
  const app = useApp();
  const session = usePlan();
  return (
    <section class="chart" aria-label={title} data-testid={testId}>
      <div class="chart-head">
        <h3>
          {title} <InfoTip about={title}>{`${info} ${sourceText(app, session)}`}</InfoTip>
        </h3>
        {action}
      </div>
      {children}
    </section>
  );
}

/** Width in CSS px of an element, as it changes: charts are drawn to measure, so that their texts keep their size. */
export function useWidth<E extends HTMLElement>(initial = 320): readonly [RefObject<E>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(initial);
  useEffect(() => {
    const own = element.current;
    if (own === null) return undefined;
    const measure = (): void => setWidth(Math.max(120, Math.round(own.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
