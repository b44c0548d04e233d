/**
 * Draws pictures, one at a time, in a process of its own: it takes no time from the thread that answers tiles, and what
 * a faulty font or a picture without end takes down is this process alone.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { endWithParent, lowerPriority } from '../../platform/parent.ts';
import { fontsOf } from '../draw/fonts.ts';
import { drawPicture } from '../draw/picture.ts';
import type { FromRenderer, ToRenderer } from './protocol.ts';

/** How much lower its priority is than the service's: tiles come first. */
const NICE = 5;

const cancels = new Map<number, AbortController>();

function post(message: FromRenderer): void {
  process.send?.(message);
}

async function draw({ call, job }: Extract<ToRenderer, { readonly type: 'draw' }>): Promise<void> {
  const controller = new AbortController();
  cancels.set(call, controller);
  try {
    const pictures = await drawPicture(job, nextTurn, controller.signal);
    post({ type: 'drawn', call, pictures, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    post({ type: 'failed', call, message: error instanceof Error ? String(error.stack) : String(error) });
  } finally {
    cancels.delete(call);
  }
}

process.on('message', (message: ToRenderer) => {
  if (message.type === 'draw') void draw(message);
  else cancels.get(message.call)?.abort();
});
endWithParent();
lowerPriority(NICE);
post({ type: 'ready', hasChinese: fontsOf().hasChinese });
