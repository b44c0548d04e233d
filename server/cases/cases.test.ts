import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { readCases } from './cases.ts';

let folder: string;
let catalogue: Catalogue;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chengtu-cases-'));
  await mkdir(join(folder, 'cases'));
  catalogue = await loadCatalogue();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('case files', () => {
  it('of the project are read in the order of their numbers', async () => {
    const numbers = (await readCases(catalogue)).cases.map((each) => each.number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.length).toBeGreaterThan(0);
  });

  it('with errors are named, all at once', async () => {
    const [good] = (await readCases(catalogue)).cases;
    if (!good) throw new Error('No case.');
    await writeFile(join(folder, 'cases/01.json'), JSON.stringify(good));
    await writeFile(join(folder, 'cases/02.json'), JSON.stringify(good));
    await writeFile(
      join(folder, 'cases/03.json'),
      JSON.stringify({ ...good, id: 'c', district: 'Shinan', figures: [{ id: 'x' }] }),
    );
    await writeFile(join(folder, 'cases/04.json'), '{');
    await writeFile(
      join(folder, 'cases/05.json'),
      JSON.stringify({ ...good, id: 'e', layers: [{ layer: 'nowhere' }] }),
    );
    const { errors } = await readCases({ ...catalogue, city: { ...catalogue.city, folder } });
    expect(errors).toContainEqual(expect.stringMatching(/^cases\/03\.json: \/district/));
    expect(errors).toContainEqual(expect.stringMatching(/^cases\/03\.json: \/figures\/0 .*"value"/));
    expect(errors).toContainEqual(expect.stringMatching(/^cases\/04\.json: /));
    expect(errors).toContainEqual(expect.stringMatching(/^cases\/05\.json: \/layers\/0\/layer is nowhere/));
    expect(errors).toContainEqual(`cases/: two cases have the id ${good.id}.`);
  });
});

it('a city without a folder of cases has none', async () => {
  const { cases, errors } = await readCases({
    ...catalogue,
    city: { ...catalogue.city, folder: join(folder, 'none') },
  });
  expect([cases, errors]).toEqual([[], []]);
});
