import type { Codec } from '../state/codec.ts';

/** Parameters of the case analysis, by their name after the prefix `a.`. */
export type AnalysisState = Readonly<Record<string, string>>;

const PREFIX = 'a.';

export const analysisCodec: Codec<AnalysisState> = {
  initial: {},
  parse: (params) => Object.fromEntries(
    [...params].filter(([name]) => name.startsWith(PREFIX)).map(([name, value]) => [name.slice(PREFIX.length), value]),
  ),
  format: (state) => Object.entries(state).sort().map(([name, value]) => [PREFIX + name, value]),
};
