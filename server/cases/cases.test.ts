import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CasesError, loadCases } from './cases.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-cases-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('case files', () => {
  it('of the project are read in the order of their numbers', async () => {
    const numbers = (await loadCases()).map((each) => each.number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThan(0);
  });

  it('with faults are named, all at once', async () => {
    const [good] = await loadCases();
    if (!good) throw new Error('No case.');
    await writeFile(join(folder, '01.json'), JSON.stringify(good));
    await writeFile(join(folder, '02.json'), JSON.stringify(good));
    await writeFile(
      join(folder, '03.json'),
      JSON.stringify({ ...good, id: 'c', district: 'Shinan', figures: [{ id: 'x' }] }),
    );
    await writeFile(join(folder, '04.json'), '{');
    const error: unknown = await loadCases(folder).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CasesError);
    const { faults } = error as CasesError;
    expect(faults).toContainEqual(expect.stringMatching(/^03\.json: \/district/));
    expect(faults).toContainEqual(expect.stringMatching(/^03\.json: \/figures\/0 .*'value'/));
    expect(faults).toContainEqual(expect.stringMatching(/^04\.json: /));
    expect(faults).toContainEqual(`two cases have the id ${good.id}`);
  });
});
