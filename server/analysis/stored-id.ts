/** Ids of what analyses keep in the database. */

/** As `is_layer_id` of the database has it. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const MAX_ID_LENGTH = 48;

export function isStoredId(id: string): boolean {
  return ID.test(id) && id.length <= MAX_ID_LENGTH;
}
