/** Rules about changing between stops. */
import { TRANSFER, type Transfers } from '../types.ts';
import type { Counts } from './counts.ts';
import type { Feed } from './feed.ts';
import type { Stops } from './stops.ts';

/** Trips that stay the same vehicle, and others. */
const MOST_KIND = 5;
const MOST_SECONDS = 86_400;
const SPECIAL = ['from_route_id', 'to_route_id', 'from_trip_id', 'to_trip_id'] as const;

interface Rule {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly seconds: number;
}

/**
 * A rule about a station is about each of its stops; one about a stop of it goes before. Rules about single routes or
 * trips are counted and left out.
 */
export async function readTransfers(feed: Feed, stops: Stops, counts: Counts): Promise<Transfers> {
  const byGenerality: Rule[][] = [[], [], []];
  const columns = {
    needed: ['from_stop_id', 'to_stop_id'],
    optional: ['transfer_type', 'min_transfer_time', ...SPECIAL],
  };
  for await (const row of feed.rows('transfers.txt', columns)) {
    const kind = row.whole('transfer_type', { min: 0, max: MOST_KIND, fallback: TRANSFER.recommended });
    const seconds = row.whole('min_transfer_time', { min: 0, max: MOST_SECONDS, fallback: 0 });
    if (kind > TRANSFER.impossible || SPECIAL.some((column) => row.text(column) !== '')) {
      counts.add('transfers-special');
      continue;
    }
    const [from, to] = [stops.of(row.text('from_stop_id')), stops.of(row.text('to_stop_id'))];
    if (from.length === 0 || to.length === 0) counts.add('transfers-unknown');
    const generality = Number(from.length > 1) + Number(to.length > 1);
    for (const a of from) for (const b of to) byGenerality[generality]?.push({ from: a, to: b, kind, seconds });
  }
  const rules = new Map(
    byGenerality
      .reverse()
      .flat()
      .map((rule) => [`${String(rule.from)} ${String(rule.to)}`, rule] as const),
  );
  const all = [...rules.values()];
  return {
    from: Uint32Array.from(all, ({ from }) => from),
    to: Uint32Array.from(all, ({ to }) => to),
    kind: Uint8Array.from(all, ({ kind }) => kind),
    seconds: Uint32Array.from(all, ({ seconds }) => seconds),
  };
}
