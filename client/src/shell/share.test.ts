import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_LINK_BYTES } from '../../../tiles/api/limits.ts';
import type { App, Notice } from '../app/types.ts';
import { canShare, copyLink, type Instead } from './share.ts';

const LINK = 'http://localhost/plan?';

/** What the reader is told who copies a link. */
async function toldOf(link: string, instead?: Instead): Promise<readonly Omit<Notice, 'id'>[]> {
  const told: Omit<Notice, 'id'>[] = [];
  const notify = (notice: Omit<Notice, 'id'>): number => told.push(notice);
  await copyLink({ actions: { notify } } as unknown as App, link, instead);
  return told;
}

describe('the share sheet', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('is offered where the link would go to it: by touch, where there is one', () => {
    const isOffered = (share: unknown, isTouch: boolean): boolean => {
      vi.stubGlobal('navigator', { share });
      vi.stubGlobal('matchMedia', () => ({ matches: isTouch }));
      return canShare();
    };
    const share = (): Promise<void> => Promise.resolve();
    expect([isOffered(share, true), isOffered(share, false), isOffered(undefined, true)]).toEqual([true, false, false]);
  });
});

describe('a link that the service would refuse', () => {
  it('is not handed out, and its reader is told what to do instead', async () => {
    const long = LINK.padEnd(MAX_LINK_BYTES + 1, 'a');
    expect(await toldOf(long)).toEqual([{ key: 'share.tooLong' }]);
    const run = (): void => undefined;
    expect(await toldOf(long, { key: 'plan.share.tooLong', label: 'plan.share.file', run })).toEqual([
      { key: 'plan.share.tooLong', retryLabel: 'plan.share.file', retry: run },
    ]);
    expect(await toldOf(long.slice(1))).not.toEqual([{ key: 'share.tooLong' }]);
  });

  it('is measured as it is sent: a Chinese character is nine bytes', async () => {
    expect(await toldOf(LINK + '城'.repeat(MAX_LINK_BYTES / 8))).toEqual([{ key: 'share.tooLong' }]);
  });
});
