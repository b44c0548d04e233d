import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import type { SheetSize } from '../app/types.ts';

/** The panel of phones: a sheet that is dragged, or moved by its handle's keys and buttons, between three heights. */
export function Sheet({ children }: { children: ComponentChildren }) {
  const {
    store,
    ui,
    map,
    actions,
    i18n: { t },
  } = useApp();
  const sheet = useRef<HTMLElement>(null);
  const [draggedPx, setDragged] = useState<number | null>(null);
  const size = ui.sheet.value;
  const available = (): number => sheet.current?.parentElement?.clientHeight ?? window.innerHeight;

  // What the sheet covers is no part of the map's view. At full height hardly any view is left to keep a centre in.
  useEffect(() => {
    const covered = sheetHeight(size === 'full' ? 'half' : size, available());
    // The map was made for the whole screen: its first view has to fit into what the sheet leaves.
    const untouched = store.view.peek() === null && store.selection.peek() === null;
    map.value?.setPadding({ top: 0, left: 0, right: 0, bottom: covered });
    if (untouched) actions.home({ animate: false });
    document.documentElement.style.setProperty('--sheet-covered', `${covered}px`);
    return () => {
      document.documentElement.style.removeProperty('--sheet-covered');
    };
  }, [size, map.value]);
  useEffect(
    () => () => {
      map.peek()?.setPadding({ top: 0, left: 0, right: 0, bottom: 0 });
    },
    [],
  );

  const set = (next: SheetSize): void => {
    ui.sheet.value = next;
  };
  const onPointerDown = (event: PointerEvent): void => {
    const handle = event.currentTarget;
    if (!(handle instanceof HTMLElement) || sheet.current === null) return;
    handle.setPointerCapture(event.pointerId);
    const startHeight = sheet.current.clientHeight;
    const heightAt = (moved: PointerEvent): number => Math.max(PEEK_PX, startHeight + event.clientY - moved.clientY);
    const onMove = (moved: PointerEvent): void => setDragged(heightAt(moved));
    const onUp = (moved: PointerEvent): void => {
      handle.removeEventListener('pointermove', onMove);
      setDragged(null);
      // A tap does not drag: it goes one step up, and from the top down to the bottom.
      const tapped = Math.abs(moved.clientY - event.clientY) < 5;
      set(tapped ? (size === 'full' ? 'peek' : step(size, 1)) : nearestSize(heightAt(moved), available()));
    };
    handle.addEventListener('pointermove', onMove);
    handle.addEventListener('pointerup', onUp, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const next =
      event.key === 'Enter' || event.key === ' '
        ? size === 'full'
          ? 'peek'
          : step(size, 1)
        : direction === 0
          ? null
          : step(size, direction);
    if (next === null) return;
    event.preventDefault();
    set(next);
  };

  return (
    <aside
      id="panel"
      ref={sheet}
      class="sheet"
      data-size={size}
      aria-label={t('tab.label')}
      style={draggedPx === null ? {} : { height: `${draggedPx}px`, transition: 'none' }}
    >
      <button
        type="button"
        class="sheet-handle"
        aria-label={t('sheet.handle', { size: t(`sheet.${size}`) })}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      >
        <span aria-hidden="true" />
      </button>
      {children}
    </aside>
  );
}

const SIZES = ['peek', 'half', 'full'] as const;

/** Handle and tabs. */
export const PEEK_PX = 92;
const HALF = 0.48;
/** A strip of map stays in sight, to drag the sheet down from. */
const FULL_GAP_PX = 12;

export function sheetHeight(size: SheetSize, availablePx: number): number {
  switch (size) {
    case 'peek':
      return PEEK_PX;
    case 'half':
      return Math.round(availablePx * HALF);
    case 'full':
      return availablePx - FULL_GAP_PX;
  }
}

/** The size whose height is closest: where a dragged sheet comes to rest. */
export function nearestSize(heightPx: number, availablePx: number): SheetSize {
  const off = (size: SheetSize): number => Math.abs(sheetHeight(size, availablePx) - heightPx);
  return SIZES.reduce<SheetSize>((best, size) => (off(size) < off(best) ? size : best), 'peek');
}

export function step(size: SheetSize, by: 1 | -1): SheetSize {
  return SIZES[SIZES.indexOf(size) + by] ?? size;
}
