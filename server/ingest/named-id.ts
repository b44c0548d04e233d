/** What columns and properties of ids are called, where --id names none. */
export const ID_NAMES = ['id', 'feature_id', '编号', '编码'];
const ID = new Set(ID_NAMES);

/** The id of a feature by the name of its property, and the properties that are left. */
export function namedId(
  properties: Readonly<Record<string, unknown>>,
  idAttribute: string | null,
): { readonly id: string | null; readonly rest: Readonly<Record<string, unknown>> } {
  const name = idAttribute ?? Object.keys(properties).find((each) => ID.has(each.toLowerCase()));
  if (name === undefined) return { id: null, rest: properties };
  const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
  const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  const rest =
    idAttribute === null
      ? Object.fromEntries(Object.entries(properties).filter(([each]) => each !== name))
      : properties;
  return { id: typeof id === 'string' && id.trim() !== '' ? id.trim() : null, rest };
}
