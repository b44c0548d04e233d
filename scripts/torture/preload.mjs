// Goes into every process of a service under attack (NODE_OPTIONS=--import): a clock that can be moved, and a way to
// make the process hang as an endless loop does.
import { readFileSync } from 'node:fs';

const file = process.env.TORTURE_CLOCK;
if (file !== undefined) {
  const RealDate = Date;
  let offsetMs = 0;
  let lookedAt = 0;
  const offset = () => {
    // No timer: it would keep a process alive, and stand still where the process does.
    const now = RealDate.now();
    if (Math.abs(now - lookedAt) > 50) {
      lookedAt = now;
      try {
        offsetMs = Number(readFileSync(file, 'utf8'));
      } catch {
        offsetMs = 0;
      }
    }
    return offsetMs;
  };
  globalThis.Date = class Date extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(RealDate.now() + offset());
      else super(...args);
    }
    static now() {
      return RealDate.now() + offset();
    }
  };
}

// SIGUSR2 means nothing to the service.
process.on('SIGUSR2', () => {
  for (;;);
});
