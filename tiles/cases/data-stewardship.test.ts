import { describe, expect, it } from 'vitest';
import { dataStewardship, stewardship } from './data-stewardship.ts';

const dataset = { producer: 'housing', provider: 'survey', confidential: false };
const department = (name: string) => ({ name, isDepartment: true });
const citizen = { name: 'housing', isDepartment: false };

describe('the stewardship of a dataset', () => {
  it('lets the producer manage and publish, and not update what another provides', () => {
    expect(stewardship(dataset, department('housing'), 'government')).toEqual({
      view: true,
      edit: true,
      update: false,
      publish: true,
      reason: 'producer',
    });
  });

  it('lets the provider update, and neither manage nor publish', () => {
    expect(stewardship(dataset, department('survey'), 'public')).toEqual({
      view: true,
      edit: false,
      update: true,
      publish: false,
      reason: 'provider',
    });
  });

  it('lets one who does both do everything', () => {
    expect(stewardship({ ...dataset, provider: 'housing' }, department('housing'), 'government')).toEqual({
      view: true,
      edit: true,
      update: true,
      publish: true,
      reason: 'producer-and-provider',
    });
  });

  it('lets other departments view in both editions', () => {
    for (const edition of ['government', 'public'] as const) {
      expect(stewardship(dataset, department('tax'), edition)).toMatchObject({
        view: true,
        edit: false,
        update: false,
        publish: false,
        reason: 'reader',
      });
    }
  });

  it('shows the public edition alone to the public, who manage nothing whatever name they give', () => {
    expect(stewardship(dataset, citizen, 'government')).toMatchObject({ view: false, reason: 'government-only' });
    expect(stewardship(dataset, citizen, 'public')).toMatchObject({
      view: true,
      edit: false,
      publish: false,
      reason: 'reader',
    });
  });

  it('keeps confidential data out of the public edition, even from its producer', () => {
    const confidential = { ...dataset, confidential: true };
    expect(stewardship(confidential, department('housing'), 'public')).toMatchObject({
      view: false,
      publish: false,
      reason: 'confidential',
    });
    expect(stewardship(confidential, department('housing'), 'government')).toMatchObject({ publish: true });
  });

  it('names the field that is wrong', () => {
    const input = {
      producer: 'a',
      provider: 'b',
      confidential: false,
      actor: 'a',
      actorKind: 'department',
      edition: 'government',
    };
    expect(() => dataStewardship.compute({ ...input, edition: 'secret' })).toThrow(/^edition:/);
    expect(() => dataStewardship.compute({ ...input, producer: ' ' })).toThrow(/^producer:/);
  });
});
