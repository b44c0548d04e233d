/** What the pointer does, depending on the tool. */
import type { Map as MapLibre } from 'maplibre-gl';
import type { ReadonlySignal } from '@preact/signals';
import type { LonLat } from '../../../format/geometry.ts';
import { CELLS_FROM_ZOOM } from '../data/hexagons.ts';
import { cellAt } from '../data/selection.ts';
import type { PlanSession } from '../session/session.ts';
import { roundPlace } from '../state/scenario-text.ts';
import { finishArea } from '../session/siting.ts';
import { isMarked, markerAt, type Marker } from './markers.ts';
import { bindPointer, type Grabbed, type Point } from './pointer.ts';

/** Half the diagonal of a cell of 100 m, and a little more. */
const CELL_REACH_M = 75;

export function bindTools(session: PlanSession, map: MapLibre, markers: ReadonlySignal<readonly Marker[]>): () => void {
  const project = ({ lon, lat }: LonLat): Point => map.project([lon, lat]);
  const markerNear = (at: Point, reachPx: number): Marker | null => {
    const drawn = map.getZoom() < CELLS_FROM_ZOOM ? markers.peek().filter(isMarked) : markers.peek();
    return markerAt(drawn, at, project, reachPx);
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
      case 'area': {
        const { lon, lat } = roundPlace(place);
        session.drawing.value = [...session.drawing.peek(), [lon, lat]];
        return;
      }
      default:
        choose(session, markerNear(at, reachPx), place);
    }
  };
  return bindPointer(map, {
    grab(at, reachPx) {
      const marker = markerNear(at, reachPx);
      return canDrag(marker) ? grabbed(session, marker) : null;
    },
    press,
    finish: () => session.tool.peek() === 'area' && finishArea(session),
    cursor(at) {
      const tool = session.tool.peek();
      if (tool === 'add' || tool === 'area') return 'crosshair';
      const marker = markerNear(at, 8);
      return canDrag(marker) ? 'grab' : marker === null ? '' : 'pointer';
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
