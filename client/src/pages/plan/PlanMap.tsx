import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { loadPart } from '../../app/load-part.ts';
import type { App } from '../../app/types.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { MapView } from '../../shell/MapView.tsx';
import { boundsOf } from './data/selection.ts';
import { usePlan } from './context.ts';
import { subdistrictShares } from './far-out.ts';
import { secondApp, syncCameras } from './map/second-app.ts';
import { dividerAt, dividerByKey } from './map/swipe.ts';
import { DrawingHint } from './panel/DrawingHint.tsx';
import { isStreetTool, whyNoStreets, type StreetTool } from './session/drawing.ts';
import type { PlanSession, Tool } from './session/session.ts';
import type { IconName } from '../../ui/Icon.tsx';

/** The map of the active scenario; in a swipe, that of the other lies over its right part. */
export function PlanMap() {
  const app = useApp();
  const session = usePlan();
  const swiped = session.state.value.comparison === 'swipe' && app.map.value !== null;
  usePicture(app, session);
  useArea(app, session);
  return (
    <div class="plan-maps" data-swipe={swiped}>
      <MapView waits={!session.isAnswered.value} />
      {swiped && <Beside />}
      <Tools />
      <Hint />
    </div>
  );
}

/** An address that names a district but no view shows the district. */
function useArea(app: App, session: PlanSession): void {
  const [map, own] = [app.map.value, session.areaCells.value];
  useEffect(() => {
    const cells = session.cells.peek();
    const bounds = map === null || own === null || cells === null ? null : boundsOf(own, cells);
    if (bounds !== null && app.store.view.peek() === null) app.actions.fit(bounds);
  }, [map, own]);
}

/** Draws the session once the map is there. The code of deck.gl comes now, beside the map's own. */
function usePicture(app: App, session: PlanSession): void {
  const map = app.map.value;
  useEffect(() => {
    if (map === null) return undefined;
    return loadPart(
      app,
      'error.program',
      () => Promise.all([import('./map/bind-plan.ts'), import('./map/bind-tools.ts')]),
      ([{ bindPlan, markersFor }, { bindTools }]) => {
        const stops = [bindPlan(app, session, map, 'active'), bindTools(session, map, markersFor(session, 'active'))];
        return () => stops.forEach((each) => each());
      },
    );
  }, [map]);
}

/** The second map, the divider, and the name of the scenario on each side. */
function Beside() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const session = usePlan();
  const own = useMemo(() => {
    const second = secondApp(app);
    return { ...second, choropleth: subdistrictShares(second, session, 'beside') };
  }, [app]);
  const container = useRef<HTMLDivElement>(null);
  const { divider, other } = session.state.value;
  useEffect(() => {
    const [element, first] = [container.current, app.map.peek()];
    if (element === null || first === null) return undefined;
    return openBeside(app, own, session, element);
  }, []);
  return (
    <>
      <div
        ref={container}
        class="plan-beside"
        style={{ clipPath: `inset(0 0 0 ${divider * 100}%)` }}
        aria-hidden="true"
        data-testid="beside"
      />
      <p class="plan-side plan-side-left" style={{ right: `calc(${(1 - divider) * 100}% + 16px)` }}>
        {session.activeName.value}
      </p>
      <p class="plan-side plan-side-right" style={{ left: `calc(${divider * 100}% + 16px)` }}>
        {session.nameOf(other)}
      </p>
      <Divider label={t('plan.divider', { a: session.activeName.value, b: session.nameOf(other) })} />
    </>
  );
}

function openBeside(app: App, own: App, session: PlanSession, element: HTMLElement): () => void {
  const stops: (() => void)[] = [];
  // Clicks on the second map select nothing: the panel shows the active scenario.
  const keepOff = (event: Event): void => event.stopPropagation();
  element.addEventListener('click', keepOff, true);
  const stopLoading = loadPart(
    app,
    'error.program',
    () => Promise.all([import('../../app/show-map.ts'), import('./map/bind-plan.ts')]),
    ([{ showMap }, { bindPlan }]) => {
      const stopMap = showMap(own, element, () => app.actions.notify({ key: 'map.noWebGL' }));
      const stopWaiting = own.map.subscribe((map) => {
        const first = app.map.peek();
        if (map === null || first === null) return;
        // Only the first map takes the keyboard.
        map.getCanvas().tabIndex = -1;
        stops.unshift(syncCameras(first, map), bindPlan(own, session, map, 'beside'));
      });
      stops.push(stopWaiting, stopMap);
      return () => stops.forEach((stop) => stop());
    },
  );
  return () => {
    element.removeEventListener('click', keepOff, true);
    stopLoading();
  };
}

/** After the WAI-ARIA pattern of a window splitter: pointer, touch and arrow keys. */
function Divider({ label }: { label: string }) {
  const session = usePlan();
  const { divider } = session.state.value;
  const onPointerDown = (event: PointerEvent): void => {
    const handle = event.currentTarget as HTMLElement;
    const box = handle.parentElement?.getBoundingClientRect();
    if (box === undefined) return;
    handle.setPointerCapture(event.pointerId);
    const onMove = (moved: PointerEvent): void =>
      session.update({ divider: dividerAt(moved.clientX, box.left, box.width) });
    handle.addEventListener('pointermove', onMove);
    const end = (): void => {
      handle.removeEventListener('pointermove', onMove);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
    };
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = dividerByKey(divider, event.key);
    if (next === null) return;
    event.preventDefault();
    session.update({ divider: next });
  };
  return (
    <div
      class="plan-divider"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      data-testid="divider"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(divider * 100)}
      style={{ left: `${divider * 100}%` }}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    >
      <span aria-hidden="true" />
    </div>
  );
}

const TOOLS: readonly { readonly id: Exclude<Tool, 'area' | StreetTool>; readonly icon: IconName }[] = [
  { id: 'look', icon: 'pointer' },
  { id: 'add', icon: 'plus' },
  { id: 'move', icon: 'move' },
];
const STREET_TOOLS: readonly { readonly id: StreetTool; readonly icon: IconName }[] = [
  { id: 'street', icon: 'street' },
  { id: 'shut', icon: 'shut' },
];

function Tools() {
  const {
    actions,
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { tool, take } = session;
  const reason = whyNoStreets(session);
  return (
    <div class="plan-tools control-stack" role="group" aria-label={t('plan.tools')}>
      {TOOLS.map(({ id, icon }) => (
        <IconButton
          key={id}
          icon={icon}
          label={t(`plan.tool.${id}`)}
          aria-pressed={tool.value === id}
          data-testid={`tool-${id}`}
          onClick={() => take(id)}
        />
      ))}
      {STREET_TOOLS.map(({ id, icon }) => (
        <IconButton
          key={id}
          icon={icon}
          label={
            reason === null
              ? t(`plan.tool.${id}`)
              : t('plan.tool.without', { tool: t(`plan.tool.${id}`), why: t(reason.key, reason.params) })
          }
          aria-pressed={tool.value === id}
          aria-disabled={reason !== null}
          data-testid={`tool-${id}`}
          onClick={() => {
            // Who touches sees no tooltip.
            if (reason === null) take(id);
            else actions.notify(reason);
          }}
        />
      ))}
    </div>
  );
}

/** What the next click on the map does. */
function Hint() {
  const {
    i18n: { t },
  } = useApp();
  const { tool } = usePlan();
  if (tool.value === 'look') return null;
  if (isStreetTool(tool.value)) return <DrawingHint tool={tool.value} />;
  return (
    <p class="map-hint plan-hint" role="status">
      {t(`plan.hint.${tool.value}`)}
    </p>
  );
}
