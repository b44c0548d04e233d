import { describe, expect, it } from 'vitest';
import { ANSWER_SCHEMAS, REQUEST_SCHEMAS } from './analysis-schemas.ts';
import { NAME, TEXT } from './schema.ts';

/** Paths of the properties that no text describes in both languages. */
function* undescribed(schema: unknown, path: string): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  if ('type' in schema && schema.type === 'object' && 'properties' in schema) {
    for (const [name, property] of Object.entries(schema.properties as Readonly<Record<string, unknown>>))
      if (!isDescribed(property)) yield `${path}.${name}`;
  }
  for (const [key, part] of Object.entries(schema)) {
    // A condition on a property does not declare a property.
    if (key === 'if' || key === 'then' || key === 'else') continue;
    const name: unknown = typeof part === 'object' && part !== null && NAME in part ? part[NAME] : key;
    yield* undescribed(part, `${path}.${String(name)}`);
  }
}

function isDescribed(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || !(TEXT in schema)) return false;
  const { zh, en } = schema[TEXT] as { readonly zh: string; readonly en: string };
  return /\p{Script=Han}|^Moran/u.test(zh) && /^[\p{ASCII}’–·×²−]+$/u.test(en) && /[.]$/.test(en);
}

describe('the schemas of studies and their results', () => {
  it.each(Object.entries({ ...REQUEST_SCHEMAS, ...ANSWER_SCHEMAS }))(
    'describe every property of %s in both languages',
    (name, schema) => {
      expect(isDescribed(schema)).toBe(true);
      expect([...undescribed(schema, name)]).toEqual([]);
    },
  );
});
