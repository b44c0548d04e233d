/** The short form of `npm run drill:failover`. It takes programs that the other tests do not need. */
import { expect, it } from 'vitest';
import { findPrograms } from './programs.ts';
import { runFailover } from './run.ts';

const found = findPrograms();
const missing = 'missing' in found ? found.missing.join(' ') : null;

it.skipIf(missing !== null)(
  `a primary that dies takes nothing with it${missing === null ? '' : ` (not installed: ${missing})`}`,
  async () => {
    const options = { rounds: 1, losses: ['server'], features: 500, seed: 7, json: null } as const;
    const { rounds } = await runFailover(options, () => undefined);
    const [round] = rounds;
    expect(round?.said).toEqual([]);
    expect(round).toMatchObject({ lostEdits: 0, reads: { failed: 0, wrong: 0 }, ready: { late: 0, notForReads: 0 } });
    expect(round?.withoutWritesMs).not.toBeNull();
    expect(['whole', 'refused', 'unsure']).toContain(round?.load.outcome);
    expect(['done', 'failed', 'refused']).toContain(round?.study.outcome);
  },
);
