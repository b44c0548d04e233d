/** The attacks, in the order in which they are made. */
import type { Attack } from './attack.ts';
import { parsers } from './attacks/parsers.ts';
import { routes } from './attacks/routes.ts';

export const ALL_ATTACKS: readonly Attack[] = [routes, parsers];
