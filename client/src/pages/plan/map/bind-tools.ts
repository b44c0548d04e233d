/** What the pointer does, depending on the tool. */
import type { Map as MapLibre } from 'maplibre-gl';
import type { ReadonlySignal } from '@preact/signals';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import type { LonLat } from '../../../format/geometry.ts';
import { CELLS_FROM_ZOOM } from '../data/hexagons.ts';
import { cellAt } from '../data/selection.ts';
import type { PlanSession } from '../session/session.ts';
import { addPoint, finishDrawing, isDrawing } from '../session/drawing.ts';
import { roundPlace } from '../state/place-text.ts';
import { vertices, withVertex } from '../state/streets.ts';
import { isMarked, markerAt, type Marker } from './markers.ts';
import { bindPointer, type Grabbed, type Point } from './pointer.ts';
import { streetAt } from './streets.ts';

/** Half the diagonal of a cell of 100 m, and a little more. */
const CELL_REACH_M = 75;
const CURSOR_REACH_PX = 8;

export function bindTools(session: PlanSession, map: MapLibre, markers: ReadonlySignal<readonly Marker[]>): () => void {
  const project = ({ lon, lat }: LonLat): Point => map.project([lon, lat]);
  const markerNear = (at: Point, reachPx: number): Marker | null => {
    const drawn = map.getZoom() < CELLS_FROM_ZOOM ? markers.peek().filter(isMarked) : markers.peek();
    return markerAt(drawn, at, project, reachPx);
  };

  const isNear = (at: Point, place: LonLat, reachPx: number): boolean => {
    const { x, y } = project(place);
    return Math.hypot(x - at.x, y - at.y) <= reachPx;
  };
  /** Of the street that is selected. */
  const vertexNear = (at: Point, reachPx: number): Vertex | null => {
    const [selected, tool] = [session.selected.peek(), session.tool.peek()];
    if (selected?.kind !== 'street' || (tool !== 'look' && tool !== 'move')) return null;
    const edit = session.streets.peek().find(({ id }) => id === selected.id);
    const index = edit === undefined ? -1 : vertices(edit).findIndex((place) => isNear(at, place, reachPx));
    return edit === undefined || index < 0 ? null : { edit, index };
  };

  const canDrag = (marker: Marker | null): marker is Marker => {
    if (marker === null || marker.kind === 'removed') return false;
    const selected = session.selected.peek();
    return (
      session.tool.peek() === 'move' ||
      (session.tool.peek() === 'look' && selected?.kind === 'facility' && selected.id === marker.id)
    );
  };
  const press = (at: Point, place: LonLat, reachPx: number): void => {
    switch (session.tool.peek()) {
      case 'add': {
        session.addFacility(place);
        return;
      }
      case 'area':
      case 'street':
      case 'shut': {
        const last = session.drawing.peek().at(-1);
        const isLast = last !== undefined && isNear(at, { lon: last[0], lat: last[1] }, reachPx);
        // Pressing the last point once more ends the line, as a double click does.
        if (!isLast || !finishDrawing(session)) addPoint(session, place);
        return;
      }
      default: {
        const marker = markerNear(at, reachPx);
        const street = marker === null ? streetAt(session.streets.peek(), at, place, project, reachPx) : null;
        if (street === null) choose(session, marker, place);
        else session.selected.value = { kind: 'street', id: street.id };
      }
    }
  };
  return bindPointer(map, {
    grab(at, reachPx) {
      const vertex = vertexNear(at, reachPx);
      if (vertex !== null) return grabbedVertex(session, vertex);
      const marker = markerNear(at, reachPx);
      return canDrag(marker) ? grabbed(session, marker) : null;
    },
    press,
    finish: () => finishDrawing(session),
    hover(place) {
      session.pointer.value = isDrawing(session.tool.peek()) ? place : null;
    },
    cursor(at) {
      const tool = session.tool.peek();
      if (tool === 'add' || isDrawing(tool)) return 'crosshair';
      const marker = markerNear(at, CURSOR_REACH_PX);
      if (canDrag(marker) || vertexNear(at, CURSOR_REACH_PX) !== null) return 'grab';
      const { lng, lat } = map.unproject([at.x, at.y]);
      const isOver = streetAt(session.streets.peek(), at, { lon: lng, lat }, project, CURSOR_REACH_PX) !== null;
      return marker !== null || isOver ? 'pointer' : '';
    },
  });
}

function grabbed(session: PlanSession, { id }: Marker): Grabbed {
  session.selected.value = { kind: 'facility', id };
  return {
    move(place) {
      session.preview.value = { kind: 'move', id, ...roundPlace(place) };
    },
    drop(place) {
      // Commits the edit before clearing the preview, so that no request is sent in between.
      session.edit([{ kind: 'move', id, ...roundPlace(place) }]);
      session.preview.value = null;
    },
    cancel() {
      session.preview.value = null;
    },
  };
}

interface Vertex {
  readonly edit: StreetEdit;
  readonly index: number;
}

function grabbedVertex(session: PlanSession, { edit, index }: Vertex): Grabbed {
  const at = (place: LonLat): StreetEdit => withVertex(edit, index, roundPlace(place));
  return {
    move(place) {
      session.streetPreview.value = at(place);
    },
    drop(place) {
      session.editStreet(at(place));
      session.streetPreview.value = null;
    },
    cancel() {
      session.streetPreview.value = null;
    },
  };
}

function choose(session: PlanSession, marker: Marker | null, place: LonLat): void {
  if (marker !== null) {
    session.selected.value = { kind: 'facility', id: marker.id };
    return;
  }
  const cells = session.cells.peek();
  const cell = cells === null ? -1 : cellAt(cells, place.lon, place.lat, CELL_REACH_M);
  if (cell < 0) {
    session.selected.value = null;
    return;
  }
  // A gap area is chosen as a whole; its cells one by one only where it is chosen already.
  const gap = session.active.coverage.peek()?.header.gaps.find(({ cells: own }) => own.includes(cell));
  const selected = session.selected.peek();
  const isChosen = selected?.kind === 'gap' && gap !== undefined && selected.area.rank === gap.rank;
  session.selected.value = gap === undefined || isChosen ? { kind: 'cell', cell } : { kind: 'gap', area: gap };
}
