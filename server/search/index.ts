/** What other modules use of the search: how texts are folded into what it compares. */
export { fold, spell } from './fold.ts';
export type { Folded } from './fold.ts';
