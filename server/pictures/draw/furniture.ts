/** What stands on a picture beside the map: markers, and whose map and data it is. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Projection, View } from '../view.ts';
import { worldXOf, worldYOf } from '../view.ts';
import { useFont } from './fonts.ts';

export interface Marker {
  readonly lon: number;
  readonly lat: number;
  /** `#rrggbb`. */
  readonly color: string;
}

export interface Notes {
  /** The most important first: they are shortened from the end. */
  readonly texts: readonly string[];
  readonly color: string;
  readonly paper: string;
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

const NOTE = { sizePx: 10.5, lineHeight: 1.35, paddingPx: 4, between: ' · ', mostShare: 0.4 } as const;

/** Bottom left, as on the live map, in as many lines as they take and the picture has room for. */
export function drawNotes(pen: SKRSContext2D, { texts, color, paper }: Notes, { width, height }: View): void {
  if (texts.length === 0) return;
  useFont(pen, NOTE.sizePx);
  pen.letterSpacing = '0px';
  const lineHeight = NOTE.sizePx * NOTE.lineHeight;
  const most = Math.max(1, Math.floor((height * NOTE.mostShare) / lineHeight));
  const room = width - 2 * NOTE.paddingPx;
  const lines = wrapNotes(texts.join(NOTE.between), room, most, (text) => pen.measureText(text).width);
  const boxWidth = Math.max(...lines.map((line) => pen.measureText(line).width)) + 2 * NOTE.paddingPx;
  const boxHeight = lines.length * lineHeight + NOTE.paddingPx;
  pen.fillStyle = paper;
  pen.fillRect(0, height - boxHeight, boxWidth, boxHeight);
  pen.fillStyle = color;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  lines.forEach((line, index) => {
    pen.fillText(line, NOTE.paddingPx, height - boxHeight + NOTE.paddingPx / 2 + (index + 0.5) * lineHeight);
  });
}

/** Lines no wider than there is room; the last one ends in “…” where the text goes on. */
export function wrapNotes(text: string, room: number, most: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  // Chinese breaks between any two characters, other writing at blanks; a word longer than a line is cut.
  for (const part of text.match(/[^\s\u2e80-\uffef]+\s*|[\s\S]/gu) ?? []) {
    const pieces = widthOf(part) > room ? [...part] : [part];
    for (const piece of pieces) {
      if (line !== '' && widthOf((line + piece).trimEnd()) > room) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += line === '' ? piece.trimStart() : piece;
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  let last = `${lines[most - 1] ?? ''}…`;
  while (widthOf(last) > room && last.length > 1) last = `${[...last].slice(0, -2).join('')}…`;
  return [...lines.slice(0, most - 1), last];
}
