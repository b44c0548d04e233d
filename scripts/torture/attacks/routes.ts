/** Hostile requests to every route, one after the other and several at once. */
import { onSite, Tally, type Attack, type AttackContext, type AttackInput, type Outcome } from '../attack.ts';
import { ask, askRaw, get, isReady, waitFor, type Answered } from '../client.ts';
import { hostileRequest, readDescription, type Hostile } from '../fuzz/requests.ts';
import { AnswerSchemas, verdictOn } from '../fuzz/verdict.ts';
import type { Site } from '../site.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';

/** After as many requests the service has to be well. */
const LOOK_EVERY = 200;
const BACK_LIMIT_MS = 30_000;
const AT_ONCE = 6;
/** Answered the same before, between and after. */
const KNOWN_PATHS = ['/layers', '/layers/toilets/items/south-west', '/tiles/toilets,districts/9/427/200.mvt', '/cases'];

export const routes: Attack = {
  name: 'routes',
  about: TORTURE['about-routes'],
  databases: ['embedded', 'server'],
  share: 3,
  run: onSite(attackRoutes),
};

/** Of a service that is up, and of which only the address and the secrets need be known. */
export async function attackRoutes(
  { service: { url }, secrets }: Pick<Site, 'secrets'> & { readonly service: { readonly url: string } },
  { inputs }: Pick<AttackContext, 'inputs'>,
): Promise<Outcome> {
  const tally = new Tally();
  const description = readDescription(JSON.parse((await get(url, '/openapi.json')).body.toString()));
  const schemas = new AnswerSchemas(description.components);
  const known = await Promise.all(KNOWN_PATHS.map((path) => get(url, path)));
  const statuses = new Map<number, number>();
  const lookAfter = async (index: number): Promise<void> => {
    const back = await waitFor(() => isReady(url), BACK_LIMIT_MS);
    if (back === null) tally.notBack(index, BACK_LIMIT_MS);
    for (const [n, path] of KNOWN_PATHS.entries()) {
      const now = await get(url, path);
      if (now.status !== known[n]?.status || !now.body.equals(known[n].body))
        tally.fail('wrong', index, bothLanguages(TORTURE['known-answer-changed'], { path }));
    }
  };
  const one = async ({ index, random }: AttackInput): Promise<void> => {
    const hostile = hostileRequest(description, random);
    const answer = 'raw' in hostile ? await askRaw(url, hostile.raw) : await ask(url, hostile.asked);
    tally.try();
    tally.wait(answer.ms);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const said = judge(hostile, answer, schemas, secrets);
    if (said !== null)
      tally.fail(
        answer.status === 0 ? 'not-survived' : 'wrong',
        index,
        bothLanguages(TORTURE['bad-answer'], { request: nameOf(hostile), said }),
      );
  };

  let last = 0;
  let batch: AttackInput[] = [];
  for (const input of inputs()) {
    last = input.index;
    batch.push(input);
    if (batch.length === AT_ONCE) {
      await Promise.all(batch.map(one));
      batch = [];
    }
    if (last % LOOK_EVERY === LOOK_EVERY - 1) await lookAfter(last);
    if (tally.failures > MOST_FAILURES) break;
  }
  await Promise.all(batch.map(one));
  await lookAfter(last);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  tally.note(
    bothLanguages(TORTURE['statuses'], { counts: counts.join(', '), operations: description.operations.length }),
  );
  return tally.outcome();
}

/** What fails this often needs no more proof. */
const MOST_FAILURES = 200;

function judge(hostile: Hostile, answer: Answered, schemas: AnswerSchemas, secrets: readonly string[]): string | null {
  if ('raw' in hostile)
    return verdictOn(answer, { secrets, sent: hostile.raw.toString('latin1'), mayHangUp: true, method: 'GET' });
  const { method, path, headers, body } = hostile.asked;
  const sent = [path, safeDecode(path), ...headers.flat(), body?.toString() ?? ''].join('\n');
  const said = verdictOn(answer, { secrets, sent, mayHangUp: false, method });
  return said ?? (hostile.operation === null ? null : schemas.verdict(hostile.operation, answer));
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}

function nameOf(hostile: Hostile): string {
  if ('raw' in hostile) return JSON.stringify(hostile.raw.toString('latin1').slice(0, 120));
  const { method, path, headers, body } = hostile.asked;
  const parts = [
    method,
    path.slice(0, 200),
    ...headers.map(([name, value]) => `${name}: ${value.slice(0, 60)}`),
    ...(body === null ? [] : [body.toString().slice(0, 200)]),
  ];
  return parts.join(' ');
}
