/** Sheets to draw on. Browsers on small devices give a canvas that stays empty where they have no memory for it. */
import { ExportError } from './export-error.ts';
import type { Size } from './paper.ts';

/** Throws `ExportError` where the device cannot hold it. */
export function newCanvas({ width, height }: Size): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  const context = context2d(canvas);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  // The far corner tells whether there is anything behind it.
  if (context.getImageData(canvas.width - 1, canvas.height - 1, 1, 1).data[0] !== 255) throw new ExportError('canvas');
  return canvas;
}

export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new ExportError('canvas');
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
        if (blob === null) reject(new ExportError('canvas'));
        else resolve(blob);
      },
      type,
      quality,
    );
  });
}
