/** What no answer may be: an error of ours, a leak, or a problem without a sentence. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Answered } from '../client.ts';
import { isObject, type Schema } from './values.ts';
import type { Operation } from './requests.ts';

/** What a stack trace, a path, SQL or a secret looks like, where no request can have brought it. */
const LEAKS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a stack trace', /\bat [\w.$<>]{1,80} \(|\bnode:internal|\.(?:ts|mjs|cjs):\d{1,6}:\d/],
  ['a path', /node_modules|\/home\/|\/root\/|\/usr\/lib/],
  [
    'SQL',
    /-- Params:|feature_history|from pyramid|jsonb_to_recordset|pg_catalog\.|\bSQLSTATE\b|syntax error at or near/,
  ],
  ['a credential', /postgres(?:ql)?:\/\/|PGPASSWORD/],
];

/** Answers of 503 that say that the service is asked for more than it does at once, and not that it broke. */
const BUSY = new Set([
  'overloaded',
  'query-timeout',
  'too-many-streams',
  'too-many-listeners',
  'study-busy',
  'study-out-of-memory',
]);

const REQUESTS_TOO_SLOW = 499;

export interface VerdictOptions {
  readonly secrets: readonly string[];
  /** What was sent: what an answer repeats of it is no leak. */
  readonly sent: string;
  /** Whether a connection may end without an answer, as where there is none to be given. */
  readonly mayHangUp: boolean;
  readonly method: string;
}

/** What is wrong with an answer; null where nothing is. */
export function verdictOn(answer: Answered, { secrets, sent, mayHangUp, method }: VerdictOptions): string | null {
  const { status, headers, body } = answer;
  if (status === 0) return mayHangUp ? null : 'no answer';
  if (status === 500 || (status > 500 && status !== 503)) return `status ${status}: ${body.toString().slice(0, 200)}`;
  const text = isText(headers) ? body.toString() : '';
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const secret = secrets.find((each) => (head + text).includes(each) && !sent.includes(each));
  if (secret !== undefined) return 'a secret of the service stands in the answer';
  if (status < 400) return null;
  const leak = LEAKS.find(([, pattern]) => {
    const found = pattern.exec(text)?.[0];
    return found !== undefined && !sent.includes(found);
  });
  if (leak !== undefined) return `${leak[0]} stands in the answer: ${text.slice(0, 200)}`;
  if (method === 'HEAD') return null;
  return problemVerdict(status, headers, text, sent);
}

function isText(headers: Answered['headers']): boolean {
  return /json|text|xml|javascript/.test(headers['content-type'] ?? '') && !headers['content-encoding'];
}

function problemVerdict(status: number, headers: Answered['headers'], text: string, sent: string): string | null {
  if (!(headers['content-type'] ?? '').startsWith('application/problem+json'))
    return `status ${status} without a problem: ${headers['content-type'] ?? 'no type'}`;
  let problem: unknown;
  try {
    problem = JSON.parse(text);
  } catch {
    return `the problem is not JSON: ${text.slice(0, 200)}`;
  }
  if (!isObject(problem)) return 'the problem is no object';
  const { detail, code, title, requestId } = problem;
  if (problem['status'] !== status) return `the problem says ${String(problem['status'])}, the answer ${status}`;
  if (typeof detail !== 'string' || detail.trim().length < 4 || !/\p{L}/u.test(detail))
    return 'the problem has no sentence';
  const blank = /\{[a-z]\w*\}/i.exec(detail)?.[0];
  if (blank !== undefined && !sent.includes(blank))
    return `a value is missing in the sentence: ${detail.slice(0, 200)}`;
  if (detail.includes('[object Object]') && !sent.includes('[object Object]'))
    return `no sentence: ${detail.slice(0, 200)}`;
  if (typeof title !== 'string' || typeof code !== 'string' || typeof requestId !== 'string')
    return 'the problem lacks a part';
  if (status === 503 && !BUSY.has(code) && !headers['retry-after']) return `503 (${code}) without Retry-After`;
  if (status === 503 && code === 'database-unavailable') return 'the database counts as lost';
  if (status === REQUESTS_TOO_SLOW) return 'an answer to a client that has left';
  return null;
}

/** Holds the JSON of good answers to the schemas that the service publishes. */
export class AnswerSchemas {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #checks = new Map<unknown, ValidateFunction>();

  constructor(components: Schema) {
    this.#ajv.addSchema({ $id: 'api', components: { schemas: components } });
  }

  /** What is wrong with the body of a good answer; null where nothing is, or where no schema is told. */
  verdict({ answer: schema }: Operation, { status, headers, body }: Answered): string | null {
    if (schema === undefined || status < 200 || status > 202 || !isPlainJson(headers)) return null;
    let value: unknown;
    try {
      value = JSON.parse(body.toString());
    } catch {
      return `status ${status}, and the body is not JSON`;
    }
    const check = this.#check(schema);
    if (check(value)) return null;
    const [error] = check.errors ?? [];
    return `the answer is not as described: ${error?.instancePath ?? ''} ${error?.message ?? ''}`;
  }

  #check(schema: unknown): ValidateFunction {
    const known = this.#checks.get(schema);
    if (known !== undefined) return known;
    const made = this.#ajv.compile(asReferences(schema) as Schema);
    this.#checks.set(schema, made);
    return made;
  }
}

function isPlainJson(headers: Answered['headers']): boolean {
  return (headers['content-type'] ?? '').startsWith('application/json') && !headers['content-encoding'];
}

/** References of the document, as those to the schema `api`. */
function asReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asReferences);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === '$ref' && typeof each === 'string' ? `api${each}` : asReferences(each),
    ]),
  );
}
