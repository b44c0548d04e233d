/** Typed arrays that are made longer. */
type Numbers = Uint8Array | Int32Array | Uint32Array | Float64Array;

/** The larger array, which now begins with the values. */
export function grown<A extends Numbers>(larger: A, values: A): A {
  larger.set(values);
  return larger;
}

/** One array after the other; of the kind of the first, which there must be. */
export function joined<A extends Numbers>(parts: readonly A[]): A {
  const [first] = parts as readonly [A];
  const Type = first.constructor as new (length: number) => A;
  const all = new Type(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
