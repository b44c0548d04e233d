import type { ExportProgress } from '../../../server/export/export.ts';
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { progressLine } from '../../cli/console.ts';
import { EXPORT } from '../../cli/messages/export.ts';

const SHOWN_EVERY_MS = 500;
/** Without a terminal, a line each time another tenth is done. */
const IMPORTANT_SHARE = 10;

/** Tells how far an export is, how fast it goes, and how long it will take. */
export class ExportProgressLine {
  readonly #lang: Lang;
  readonly #layers: string | null;
  readonly #startedAt = performance.now();
  #shownAt = -Infinity;
  #tenths = 0;

  /** @param layers of the archive, where there are several */
  constructor(lang: Lang, layers: string | null = null) {
    this.#lang = lang;
    this.#layers = layers;
  }

  show(state: ExportProgress): void {
    const now = performance.now();
    const tenths = Math.floor((state.done / state.total) * IMPORTANT_SHARE);
    const isImportant = tenths !== this.#tenths;
    if (now - this.#shownAt < SHOWN_EVERY_MS && !isImportant) return;
    this.#shownAt = now;
    this.#tenths = tenths;
    const progress = progressText(state, (now - this.#startedAt) / 1000, this.#lang);
    const layers = this.#layers;
    progressLine(
      layers === null ? progress : say(EXPORT['region-progress'], this.#lang, { layers, progress }),
      isImportant,
    );
  }
}

export function progressText({ z, done, total, tiles }: ExportProgress, seconds: number, lang: Lang): string {
  const rate = done / Math.max(seconds, 0.001);
  const left = (total - done) / rate;
  return say(EXPORT.progress, lang, {
    share: Math.floor((done / total) * 100),
    z,
    done,
    total,
    tiles,
    rate: Math.round(rate),
    left:
      left < 100
        ? say(EXPORT['seconds-left'], lang, { seconds: Math.ceil(left) })
        : say(EXPORT['minutes-left'], lang, { minutes: Math.ceil(left / 60) }),
  });
}
