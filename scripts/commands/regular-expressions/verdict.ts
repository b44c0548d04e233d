import { check } from 'recheck';
import type { Found } from './collect.ts';

/** A pattern that is undecided after this time counts as too intricate. Nearly all take milliseconds. */
const LIMIT_MS = 30_000;

/** Patterns that are made when the code runs. None comes from a client's input, or is applied to it. */
const EXCUSED: readonly { readonly file: string; readonly text: string; readonly why: string }[] = [
  {
    file: 'server/layers/json-file.ts',
    text: "new RegExp(pattern, 'u')",
    why: 'It is compiled to see whether it can be. It is never run.',
  },
  {
    file: 'server/layers/catalogue.ts',
    text: "new RegExp(codes.district ?? ANY_CODE, 'u')",
    why: 'It stands in the file of a city, whose patterns are checked there.',
  },
  {
    file: 'server/layers/catalogue.ts',
    text: "new RegExp(codes.subdistrict ?? ANY_CODE, 'u')",
    why: 'It stands in the file of a city, whose patterns are checked there.',
  },
  {
    file: 'server/analysis/network/graph-files.ts',
    text: 'new RegExp(`^${id}-[0-9a-f]{16}\\\\.graph(\\\\.\\\\S+\\\\.part)?$`)',
    why: 'It sees names of files that the service has written itself.',
  },
  {
    file: 'scripts/commands/line-length.ts',
    text: "new RegExp(`^(?!.*https?://).{${MAX_COLUMNS + 1},}$`, 'gmu')",
    why: 'It sees the lines of this repository.',
  },
];

/** What is wrong with a pattern; null where its time is linear in the length of the text, whatever the text. */
export async function problemOf({ file, text, pattern }: Found): Promise<string | null> {
  if (pattern === null) {
    const isExcused = EXCUSED.some((each) => each.file === file && each.text === text);
    return isExcused ? null : 'is made when the code runs, so that nobody can check it: write it as a literal';
  }
  const { source, flags } = pattern;
  // The automaton proves its answer; the fuzzer, which is the usual choice for large patterns, only tries.
  const verdict = await check(source, flags, { checker: 'automaton', timeout: LIMIT_MS });
  switch (verdict.status) {
    case 'safe':
      return null;
    case 'vulnerable':
      return `is ${verdict.complexity.summary} on texts such as ${verdict.attack.pattern}`;
    case 'unknown':
      return `cannot be decided (${verdict.error.kind}): write it more simply, or look at the characters one by one`;
  }
}
