import { effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Speed } from '../../state/codecs/casedata.ts';

/** One step at single speed: long enough to read a picture. */
const STEP_MS = 1200;

/** While the signal is true, time steps on; it falls back to false where `step` says there is no further one. */
export function createPlayback(speed: ReadonlySignal<Speed>, step: () => boolean): Signal<boolean> {
  const playing = signal(false);
  effect(() => {
    if (!playing.value) return undefined;
    const timer = setInterval(() => {
      if (!step()) playing.value = false;
    }, STEP_MS / speed.value);
    return () => clearInterval(timer);
  });
  return playing;
}
