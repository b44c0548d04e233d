import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../layers/catalogue.ts';
import { registryOf } from '../../layers/registry.ts';
import type { Row, SqlFile } from '../../platform/db/types.ts';
import { qingdaoLayer, testCity } from '../../testing/city.ts';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { StoredSources } from './stored.ts';

const registry = registryOf(createCatalogue([qingdaoLayer('toilets'), qingdaoLayer('districts')], testCity));

/** Notes what is asked of the primary and of the standbys, which have come to a revision. */
function rig(revision: number) {
  const asked: string[] = [];
  const noted: (readonly [layer: string, revision: number])[] = [];
  const answer =
    (where: string) =>
    ({ name = '' }: SqlFile): Promise<readonly Row[]> => {
      asked.push(`${where} ${name}`);
      return Promise.resolve([
        { revision: String(revision), features: '[]', areas: '[]', network: 'n', demand: 'd', transit: null },
      ]);
    };
  const standbys = fakeDatabase(answer('standby'));
  const sources = new StoredSources(fakeDatabase(answer('primary')), registry, '', {
    reads: {
      as: (principal, options) => standbys.as(principal, options),
      noteRevision: (layer, seen) => void noted.push([layer, seen]),
    },
  });
  return { sources, asked, noted };
}

describe('what studies read', () => {
  it('of layers comes from standbys, and nobody reads anything older after that', async () => {
    const { sources, asked, noted } = rig(7);
    await sources.features({ layer: 'toilets' }, '');
    await sources.areas('districts', '');
    await sources.fetch({ kind: 'features', query: { layer: 'toilets' }, at: '', known: '7' });
    expect(asked).toEqual([
      'standby layers/sql/facilities',
      'standby layers/sql/analysis-areas',
      'standby analysis/sql/revision',
    ]);
    expect(noted).toEqual([
      ['toilets', 7],
      ['districts', 7],
      ['toilets', 7],
    ]);
  });

  it('of networks and people, which have no revision, comes from the primary, and so may the revision of a layer', async () => {
    const { sources, asked, noted } = rig(9);
    await sources.coverageKeys({
      network: { stored: 'roads' },
      demand: { stored: 'people' },
      facilities: { layer: 'toilets' },
    });
    sources.close();
    expect(asked).toEqual(['primary analysis/sql/keys']);
    expect(noted).toEqual([['toilets', 9]]);
  });
});
