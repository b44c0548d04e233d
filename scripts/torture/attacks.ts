/** The attacks, in the order in which they are made. */
import type { Attack } from './attack.ts';
import { clock } from './attacks/clock.ts';
import { deadThread } from './attacks/dead-thread.ts';
import { edits } from './attacks/edits.ts';
import { fairness } from './attacks/fairness.ts';
import { frozenDatabase } from './attacks/frozen-database.ts';
import { fullDisk } from './attacks/full-disk.ts';
import { hungWorker } from './attacks/hung-worker.ts';
import { killEdit } from './attacks/kill-edit.ts';
import { killExport } from './attacks/kill-export.ts';
import { killFirstStart } from './attacks/kill-first-start.ts';
import { killLoad } from './attacks/kill-load.ts';
import { killMigrate } from './attacks/kill-migrate.ts';
import { lostDatabase } from './attacks/lost-database.ts';
import { names } from './attacks/names.ts';
import { parsers } from './attacks/parsers.ts';
import { routes } from './attacks/routes.ts';
import { schemathesis } from './attacks/schemathesis.ts';

export const ALL_ATTACKS: readonly Attack[] = [
  routes,
  schemathesis,
  names,
  parsers,
  edits,
  killLoad,
  killEdit,
  killExport,
  killMigrate,
  killFirstStart,
  lostDatabase,
  frozenDatabase,
  fullDisk,
  hungWorker,
  deadThread,
  clock,
  fairness,
];
