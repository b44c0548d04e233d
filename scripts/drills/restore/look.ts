/** Looks at a restored database: what is there, and what those show who knew the lost one. */
import type { LayerRegistry } from '../../../server/layers/registry.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import type { Undo } from '../../testing/at-signal.ts';
import type { ServiceProcess } from '../../testing/service-process.ts';
import { findWrong } from '../failover/check.ts';
import { complaints, exportsAlike, findChanged, findHeld, type ExportParts, type KeptTiles } from './client.ts';
import type { Restored } from './cluster.ts';
import { compareEdits, countFeatures, presentEdits, type Acknowledged } from './edits.ts';

/** Of each kind. */
const MOST_NAMED = 5;

export const TARGETS = ['end', 'moment'] as const;
export type Target = (typeof TARGETS)[number];

export interface Site {
  readonly db: Database;
  readonly registry: LayerRegistry;
  /** A service that has run all the time. */
  readonly witness: ServiceProcess;
  readonly archives: ExportParts;
  readonly doctorEnv: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly defer: (undo: Undo) => void;
}

/** What was so before the database was lost. */
export interface Before {
  readonly to: Target;
  readonly lostAtMs: number;
  readonly counts: string;
  readonly complaints: readonly string[];
  /** Null where they are others now. */
  readonly tiles: KeptTiles | null;
  /** The newest tiles that a browser has, and the newest revision that it knows. */
  readonly seen: KeptTiles;
  readonly revision: number;
  readonly expected: readonly Acknowledged[];
  /** Names of edits that must not be there. */
  readonly unwanted: Iterable<string>;
}

export interface Found {
  /** Acknowledged edits that were to be restored, and those of them that are lost. */
  readonly expected: number;
  readonly lost: number;
  /** Seconds before the loss from which on edits are lost. */
  readonly lossS: number;
  readonly holes: readonly string[];
  readonly unwanted: readonly string[];
  /** Null where they are as before. */
  readonly counts: string | null;
  /** Tiles of which some are other than the database or the past has them. */
  readonly wrongTiles: readonly string[];
  readonly heldTiles: readonly string[];
  readonly isExportAlike: boolean;
  readonly complaints: readonly string[];
}

export interface Restore extends Restored, Found {
  readonly to: Target;
  /** Seconds until a service that is started then has given a tile. */
  readonly serveS: number;
  readonly timeline: number;
}

export async function lookAt(site: Site, fresh: ServiceProcess, before: Before): Promise<Found> {
  const { db, registry, witness, archives, doctorEnv, paths, defer } = site;
  const hosts = [fresh.url, witness.url];
  const { lost, holes, unwanted } = compareEdits(before.expected, await presentEdits(db), before.unwanted);
  const counts = await countFeatures(db);
  const wrong = [...(await findWrong(db, registry, hosts, paths))];
  const held: string[] = [];
  for (const host of hosts) {
    if (before.tiles !== null) wrong.push(...(await findChanged(host, before.tiles)));
    held.push(...(await findHeld(host, before.seen, before.revision)));
  }
  const said = await complaints(doctorEnv, defer);
  return {
    expected: before.expected.length,
    lost: lost.length,
    lossS: lost.reduce((most, { atMs }) => Math.max(most, (before.lostAtMs - atMs) / 1000), 0),
    holes: holes.slice(0, MOST_NAMED),
    unwanted: unwanted.slice(0, MOST_NAMED),
    counts: counts === before.counts ? null : counts,
    wrongTiles: wrong.slice(0, MOST_NAMED),
    heldTiles: held.slice(0, MOST_NAMED),
    isExportAlike: await exportsAlike(archives),
    complaints: said.filter((line) => !before.complaints.includes(line)),
  };
}
