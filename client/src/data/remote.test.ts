import { expect, it } from 'vitest';
import { createResource } from './remote.ts';

it('keeps the answer of the later of two loads, whichever comes first', async () => {
  const answers: ((value: string) => void)[] = [];
  const resource = createResource(() => new Promise<string>((resolve) => answers.push(resolve)));
  const loads = [resource.load(), resource.load()];
  answers[1]?.('new');
  await loads[1];
  answers[0]?.('old');
  await loads[0];
  expect(resource.state.value).toEqual({ loading: false, value: 'new', error: null });
});
