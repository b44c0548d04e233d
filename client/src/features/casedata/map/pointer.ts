import type { Map as MapLibre } from 'maplibre-gl';
import type { Picked } from '../session.ts';

interface Pointing {
  /** What the analysis draws at a point of the map, in CSS px. */
  readonly pick: (at: { x: number; y: number }, reachPx: number) => Picked | null;
  readonly choose: (picked: Picked) => void;
  readonly describe: (picked: Picked) => string;
}

/** A finger that moves less than this clicks; otherwise it drags. */
const STILL_PX = 4;
const REACH_PX = 4;

/**
 * Clicks, Enter on the crosshair, and the tooltip that follows the pointer. A hit on the analysis goes no further: the
 * listeners run before the map's own, which would open whatever lies below.
 */
export function bindPointer(
  map: MapLibre,
  { pick, choose, describe }: Pointing,
): { hideTip: () => void; stop: () => void } {
  const [container, canvas] = [map.getContainer(), map.getCanvas()];
  const tip = createTip(container);
  let pressed = { x: 0, y: 0 };
  let frame = 0;

  const pointOf = (event: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onDown = (event: PointerEvent): void => {
    pressed = pointOf(event);
    tip.hide();
  };
  const onClick = (event: MouseEvent): void => {
    const at = pointOf(event);
    if (event.target !== canvas || Math.hypot(at.x - pressed.x, at.y - pressed.y) > STILL_PX) return;
    const picked = pick(at, REACH_PX);
    if (picked === null) return;
    event.stopPropagation();
    choose(picked);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.target !== canvas) return;
    const picked = pick(map.project(map.getCenter()), REACH_PX);
    if (picked === null) return;
    event.preventDefault();
    event.stopPropagation();
    choose(picked);
  };
  const onMove = (event: PointerEvent): void => {
    cancelAnimationFrame(frame);
    if (event.pointerType !== 'mouse' || event.target !== canvas || event.buttons !== 0) return;
    frame = requestAnimationFrame(() => {
      const at = pointOf(event);
      const picked = map.isMoving() ? null : pick(at, 0);
      if (picked === null) tip.hide();
      else tip.show(describe(picked), at);
    });
  };
  const onLeave = (): void => {
    cancelAnimationFrame(frame);
    tip.hide();
  };

  container.addEventListener('pointerdown', onDown, true);
  container.addEventListener('click', onClick, true);
  container.addEventListener('keydown', onKey, true);
  container.addEventListener('pointermove', onMove);
  container.addEventListener('pointerleave', onLeave);
  const stop = (): void => {
    onLeave();
    tip.remove();
    container.removeEventListener('pointerdown', onDown, true);
    container.removeEventListener('click', onClick, true);
    container.removeEventListener('keydown', onKey, true);
    container.removeEventListener('pointermove', onMove);
    container.removeEventListener('pointerleave', onLeave);
  };
  return { hideTip: tip.hide, stop };
}

/** A tooltip beside the pointer. Screen readers hear of what was chosen instead. */
function createTip(container: HTMLElement): {
  show: (text: string, at: { x: number; y: number }) => void;
  hide: () => void;
  remove: () => void;
} {
  const element = container.ownerDocument.createElement('div');
  element.className = 'analysis-tip';
  element.setAttribute('aria-hidden', 'true');
  element.hidden = true;
  container.append(element);
  return {
    show(text, { x, y }) {
      element.textContent = text;
      element.hidden = false;
      const room = container.clientWidth - element.offsetWidth - 8;
      element.style.transform = `translate(${Math.max(8, Math.min(x + 14, room))}px, ${Math.max(8, y - element.offsetHeight - 10)}px)`;
    },
    hide() {
      element.hidden = true;
    },
    remove() {
      element.remove();
    },
  };
}
