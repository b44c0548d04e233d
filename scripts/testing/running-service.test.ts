import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../server/platform/config.ts';
import { environmentOf } from './running-service.ts';

/** What a system says of the language of its people; no service under test is left without one of its own. */
const OF_THE_SYSTEM = ['LC_ALL', 'LC_MESSAGES', 'LANG'];

/** Names that the service looks for in its environment. */
function settingsRead(): readonly string[] {
  const names = new Set<string>();
  readConfig(new Proxy<Record<string, string | undefined>>({}, { get: (_, name) => void names.add(String(name)) }));
  return [...names].filter((name) => !OF_THE_SYSTEM.includes(name));
}

describe('the environment of a service under test', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('has no setting of the person who runs the tests', () => {
    const names = settingsRead();
    expect(names).toContain('MAX_JOBS');
    for (const name of names) vi.stubEnv(name, 'theirs');
    expect(names.filter((name) => environmentOf({})[name] !== undefined)).toEqual([]);
  });
});
