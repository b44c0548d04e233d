import { PROFILES } from '../analysis/network/profiles.ts';
import type { Versioned } from '../analysis/engine/sources.ts';
import type { TravelProfile } from '../../tiles/api/travel-profile.ts';

/** The profiles of the service as sources have them, and others of a test. */
export function profilesOf(others: readonly TravelProfile[] = []): (id: string) => Promise<Versioned<TravelProfile>> {
  return (id) => {
    const value = [...PROFILES, ...others].find((each) => each.id === id);
    return value === undefined
      ? Promise.reject(new Error(`There is no profile ${id}.`))
      : Promise.resolve({ key: id, hash: id, value });
  };
}
