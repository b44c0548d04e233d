import type { Map as MapLibre } from 'maplibre-gl';
import { FLAG_IMAGE } from '../../../tiles/style/point-layers.ts';

const RATIO = 2;
/** In px of the image: a box that stretches around a number, and a tip below its middle. */
const FLAG = {
  width: 48,
  height: 38,
  box: { left: 2, top: 2, right: 46, bottom: 28 },
  tip: { left: 17, right: 31, bottom: 36 },
};
const RIM = '#ffffff';

/** Makes the images that the style names when the map first needs them; none is ever requested. */
export function bindImages(map: MapLibre): () => void {
  const onMissing = ({ id }: { readonly id: string }): void => {
    if (!id.startsWith(FLAG_IMAGE) || map.hasImage(id)) return;
    const image = drawFlag(id.slice(FLAG_IMAGE.length));
    if (image === null) return;
    const { box, tip } = FLAG;
    map.addImage(id, image, {
      pixelRatio: RATIO,
      stretchX: [
        [box.left + 6, tip.left - 1],
        [tip.right + 1, box.right - 6],
      ],
      stretchY: [[box.top + 6, box.bottom - 6]],
      content: [box.left + 2, box.top + 2, box.right - 2, box.bottom - 2],
    });
  };
  map.on('styleimagemissing', onMissing);
  return () => {
    map.off('styleimagemissing', onMissing);
  };
}

function drawFlag(color: string): ImageData | null {
  const canvas = document.createElement('canvas');
  canvas.width = FLAG.width;
  canvas.height = FLAG.height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) return null;
  const { box, tip } = FLAG;
  const middle = (tip.left + tip.right) / 2;
  const corners = [
    [box.left, box.top],
    [box.right, box.top],
    [box.right, box.bottom],
    [tip.right, box.bottom],
    [middle, tip.bottom],
    [tip.left, box.bottom],
    [box.left, box.bottom],
  ] as const;
  pen.beginPath();
  for (const [x, y] of corners) pen.lineTo(x, y);
  pen.closePath();
  pen.lineJoin = 'round';
  pen.lineWidth = 4;
  pen.strokeStyle = RIM;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
  return pen.getImageData(0, 0, FLAG.width, FLAG.height);
}
