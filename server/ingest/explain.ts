import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import type { Message } from './types.ts';

/** Which attribute an error of Ajv is about, and the sentence for it. */
export function explain(error: ErrorObject, layer: LayerDefinition): Message & { property?: string } {
  const params: Readonly<Record<string, unknown>> = error.params;
  if (error.keyword === 'required') return { message: 'required', property: String(params.missingProperty) };
  const property = error.instancePath.slice(1);
  return { property, ...explainValue(error, layer.attributes[property], show(error.data)) };
}

function explainValue(error: ErrorObject, attribute: Attribute | undefined, value: string): Message {
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'type':
      return { message: 'type-wrong', params: { expected: `{type-${attribute?.type ?? 'string'}}`, value } };
    case 'enum':
      return {
        message: 'value-not-allowed',
        params: {
          value,
          allowed: Object.keys(attribute?.values ?? {})
            .slice(0, 20)
            .join(', '),
        },
      };
    case 'pattern':
      return { message: 'pattern-mismatch', params: { value, pattern: String(params.pattern) } };
    case 'format':
      return { message: 'format-mismatch', params: { value, format: `{format-${String(params.format)}}` } };
    case 'minimum':
      return { message: 'too-small', params: { value, limit: Number(params.limit) } };
    case 'maximum':
      return { message: 'too-large', params: { value, limit: Number(params.limit) } };
    case 'maxLength':
      return { message: 'too-long', params: { limit: Number(params.limit) } };
    default:
      return { message: 'schema', params: { detail: error.message ?? error.keyword } };
  }
}

function show(value: unknown): string {
  // JSON has no infinity, which a number such as 1e999 is read as.
  const text =
    typeof value === 'string'
      ? `“${value}”`
      : typeof value === 'number'
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
