/** What the service and the process that draws say to each other. */
import type { PictureJob } from '../draw/picture.ts';

export type ToRenderer =
  | { readonly type: 'draw'; readonly call: number; readonly job: PictureJob }
  | { readonly type: 'cancel'; readonly call: number };

export type FromRenderer =
  /** Once, as soon as it can draw. */
  | { readonly type: 'ready'; readonly hasChinese: boolean }
  | { readonly type: 'drawn'; readonly call: number; readonly pictures: readonly Buffer[]; readonly rssBytes: number }
  | { readonly type: 'failed'; readonly call: number; readonly message: string };
