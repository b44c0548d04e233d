/** What other modules may use of this one: reads from standbys of the database. */
export { ReadAddress } from './read-address.ts';
export { SameCluster } from './same-cluster.ts';
export { Standbys } from './standbys.ts';
