import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

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
