/** What the engine answers to a unit of messages, checked before any client reads it. */

/** The engine can answer no more: it says so itself, or its answer is not whole. */
export class EngineBroken extends Error {
  override readonly name = 'EngineBroken';
}

export interface CheckedAnswer {
  readonly bytes: Buffer;
  /** Whether the database is outside a transaction now. */
  readonly isIdle: boolean;
}

const HEAD_LENGTH = 5;

/** Types of messages from the engine. */
const FROM_ENGINE = {
  commandComplete: 0x43,
  emptyQuery: 0x49,
  portalSuspended: 0x73,
  error: 0x45,
  readyForQuery: 0x5a,
} as const;

/** Types of messages from clients. */
const FROM_CLIENT = { query: 0x51, execute: 0x45 } as const;

/** State in ReadyForQuery outside a transaction. */
const IDLE = 0x49;

/** PostgreSQL ends its process after an error of these severities. PGlite cannot, and answers on with nothing. */
const DEADLY = new Set(['FATAL', 'PANIC']);

interface Message {
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The answer to one unit, as a client may have it. Throws `EngineBroken` for one that tells of a broken engine, that is
 * cut off, or that lacks the end of a statement: to a client it would read like a statement that found nothing.
 */
export function checkAnswer(unit: Uint8Array, answer: Buffer): CheckedAnswer {
  const messages = messagesOf(answer);
  let completed = 0;
  let hasFailed = false;
  for (const { type, start, end } of messages) {
    if (type === FROM_ENGINE.error) {
      const { severity, text } = readError(answer.subarray(start + HEAD_LENGTH, end));
      if (DEADLY.has(severity)) throw new EngineBroken(`${severity}: ${text}`);
      hasFailed = true;
    } else if (
      type === FROM_ENGINE.commandComplete ||
      type === FROM_ENGINE.emptyQuery ||
      type === FROM_ENGINE.portalSuspended
    ) {
      completed += 1;
    }
  }
  const last = messages.at(-1);
  if (last?.type !== FROM_ENGINE.readyForQuery)
    throw new EngineBroken('An answer of the engine ends before its ReadyForQuery.');
  if (!hasFailed && completed < statementsOf(unit))
    throw new EngineBroken('An answer of the engine lacks the end of a statement.');
  return { bytes: readyOnce(answer, messages), isIdle: answer[last.start + HEAD_LENGTH] === IDLE };
}

function messagesOf(answer: Buffer): readonly Message[] {
  const messages: Message[] = [];
  for (let start = 0; start < answer.length; ) {
    const end = start + HEAD_LENGTH <= answer.length ? start + 1 + answer.readInt32BE(start + 1) : Infinity;
    if (end > answer.length || end < start + HEAD_LENGTH) throw new EngineBroken('An answer of the engine is cut off.');
    messages.push({ type: answer[start] ?? 0, start, end });
    start = end;
  }
  return messages;
}

/**
 * The answer with its last ReadyForQuery only. After an error PGlite sends one at once and another at Sync; a client
 * takes the second for the end of its next query, and all later answers are then those of the query before.
 */
function readyOnce(answer: Buffer, messages: readonly Message[]): Buffer {
  const early = messages.slice(0, -1).filter(({ type }) => type === FROM_ENGINE.readyForQuery);
  if (early.length === 0) return answer;
  const parts = early.map(({ start }, index) => answer.subarray(early[index - 1]?.end ?? 0, start));
  return Buffer.concat([...parts, answer.subarray(early.at(-1)?.end ?? 0)]);
}

/** How many statements a unit runs: a simple query counts as one, whatever its text holds. A startup runs none. */
function statementsOf(unit: Uint8Array): number {
  const bytes = Buffer.from(unit.buffer, unit.byteOffset, unit.byteLength);
  // A startup has no type; it begins with its length, whose first byte is 0.
  if (bytes[0] === 0) return 0;
  let count = 0;
  for (let start = 0; start + HEAD_LENGTH <= bytes.length; start += 1 + bytes.readInt32BE(start + 1)) {
    if (bytes[start] === FROM_CLIENT.query || bytes[start] === FROM_CLIENT.execute) count += 1;
  }
  return count;
}

/** Fields of an ErrorResponse: a letter and a text each. `V` is the severity in English, which `S` translates. */
function readError(body: Buffer): { readonly severity: string; readonly text: string } {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return { severity: fields.get('V') ?? fields.get('S') ?? '', text: fields.get('M') ?? '' };
}
