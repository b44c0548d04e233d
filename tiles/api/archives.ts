/** The list of a country's archives: which file has which layers of which region. Server and map read it. */
import type { Bbox } from './wire.ts';

export const MANIFEST_NAME = 'manifest.json';
export const MANIFEST_FORMAT = 'chengtu-archives/1';

/** State of a layer's data when its archive was made. */
export interface ArchivedState {
  readonly revision: number;
  /** ISO 8601; null where nothing was ever loaded. */
  readonly changedAt: string | null;
  /** Of its last load that was noted; null without one. */
  readonly load: number | null;
}

/** One PMTiles archive. */
export interface ArchiveEntry {
  /** Code of the city, or what the export called it. */
  readonly region: string;
  /** Ids of its layers. */
  readonly layers: readonly string[];
  readonly minzoom: number;
  readonly maxzoom: number;
  /** Degrees. */
  readonly bounds: Bbox;
  /** Its address from that of the manifest on. Its name changes with its content, which never changes under it. */
  readonly url: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Tiles that can be asked for. */
  readonly tiles: number;
  /** By layer. */
  readonly state: Readonly<Record<string, ArchivedState>>;
  /** What else its tiles depend on: where it differs, all of them are made anew. */
  readonly recipe: string;
}

/** An archive that another has replaced: kept for those who still read it. */
export interface RetiredArchive {
  readonly url: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface ArchiveManifest {
  readonly format: typeof MANIFEST_FORMAT;
  readonly archives: readonly ArchiveEntry[];
  readonly retired: readonly RetiredArchive[];
}

/** What makes a manifest of a value read as JSON; null where it is none. */
export function readManifest(value: unknown): ArchiveManifest | null {
  if (!isObject(value) || value['format'] !== MANIFEST_FORMAT) return null;
  const { archives, retired } = value;
  if (!Array.isArray(archives) || !Array.isArray(retired)) return null;
  if (!archives.every(isEntry) || !retired.every(isRetired)) return null;
  return { format: MANIFEST_FORMAT, archives, retired };
}

function isEntry(value: unknown): value is ArchiveEntry {
  if (!isObject(value)) return false;
  const { region, layers, minzoom, maxzoom, bounds, url, size, sha256, tiles, state, recipe } = value;
  return (
    [region, sha256, recipe].every((each) => typeof each === 'string') &&
    [minzoom, maxzoom, size, tiles].every(Number.isFinite) &&
    isRelative(url) &&
    Array.isArray(layers) &&
    layers.every((each) => typeof each === 'string') &&
    Array.isArray(bounds) &&
    bounds.length === 4 &&
    bounds.every(Number.isFinite) &&
    isObject(state)
  );
}

function isRetired(value: unknown): value is RetiredArchive {
  return isObject(value) && isRelative(value['url']) && typeof value['at'] === 'string';
}

/** Archives lie beside or below their manifest: no path leads out of its folder. */
function isRelative(url: unknown): url is string {
  return typeof url === 'string' && url.split('/').every((part) => /^[\w-][\w.-]*$/.test(part));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
