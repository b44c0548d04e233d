/** Who travels: a travel that names its profile, with what the profile says. */
import type { StudyTravel } from '../../../tiles/api/study.ts';
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';
import { DEFAULT_MODE } from '../../../tiles/api/vocabulary.ts';
import type { Sources } from '../engine/sources.ts';
import { AnalysisError } from '../errors.ts';
import { STUDY } from './messages.ts';

/** What a travel has of its profile beside what it says itself. */
export interface Profiled {
  readonly whose?: Pick<TravelProfile, 'id' | 'title' | 'source'>;
}

export interface ProfiledTravel {
  readonly travel: StudyTravel & Profiled;
  /** Of the profile; null where none is named. */
  readonly hash: string | null;
}

/**
 * The travel with the rules and speeds of its profile, where it has none of its own. Rejects with `AnalysisError` for a
 * profile that there is not, or that is of another mode. `at`: place of the travel.
 */
export async function profiledTravel(
  travel: StudyTravel,
  sources: Pick<Sources, 'profile'>,
  at: string,
): Promise<ProfiledTravel> {
  if (travel.profile === undefined) return { travel, hash: null };
  const { value, hash } = await sources.profile(travel.profile, `${at}/profile`);
  const { id, title, source, mode, rules, speedMps, accessSpeedMps, slope } = value;
  const own = travel.mode ?? mode;
  if (own !== mode && !(own === 'transit' && mode === DEFAULT_MODE))
    throw new AnalysisError(
      'profile-mode',
      STUDY['profile-mode'],
      { title, mode: STUDY[`mode-${mode}`], name: mode },
      { at: `${at}/profile` },
    );
  // Of speeds by class and a speed of all streets, those of the travel hold.
  const { speeds, ...others } = rules ?? {};
  const bySpeeds = speeds === undefined || travel.speedMps !== undefined ? {} : { speeds };
  const joined = { ...others, ...bySpeeds, ...travel.rules };
  const isBySpeed = speedMps !== undefined && joined.speeds === undefined;
  return {
    hash,
    travel: {
      ...(isBySpeed ? { speedMps } : {}),
      ...(accessSpeedMps === undefined ? {} : { accessSpeedMps }),
      ...(slope === undefined ? {} : { slope }),
      ...travel,
      mode: own,
      ...(Object.keys(joined).length === 0 ? {} : { rules: joined }),
      whose: { id, title, source },
    },
  };
}
