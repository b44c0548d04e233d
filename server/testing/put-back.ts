/** Test files share a process: what one has put in place of a global is put back before the next one begins. */
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
