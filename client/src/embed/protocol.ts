/**
 * What a page and the map in its iframe say to each other. The page says `hello` to the exact origin of the frame, and
 * hands it a port. The frame looks at the origin that the browser says `hello` came from, and answers by that port. All
 * else goes through it: no other window can join in.
 */
import type { FrameMap, MapEvents } from './types.ts';

/** Rises when a call or an event changes its meaning. */
export const PROTOCOL = 1;

export interface Hello {
  readonly chengtu: 'hello';
  /** Versions that the page speaks. */
  readonly versions: readonly number[];
}

/** Methods of `FrameMap` that are calls of one answerless message. */
export const CALLS = [
  'setView',
  'setLayers',
  'setFilter',
  'select',
  'highlight',
  'setGeoJson',
  'setTheme',
  'setLang',
  'setBase',
] as const satisfies readonly (keyof FrameMap)[];
export type Call = (typeof CALLS)[number];

export type ToFrame = { readonly call: Call; readonly args: readonly unknown[] };

export type FromFrame =
  | { readonly chengtu: 'welcome'; readonly version: number }
  | { readonly chengtu: 'refused'; readonly versions: readonly number[] }
  | { readonly event: keyof MapEvents; readonly detail: unknown };

export const EVENTS = ['load', 'click', 'select', 'move', 'error'] as const satisfies readonly (keyof MapEvents)[];

/** Null where a message is none of this protocol. */
export function readHello(data: unknown): Hello | null {
  if (!isRecord(data) || data['chengtu'] !== 'hello' || !Array.isArray(data['versions'])) return null;
  const versions = data['versions'].filter((version) => typeof version === 'number');
  return { chengtu: 'hello', versions };
}

export function readCall(data: unknown): ToFrame | null {
  if (!isRecord(data) || !Array.isArray(data['args'])) return null;
  const call = CALLS.find((each) => each === data['call']);
  return call === undefined ? null : { call, args: data['args'] };
}

export function readAnswer(data: unknown): FromFrame | null {
  if (!isRecord(data)) return null;
  if (data['chengtu'] === 'welcome' && typeof data['version'] === 'number')
    return { chengtu: 'welcome', version: data['version'] };
  if (data['chengtu'] === 'refused') return { chengtu: 'refused', versions: [] };
  const event = EVENTS.find((each) => each === data['event']);
  return event === undefined ? null : { event, detail: data['detail'] };
}

/** Whether a site may speak with the frame: any that has an origin, or those of a list. */
export function mayConnect(origin: string, allowed: readonly string[]): boolean {
  // Of a sandboxed page or a file the origin is `null`: nobody could tell one from another.
  if (!/^https?:\/\/[^/]+$/.test(origin)) return false;
  return allowed.includes('*') || allowed.includes(origin);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
