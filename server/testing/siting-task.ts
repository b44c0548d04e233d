import { Cancelled, OutOfTime } from '../analysis/errors.ts';
import type { Task } from '../analysis/types.ts';

/**
 * A task of so much time, which without a word only ends what hangs. `cancelAfter` ends it at that many looks, which is
 * the same on every machine.
 */
export function testTask({
  timeMs = 1_800_000,
  cancelAfter = Infinity,
}: {
  readonly timeMs?: number;
  readonly cancelAfter?: number;
} = {}): Task {
  const endsAt = performance.now() + timeMs;
  let looks = 0;
  return {
    progress: () => undefined,
    checkpoint() {
      if (++looks > cancelAfter) throw new Cancelled();
      if (performance.now() > endsAt) throw new OutOfTime();
    },
    remainingMs: () => Math.max(0, endsAt - performance.now()),
  };
}
