import { DATUM_NAMES, READINGS, type Reading } from '../datum.ts';
import type { LoadMessage } from '../messages.ts';
import type { Message } from '../types.ts';
import type { Evidence, GroundKind } from './evidence.ts';

/** A chance of some 1 in 20,000 that it is by chance. */
const CLEAR = 10;
/** Worth a word, not a refusal. */
const DOUBTFUL = 4;

interface Verdict {
  /** `fits` and `unknown` are about the reading that is taken; `wrong` and `doubtful` about a better one. */
  readonly kind: 'fits' | 'unknown' | 'doubtful' | 'wrong';
  readonly better: Reading | null;
  /** What says it most; null where nothing says anything. */
  readonly by: Evidence | null;
}

/** @param present the reading that is taken */
export function judge(evidence: readonly Evidence[], present: Reading): Verdict {
  const total = (reading: Reading, than: Reading): number =>
    evidence.reduce((sum, each) => sum + each.support(reading, than), 0);
  const others = READINGS.filter((reading) => reading !== present);
  const best = others.reduce((a, b) => (total(b, present) > total(a, present) ? b : a));
  const lead = total(best, present);
  const strongest = (reading: Reading, than: Reading): Evidence | null =>
    evidence.reduce<Evidence | null>(
      (most, each) => (most === null || each.support(reading, than) > most.support(reading, than) ? each : most),
      null,
    );
  if (lead >= DOUBTFUL)
    return { kind: lead >= CLEAR ? 'wrong' : 'doubtful', better: best, by: strongest(best, present) };
  const fits = others.every((other) => total(present, other) >= DOUBTFUL);
  return { kind: fits ? 'fits' : 'unknown', better: null, by: fits ? strongest(present, best) : null };
}

/** Kinds whose places are counted where they do not fit. */
const COUNTS_MISFITS: ReadonlySet<GroundKind> = new Set(['sea', 'codes']);

/** What to say of it. Null where the datum that was asked for fits. */
export function messageOf({ kind, better, by }: Verdict, present: keyof typeof DATUM_NAMES, isAsked: boolean): Message {
  const names = { present: DATUM_NAMES[present], option: better ?? present, asked: present };
  if (by === null) return { message: isAsked ? 'datum-as-asked' : 'datum-unknown', params: names };
  const params = {
    ...names,
    better: better === null ? '' : DATUM_NAMES[better],
    ground: `{ground-${by.kind}}`,
    numbers: READINGS.map((reading) => {
      const share = COUNTS_MISFITS.has(by.kind) ? 1 - by.fitting[reading] : by.fitting[reading];
      return `${DATUM_NAMES[reading]} ${(share * 100).toFixed(1)}%`;
    }).join(', '),
  };
  const texts: Readonly<Record<Verdict['kind'], LoadMessage>> = {
    fits: 'datum-fits',
    unknown: 'datum-unknown',
    doubtful: 'datum-doubtful',
    wrong: isAsked ? 'datum-doubtful' : 'datum-wrong',
  };
  return { message: texts[kind], params };
}
