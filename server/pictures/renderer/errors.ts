/** The process that draws has failed, or took longer than a picture may; the same picture may succeed later. */
export class RendererFailed extends Error {
  override readonly name = 'RendererFailed';
}

/** Nobody waits for the picture any more. */
export class PictureCancelled extends Error {
  override readonly name = 'PictureCancelled';
}
