import { NO_CLIENT } from '../fairness/client-address.ts';
import type { JobLane, JobRoom } from './job-store.ts';

/** How many jobs of each lane a process works on at a time. */
export type Rooms = Readonly<Record<JobLane, number>>;

export const NO_ROOM: Rooms = { quick: 0, short: 0, long: 0 };

/**
 * The places of one process for jobs. A client has one half of those of a lane, and one in any case: whoever comes next
 * finds one free, and does not wait for minutes.
 */
export class Places {
  readonly #rooms: Rooms;
  /** Jobs by lane and client. */
  readonly #held = new Map<JobLane, Map<string, number>>();

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  has(lane: JobLane, client: string): boolean {
    return this.#count(lane) < this.#rooms[lane] && !this.#isFull(lane, client);
  }

  /** Takes a place, be there one or not. @returns a function that gives it back */
  take(lane: JobLane, client: string): () => void {
    const held = this.#held.get(lane) ?? new Map<string, number>();
    this.#held.set(lane, held.set(client, (held.get(client) ?? 0) + 1));
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      const left = (held.get(client) ?? 0) - 1;
      if (left > 0) held.set(client, left);
      else held.delete(client);
    };
  }

  /** What there is room for now. */
  get room(): JobRoom {
    const lanes = (['quick', 'short', 'long'] as const).filter((lane) => this.#count(lane) < this.#rooms[lane]);
    const full = lanes.flatMap((lane) =>
      [...(this.#held.get(lane)?.keys() ?? [])]
        .filter((client) => this.#isFull(lane, client))
        .map((client) => ({ lane, client })),
    );
    return { lanes, full };
  }

  #count(lane: JobLane): number {
    return [...(this.#held.get(lane)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  #isFull(lane: JobLane, client: string): boolean {
    if (client === NO_CLIENT) return false;
    return (this.#held.get(lane)?.get(client) ?? 0) >= Math.max(1, Math.floor(this.#rooms[lane] / 2));
  }
}
