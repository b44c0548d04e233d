/** Opening hours: whether a place is open at a moment, and when that changes. Runs in pages and on the server. */
export type { Holidays } from './holidays.ts';
export type { Hours } from './hours.ts';
export { addDays, localMoment, type LocalMoment } from './moment.ts';
export { openState, type OpenState } from './open-state.ts';
export { parseHours } from './parse.ts';
export { REASONS } from './messages.ts';
export { sharedText, stateClass, stateText, weekLines, type WeekLine } from './say.ts';
export { sharedSpacesNow, type SharedSpaces } from './shared.ts';
export { weekOf } from './week.ts';
