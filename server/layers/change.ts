import type { QueryOptions } from '../platform/db/types.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';

/** What one revision of a layer has touched. */
export interface Change {
  readonly layer: string;
  readonly revision: number;
  /**
   * West, south, east, north (EPSG:3857) of every extent before and after, one after the other; null: the whole layer.
   */
  readonly boxes: readonly number[] | null;
  /**
   * The layer's revisions have started anew, as after a restored backup or on another timeline: revisions known before
   * say nothing, and what was made of them may be of what is lost.
   */
  readonly isReset: boolean;
  /**
   * The change has taken something out of public sight, now or in the past: nothing made before it may be shown, not
   * even while the database is lost.
   */
  readonly withdraws?: true;
  /** The timeline of the service's own database (`current_timeline.sql`). */
  readonly timeline?: number;
}

/** What a source is asked for changes with. */
export interface ChangeOptions extends QueryOptions {
  /** That of the last change that told one. */
  readonly timeline?: number | undefined;
}

/** Number of boxes of a change that names them. */
export function countBoxes(boxes: readonly number[]): number {
  return Math.floor(boxes.length / 4);
}

export function boxAt(boxes: readonly number[], index: number): Bounds3857 {
  const first = index * 4;
  return {
    west: boxes[first] ?? 0,
    south: boxes[first + 1] ?? 0,
    east: boxes[first + 2] ?? 0,
    north: boxes[first + 3] ?? 0,
  };
}
