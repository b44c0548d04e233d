/** Ids of layers and cases: letters, digits and `-_.` Those of features are freer, see `isFeatureId`. */
const ID = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,79}$/u;

export function isLayerId(value: string | null | undefined): value is string {
  return typeof value === 'string' && ID.test(value);
}
