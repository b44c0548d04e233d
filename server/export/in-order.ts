/** Resources, each of which is used by one task at a time. */
class Lanes<L> {
  readonly #free: L[];
  readonly #waiting: ((lane: L) => void)[] = [];

  constructor(lanes: readonly L[]) {
    this.#free = [...lanes];
  }

  async use<R>(task: (lane: L) => Promise<R>): Promise<R> {
    const lane = this.#free.pop() ?? (await new Promise<L>((resolve) => this.#waiting.push(resolve)));
    try {
      return await task(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(lane);
      else this.#free.push(lane);
    }
  }
}

export interface InOrder<T, L, M, R> {
  /** Resources that the making needs, one at a time each, such as connections. */
  readonly lanes: readonly L[];
  /** What is there already of an item, which then needs no lane; undefined where it must be made. */
  readonly take?: (item: T) => Promise<R> | undefined;
  readonly make: (lane: L, item: T) => Promise<M>;
  /** Called with what was made, once its lane is free for another. */
  readonly finish: (made: M) => Promise<R>;
  /** Items begun before the first of them is taken: bounds the memory. */
  readonly ahead: number;
}

/**
 * Makes something of every item, several at a time, and gives the results in the order of the items. After a failure,
 * or where the caller takes no more, it waits for those begun, so that nothing runs on.
 */
export async function* inOrder<T, L, M, R>(
  items: Iterable<T>,
  { lanes, take, make, finish, ahead }: InOrder<T, L, M, R>,
): AsyncGenerator<R, void> {
  const free = new Lanes(lanes);
  const begun: Promise<R>[] = [];
  const begin = async (item: T): Promise<R> => take?.(item) ?? finish(await free.use((lane) => make(lane, item)));
  try {
    for (const item of items) {
      const result = begin(item);
      // Its failure is thrown when its turn comes. Until then it must not count as unhandled.
      result.catch(() => undefined);
      begun.push(result);
      if (begun.length >= ahead) yield await next(begun);
    }
    while (begun.length > 0) yield await next(begun);
  } finally {
    await Promise.allSettled(begun);
  }
}

async function next<R>(begun: Promise<R>[]): Promise<R> {
  const [first] = begun;
  if (first === undefined) throw new RangeError('Nothing was begun.');
  const result = await first;
  void begun.shift();
  return result;
}
