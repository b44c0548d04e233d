/** The attacks, in the order in which they are made. */
import type { Attack } from './attack.ts';
import { killEdit } from './attacks/kill-edit.ts';
import { killExport } from './attacks/kill-export.ts';
import { killFirstStart } from './attacks/kill-first-start.ts';
import { killLoad } from './attacks/kill-load.ts';
import { killMigrate } from './attacks/kill-migrate.ts';
import { parsers } from './attacks/parsers.ts';
import { routes } from './attacks/routes.ts';

export const ALL_ATTACKS: readonly Attack[] = [
  routes,
  parsers,
  killLoad,
  killEdit,
  killExport,
  killMigrate,
  killFirstStart,
];
