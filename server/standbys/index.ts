/** What other modules may use of this one: reads from standbys of the database. */
export { Standby } from './standby.ts';
export { Standbys } from './standbys.ts';
