/**
 * Names that stay apart where a program takes capitals and small letters for the same: `Name` and `name` become `Name`
 * and `name_2`. `taken` are names that are there already, in small letters.
 */
export function distinctNames(names: readonly string[], taken: ReadonlySet<string> = new Set()): readonly string[] {
  const used = new Set(taken);
  return names.map((name) => {
    const free = freeName(name, used);
    used.add(free.toLowerCase());
    return free;
  });
}

/** The name, or with a number behind it where it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}_${String(number)}`;
  return free;
}

/** A name of our own beside those of attributes: `feature_owner` where a layer has an `owner` itself. */
export function ownName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`feature_${name}`, taken) : name;
}
