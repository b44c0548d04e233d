/** Pointer, touch and keyboard on the planners' map: choosing, adding, dragging, drawing. */
import type { Map as MapLibre } from 'maplibre-gl';
import type { LonLat } from '../../../format/geometry.ts';

export interface Pointing {
  /** What can be dragged at a point of the map, in CSS px; null leaves the gesture to the map. */
  readonly grab: (at: Point, reachPx: number) => Grabbed | null;
  /** A click, or Enter on the crosshair. */
  readonly press: (at: Point, place: LonLat, reachPx: number) => void;
  /** A double click or Shift + Enter while something is drawn, and Enter after a click; true where it was handled. */
  readonly finish: () => boolean;
  /** Where the mouse is, pressing nothing; null once it has left the map. */
  readonly hover: (place: LonLat | null) => void;
  readonly cursor: (at: Point) => string;
}

export interface Grabbed {
  readonly move: (place: LonLat) => void;
  readonly drop: (place: LonLat) => void;
  readonly cancel: () => void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const STILL_PX = 4;
/** That move the map. */
const MOVING_KEYS = /^(Arrow\w+|[-+=_])$/;
const REACH_PX = { mouse: 10, touch: 22 } as const;

/** The listeners run before the map's own, which would pan, and open whatever lies below. */
export function bindPointer(map: MapLibre, pointing: Pointing): () => void {
  const [container, canvas] = [map.getContainer(), map.getCanvas()];
  let pressed: (Point & { readonly pointerType: string }) | null = null;
  let dragging: { readonly grabbed: Grabbed; readonly pointerId: number; moved: boolean } | null = null;
  let frame = 0;
  /** Whether the keyboard moves the map under the crosshair, so that Enter is about what lies there. */
  let isByKey = true;

  const pointOf = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const placeAt = ({ x, y }: Point): LonLat => {
    const { lng, lat } = map.unproject([x, y]);
    return { lon: lng, lat };
  };
  const reach = (type: string): number => (type === 'touch' ? REACH_PX.touch : REACH_PX.mouse);
  const far = (at: Point): boolean => pressed === null || Math.hypot(at.x - pressed.x, at.y - pressed.y) > STILL_PX;
  const hold = (held: boolean): void => {
    for (const handler of [map.dragPan, map.touchZoomRotate, map.boxZoom]) {
      if (held) handler.disable();
      else handler.enable();
    }
  };

  const onDown = (event: PointerEvent): void => {
    if (event.target !== canvas || event.button !== 0 || !event.isPrimary) return;
    const at = pointOf(event);
    pressed = { ...at, pointerType: event.pointerType };
    const grabbed = pointing.grab(at, reach(event.pointerType));
    if (grabbed === null) return;
    dragging = { grabbed, pointerId: event.pointerId, moved: false };
    hold(true);
    canvas.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const at = pointOf(event);
    if (dragging?.pointerId === event.pointerId) {
      if (!dragging.moved && !far(at)) return;
      dragging.moved = true;
      canvas.style.cursor = 'grabbing';
      dragging.grabbed.move(placeAt(at));
      return;
    }
    if (event.pointerType !== 'mouse' || event.target !== canvas || event.buttons !== 0) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      canvas.style.cursor = pointing.cursor(at);
      pointing.hover(placeAt(at));
    });
  };
  const onLeave = (event: PointerEvent): void => {
    if (event.target !== canvas) return;
    cancelAnimationFrame(frame);
    pointing.hover(null);
  };
  const release = (): typeof dragging => {
    const ended = dragging;
    if (ended === null) return null;
    dragging = null;
    hold(false);
    canvas.style.cursor = '';
    return ended;
  };
  const onUp = (event: PointerEvent): void => {
    if (dragging?.pointerId !== event.pointerId) return;
    const ended = release();
    if (ended?.moved === true) ended.grabbed.drop(placeAt(pointOf(event)));
  };
  const onCancel = (event: PointerEvent): void => {
    if (dragging?.pointerId === event.pointerId) release()?.grabbed.cancel();
  };
  const onClick = (event: MouseEvent): void => {
    if (event.target !== canvas) return;
    event.stopPropagation();
    const at = pointOf(event);
    // A double click zooms; its second press adds nothing.
    if (far(at) || event.detail > 1) return;
    isByKey = false;
    pointing.press(at, placeAt(at), reach(pressed?.pointerType ?? 'mouse'));
  };
  const onDoubleClick = (event: MouseEvent): void => {
    if (event.target !== canvas || !pointing.finish()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== canvas) return;
    if (event.key === 'Escape' && dragging !== null) {
      release()?.grabbed.cancel();
      event.stopPropagation();
    }
    if (MOVING_KEYS.test(event.key)) isByKey = true;
    if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    if ((event.shiftKey || !isByKey) && pointing.finish()) return;
    const at = map.project(map.getCenter());
    pointing.press(at, placeAt(at), REACH_PX.touch);
  };

  const listeners = [
    ['pointerdown', onDown],
    ['pointermove', onMove],
    ['pointerout', onLeave],
    ['pointerup', onUp],
    ['pointercancel', onCancel],
    ['click', onClick],
    ['dblclick', onDoubleClick],
    ['keydown', onKey],
  ] as const;
  for (const [type, listener] of listeners) container.addEventListener(type, listener as EventListener, true);
  return () => {
    cancelAnimationFrame(frame);
    release()?.grabbed.cancel();
    for (const [type, listener] of listeners) container.removeEventListener(type, listener as EventListener, true);
  };
}
