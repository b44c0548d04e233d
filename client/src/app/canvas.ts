/** Sheets to draw on. Browsers on small devices give a canvas that stays empty where they have no memory for it. */

/** The device has no memory for a canvas of that size. */
export class CanvasError extends Error {
  override readonly name = 'CanvasError';
}

/**
 * Throws `CanvasError` where the device cannot hold it.
 * @param size in pixels of the canvas
 * @param paper an opaque colour
 */
export function newCanvas(
  { width, height }: { readonly width: number; readonly height: number },
  paper = '#ffffff',
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  const context = context2d(canvas);
  context.fillStyle = paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  // The far corner tells whether there is anything behind it.
  if (context.getImageData(canvas.width - 1, canvas.height - 1, 1, 1).data[3] !== 255) throw new CanvasError();
  return canvas;
}

export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new CanvasError();
  return context;
}

/** Frees the memory at once; some browsers keep it until much later otherwise. */
export function freeCanvas(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

export function toBlob(canvas: HTMLCanvasElement, type: 'image/png' | 'image/jpeg', quality?: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new CanvasError());
        else resolve(blob);
      },
      type,
      quality,
    );
  });
}
