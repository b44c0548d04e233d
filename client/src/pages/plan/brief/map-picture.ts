/** The printed map: a second, hidden map draws it at the resolution of paper, in light colours. */
import { signal } from '@preact/signals';
import type { Map as MapLibre } from 'maplibre-gl';
import type { App } from '../../../app/types.ts';
import { showMap } from '../../../app/show-map.ts';
import { whenSettled } from '../../../map/when-drawn.ts';
import { metresPerPx, WORLD_PX } from '../../../format/scale.ts';
import { atZoom, sharesInPicture, zoomOf } from '../far-out.ts';
import { bindPlan } from '../map/bind-plan.ts';
import { secondApp } from '../map/second-app.ts';
import type { PlanSession } from '../session/session.ts';
import { context2d, newCanvas } from '../../../app/canvas.ts';
import { ExportError } from './export-error.ts';
import { tilesOf, type Box, type Size } from './paper.ts';

export interface MapPicture {
  readonly canvas: HTMLCanvasElement;
  /** On the ground, at the centre. */
  readonly metresPerPx: number;
  /** Bearing of the top edge in degrees clockwise from north. */
  readonly bearing: number;
  readonly pitch: number;
}

export interface MapWish {
  readonly app: App;
  readonly session: PlanSession;
  /** Pixels of the picture. */
  readonly size: Size;
  readonly extent: 'view' | 'city';
  readonly abort: AbortSignal;
}

/** Pixels of paper per CSS pixel: the map's labels come out as on a screen of 96 dpi. */
const PIXEL_RATIO = 300 / 96;
const TIMEOUT_MS = 60_000;
/** MapLibre draws no larger canvas than this, and some phones not even that. */
const MOST_PX = 4096;
/** Overlap around a piece in CSS px: a name across its edge is then in both pieces. */
const OVERLAP = 48;
/** deck.gl gathers heat a moment after the map stands still. */
const HEAT_SETTLE_MS = 400;

/**
 * Throws `ExportError` where the browser cannot draw or is not done in time, `CanvasError` where the device has no
 * memory for it, `AbortError` where the reader cancels.
 */
export async function drawMap({ app, session, size, extent, abort }: MapWish): Promise<MapPicture> {
  const main = app.map.peek();
  if (main === null) throw new ExportError('webgl');
  const most = Math.min(MOST_PX, largestSide(main));
  const zoom = pictureZoom(app, extent);
  const parts = tilesOf(size, most - 2 * OVERLAP * PIXEL_RATIO);
  const css = { width: size.width / PIXEL_RATIO, height: size.height / PIXEL_RATIO };
  const margin = parts.length > 1 ? OVERLAP : 0;
  const view = {
    width: Math.max(...parts.map(({ width }) => width)) / PIXEL_RATIO + 2 * margin,
    height: Math.max(...parts.map(({ height }) => height)) / PIXEL_RATIO + 2 * margin,
  };
  const own: App = { ...secondApp(app), theme: signal('light') };
  const choropleth = sharesInPicture(atZoom(own, zoom), session);
  const hidden = await openHidden({ ...own, choropleth }, view, abort);
  try {
    const map = hidden.map;
    const camera = cameraFor(
      main,
      css,
      extent === 'city' ? (app.config.state.peek().value?.bounds ?? null) : null,
      parts.length === 1 && session.state.peek().display === 'columns',
    );
    map.setMaxBounds(null);
    map.jumpTo(camera);
    const stop = bindPlan(atZoom(hidden.app, zoom), session, map, 'active');
    try {
      const canvas = newCanvas(size);
      const context = context2d(canvas);
      for (const part of parts) {
        map.jumpTo({ ...camera, center: centreOf(map, camera, css, part) });
        await settled(map, session.state.peek().display === 'heat', abort);
        copyPart(context, map.getCanvas(), view, part);
      }
      const lat = camera.center[1];
      return {
        canvas,
        metresPerPx: metresPerPx(lat, camera.zoom) / PIXEL_RATIO,
        bearing: camera.bearing,
        pitch: camera.pitch,
      };
    } finally {
      stop();
    }
  } finally {
    hidden.close();
  }
}

/** Of what the printed map shows: what the reader sees, whatever the size of the sheet; of the city its hexagons. */
export function pictureZoom(app: App, extent: MapWish['extent']): number {
  return extent === 'city' ? 0 : zoomOf(app);
}

interface Hidden {
  readonly map: MapLibre;
  readonly app: App;
  readonly close: () => void;
}

function openHidden(own: App, { width, height }: Size, abort: AbortSignal): Promise<Hidden> {
  const container = document.createElement('div');
  container.setAttribute('aria-hidden', 'true');
  container.inert = true;
  container.style.cssText = `position:fixed;left:-20000px;top:0;width:${String(width)}px;height:${String(height)}px;visibility:hidden`;
  document.body.append(container);
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [() => container.remove()];
    const close = (): void =>
      ends
        .splice(0)
        .reverse()
        .forEach((end) => end());
    const fail = (error: Error): void => {
      close();
      reject(error);
    };
    const onAbort = (): void => fail(abortError());
    abort.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => fail(new ExportError('map')), TIMEOUT_MS);
    ends.push(
      () => clearTimeout(timer),
      () => abort.removeEventListener('abort', onAbort),
    );
    if (abort.aborted) {
      onAbort();
      return;
    }
    // Its last entry is undone first: the map goes before its container does.
    ends.push(showMap(own, container, () => queueMicrotask(() => fail(new ExportError('webgl')))));
    ends.push(
      own.map.subscribe((map) => {
        if (map === null) return;
        clearTimeout(timer);
        map.setPixelRatio(PIXEL_RATIO);
        resolve({ map, app: own, close });
      }),
    );
  });
}

interface Camera {
  readonly center: [lon: number, lat: number];
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

/**
 * Camera of the printed map, which shows at least what the reader sees, whatever the shape of the sheet. The map is
 * flat, except for columns, which have a height to show.
 */
function cameraFor(
  main: MapLibre,
  css: Size,
  bounds: readonly [number, number, number, number] | null,
  tilted: boolean,
): Camera {
  if (bounds !== null) return { ...fitTo(bounds, css), bearing: 0, pitch: 0 };
  const { clientWidth, clientHeight } = main.getContainer();
  const { lng, lat } = main.getCenter();
  return {
    center: [lng, lat],
    zoom: main.getZoom() + Math.log2(Math.min(css.width / clientWidth, css.height / clientHeight)),
    bearing: main.getBearing(),
    pitch: tilted ? main.getPitch() : 0,
  };
}

function fitTo(
  [west, south, east, north]: readonly [number, number, number, number],
  css: Size,
): Pick<Camera, 'center' | 'zoom'> {
  const y = (lat: number): number => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const middle = (y(south) + y(north)) / 2;
  const [width, height] = [(east - west) / 360, (y(north) - y(south)) / (2 * Math.PI)];
  const zoom = Math.log2(Math.min(css.width / width, css.height / height) / WORLD_PX) - 0.05;
  return { center: [(west + east) / 2, (360 / Math.PI) * Math.atan(Math.exp(middle)) - 90], zoom };
}

/** Centre of a piece under the camera of the whole sheet; only a flat map can be drawn in pieces. */
function centreOf(map: MapLibre, camera: Camera, css: Size, part: Box): [number, number] {
  const [dx, dy] = [
    (part.x + part.width / 2) / PIXEL_RATIO - css.width / 2,
    (part.y + part.height / 2) / PIXEL_RATIO - css.height / 2,
  ];
  if (dx === 0 && dy === 0) return camera.center;
  map.jumpTo(camera);
  const { x, y } = map.project(camera.center);
  const { lng, lat } = map.unproject([x + dx, y + dy]);
  return [lng, lat];
}

function copyPart(context: CanvasRenderingContext2D, source: HTMLCanvasElement, view: Size, part: Box): void {
  // The browser may have made the canvas smaller than requested; its pixels are then enlarged.
  const [scaleX, scaleY] = [source.width / view.width, source.height / view.height];
  const [width, height] = [part.width / PIXEL_RATIO, part.height / PIXEL_RATIO];
  context.drawImage(
    source,
    ((view.width - width) / 2) * scaleX,
    ((view.height - height) / 2) * scaleY,
    width * scaleX,
    height * scaleY,
    part.x,
    part.y,
    part.width,
    part.height,
  );
}

/** Resolves once all tiles are there and all is drawn; a base map whose server does not answer is left out. */
async function settled(map: MapLibre, asHeat: boolean, abort: AbortSignal): Promise<void> {
  await drawn(map, abort);
  if (!asHeat) return;
  await new Promise((resolve) => {
    setTimeout(resolve, HEAT_SETTLE_MS);
  });
  await drawn(map, abort);
}

function drawn(map: MapLibre, abort: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = (): void => undefined;
    const end = (act: () => void): void => {
      clearTimeout(timer);
      stop();
      abort.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => end(() => reject(abortError()));
    const timer = setTimeout(() => end(() => reject(new ExportError('map'))), TIMEOUT_MS);
    if (abort.aborted) {
      onAbort();
      return;
    }
    abort.addEventListener('abort', onAbort, { once: true });
    stop = whenSettled(map, () => end(resolve));
  });
}

function largestSide(map: MapLibre): number {
  const gl = map.getCanvas().getContext('webgl2') ?? map.getCanvas().getContext('webgl');
  return gl === null ? MOST_PX : Number(gl.getParameter(gl.MAX_RENDERBUFFER_SIZE));
}

function abortError(): DOMException {
  return new DOMException('The export was cancelled.', 'AbortError');
}
