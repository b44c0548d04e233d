/** Who travels, as a city's files have it: `profiles/*.json`. */
import { join } from 'node:path';
import { TravelProfileSchema, type TravelProfile } from '../../tiles/api/travel-profile.ts';
import { TRAVEL_PROFILES } from '../../tiles/api/vocabulary.ts';
import { checkJson, jsonFilesOf, readJson } from './json-file.ts';

const FOLDER = 'profiles';

export interface ReadProfiles {
  readonly profiles: readonly TravelProfile[];
  /** Sentences, each with its file and place. */
  readonly errors: readonly string[];
}

/** In the order of their files; none where the folder does not exist. */
export async function readProfiles(folder: string): Promise<ReadProfiles> {
  const files = await jsonFilesOf(join(folder, FOLDER));
  const read = await Promise.all(
    files.map(async (file): Promise<ReadProfiles> => {
      const name = `${FOLDER}/${file}`;
      const { value, errors } = await readJson(join(folder, FOLDER, file), name);
      if (errors.length > 0) return { profiles: [], errors };
      const checked = checkJson(TravelProfileSchema, value, name);
      if (checked.value === null) return { profiles: [], errors: checked.errors };
      const profile = checked.value as TravelProfile;
      const more = [...profileErrors(profile, file.slice(0, -'.json'.length))];
      return { profiles: [profile], errors: more.map((error) => `${name}: ${error}`) };
    }),
  );
  return { profiles: read.flatMap(({ profiles }) => profiles), errors: read.flatMap(({ errors }) => errors) };
}

function* profileErrors({ id, mode, speedMps, slope, rules }: TravelProfile, fileName: string): Generator<string> {
  if (id !== fileName) yield `/id is ${id}: write ${fileName}, the name of the file, or rename the file.`;
  if (TRAVEL_PROFILES.some((each) => each === id))
    yield `/id is ${id}, which the service has already: choose another id, and rename the file.`;
  if (mode === 'drive' && speedMps !== undefined)
    yield `/speedMps is ${speedMps}, but driving is timed by class of road: leave it out, or give rules/speeds.`;
  if (mode !== 'walk' && slope === true) yield '/slope is true, but only times on foot go by slope: leave it out.';
  if (speedMps !== undefined && rules?.speeds !== undefined)
    yield '/speedMps and /rules/speeds exclude each other: leave out one of them.';
}
