import type { SourceFile } from '../types.ts';
import { osmAdmin } from './osm-admin.ts';
import type { Profile } from './types.ts';

export const PROFILES = { 'osm-admin': osmAdmin } as const satisfies Readonly<Record<string, Profile>>;
export type ProfileId = keyof typeof PROFILES;

export function profileFor(file: SourceFile, wanted: ProfileId | undefined): Profile | null {
  if (wanted !== undefined) return PROFILES[wanted];
  return Object.values(PROFILES).find((profile) => profile.recognises(file)) ?? null;
}
