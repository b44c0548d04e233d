/** Gap areas as the map shows them: numbered as in the list, within their outlines. */
import type { GapArea } from '../../../../../tiles/api/measure-results.ts';
import type { Cells } from './cells.ts';
import { outlineOf, type Outline } from './outline.ts';

export interface GapMark {
  readonly number: number;
  readonly lon: number;
  readonly lat: number;
}

export interface GapMarks {
  readonly outline: Outline;
  readonly marks: readonly GapMark[];
}

export function gapMarks(gaps: readonly GapArea[], cells: Cells): GapMarks {
  return {
    outline: outlineOf(
      cells,
      gaps.map((area) => area.cells),
    ),
    marks: gaps.map(({ rank, lon, lat, cells: own }) => ({ number: rank, ...nearestTo(lon, lat, own, cells) })),
  };
}

/** The middle of an area may lie outside it: its number stands on its cell that is nearest. */
function nearestTo(
  lon: number,
  lat: number,
  own: readonly number[],
  { lonLat }: Cells,
): { readonly lon: number; readonly lat: number } {
  let best = { lon, lat };
  let least = Infinity;
  for (const cell of own) {
    const place = { lon: lonLat[2 * cell] as number, lat: lonLat[2 * cell + 1] as number };
    const away = (place.lon - lon) ** 2 + (place.lat - lat) ** 2;
    if (away < least) [best, least] = [place, away];
  }
  return best;
}
