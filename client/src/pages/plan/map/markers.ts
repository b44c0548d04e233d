/** Facilities as the map marks them: existing, added, moved, removed, or not connected to the roads. */
import type { CoverageFacility } from '../../../../../tiles/api/coverage.ts';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import type { Theme } from '../../../state/types.ts';
import type { LonLat } from '../../../format/geometry.ts';

/** In the order of the legend. */
export const MARKER_KINDS = ['existing', 'added', 'moved', 'removed', 'unconnected'] as const;
export type MarkerKind = (typeof MARKER_KINDS)[number];

/** Told apart by sign and size too. Blue is served, orange is not, and pink is what is selected: none of them here. */
const COLORS: Readonly<Record<Theme, Readonly<Record<MarkerKind, string>>>> = {
  light: { existing: '#1b2a33', added: '#00704f', moved: '#7a3ca0', removed: '#6b747a', unconnected: '#787878' },
  dark: { existing: '#f0f4f7', added: '#58d6a4', moved: '#cda5ff', removed: '#a4aeb5', unconnected: '#96a0a8' },
};
export const MARK_SIGNS: Readonly<Record<MarkerKind, string>> = {
  existing: '',
  added: '+',
  moved: '↔',
  removed: '×',
  unconnected: '?',
};

export function markColor(theme: Theme, kind: MarkerKind): string {
  return COLORS[theme][kind];
}

/** Around marks, of the signs in them, and within the rings of existing facilities. */
export function haloOf(theme: Theme): string {
  return theme === 'light' ? '#ffffff' : '#12161a';
}

export interface Marker extends LonLat {
  readonly id: string;
  readonly kind: MarkerKind;
  readonly selected: boolean;
  /** Where a moved one stands today. */
  readonly from: LonLat | null;
}

/** `facilities` are those without edits: the edits come on top, so that a site follows the finger, not the answer. */
export function markersOf(
  facilities: readonly CoverageFacility[],
  edits: readonly ScenarioEdit[],
  selectedId: string | null,
): Marker[] {
  const byId = new Map(edits.map((edit) => [edit.id, edit]));
  const existing = facilities.map(({ id, lon, lat, unconnected }): Marker => {
    const edit = byId.get(id);
    const selected = id === selectedId;
    if (edit?.kind === 'remove') return { id, lon, lat, kind: 'removed', selected, from: null };
    if (edit?.kind === 'move') return { id, lon: edit.lon, lat: edit.lat, kind: 'moved', selected, from: { lon, lat } };
    return { id, lon, lat, kind: unconnected ? 'unconnected' : 'existing', selected, from: null };
  });
  const added = edits.flatMap((edit): Marker[] =>
    edit.kind === 'add'
      ? [{ id: edit.id, lon: edit.lon, lat: edit.lat, kind: 'added', selected: edit.id === selectedId, from: null }]
      : [],
  );
  return [...existing, ...added];
}

/** Whether it is marked in every view: the others are drawn with the cells alone. */
export function isMarked({ kind, selected }: Marker): boolean {
  return selected || (kind !== 'existing' && kind !== 'unconnected');
}

/** The marker nearest to a point of the screen, within reach; the one drawn last of those that lie over each other. */
export function markerAt<M extends LonLat>(
  markers: readonly M[],
  at: { readonly x: number; readonly y: number },
  project: (place: LonLat) => { readonly x: number; readonly y: number },
  reachPx: number,
): M | null {
  let best: M | null = null;
  let bestPx = reachPx;
  for (const marker of markers) {
    const { x, y } = project(marker);
    const px = Math.hypot(x - at.x, y - at.y);
    if (px <= bestPx) [best, bestPx] = [marker, px];
  }
  return best;
}
