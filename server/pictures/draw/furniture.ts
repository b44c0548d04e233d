/** What stands on a picture beside the map: markers, and whose map and data it is. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Projection, View } from '../view.ts';
import { worldXOf, worldYOf } from '../view.ts';
import { useFont } from './fonts.ts';
import { NOTE, noteLines, type Notes } from './notes.ts';

export interface Marker {
  readonly lon: number;
  readonly lat: number;
  /** `#rrggbb`. */
  readonly color: string;
}

const PIN = { radiusPx: 8, heightPx: 22, rimPx: 2, rim: '#ffffff' } as const;

/** Their tips stand on the places. */
export function drawMarkers(pen: SKRSContext2D, markers: readonly Marker[], projection: Projection): void {
  for (const { lon, lat, color } of markers) {
    const [x, y] = [projection.x(worldXOf(lon)), projection.y(worldYOf(lat))];
    const middle = y - PIN.heightPx + PIN.radiusPx;
    const tangent = Math.asin(PIN.radiusPx / (PIN.heightPx - PIN.radiusPx));
    pen.beginPath();
    pen.arc(x, middle, PIN.radiusPx, Math.PI - tangent, tangent);
    pen.lineTo(x, y);
    pen.closePath();
    pen.lineJoin = 'round';
    pen.lineWidth = 2 * PIN.rimPx;
    pen.strokeStyle = PIN.rim;
    pen.stroke();
    pen.fillStyle = color;
    pen.fill();
    pen.beginPath();
    pen.arc(x, middle, PIN.radiusPx * 0.4, 0, 2 * Math.PI);
    pen.fillStyle = PIN.rim;
    pen.fill();
  }
}

/** Bottom left, as on the live map. */
export function drawNotes(pen: SKRSContext2D, notes: Notes, view: View): void {
  useFont(pen, NOTE.sizePx);
  pen.letterSpacing = '0px';
  const { lines, height } = noteLines(notes, view, (text) => pen.measureText(text).width);
  if (lines.length === 0) return;
  const width = Math.max(...lines.map((line) => pen.measureText(line).width)) + 2 * NOTE.paddingPx;
  const top = view.height - height;
  pen.fillStyle = notes.paper;
  pen.fillRect(0, top, width, height);
  pen.fillStyle = notes.color;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  lines.forEach((line, index) => {
    pen.fillText(line, NOTE.paddingPx, top + NOTE.paddingPx / 2 + (index + 0.5) * NOTE.lineHeight);
  });
}
