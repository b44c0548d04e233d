/** The readable form of `/openapi.json`. */
import type { Lang } from '../../platform/messages/index.ts';
import { REFERENCE } from '../messages.ts';
import { escapeHtml } from '../../../tiles/text.ts';
import { from } from './page.ts';

/** What this page reads of OpenAPI 3.1: the rest of it is not written by `openApi`. */
export interface ApiDescriptionJson {
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  /** Those that are alike everywhere are only referred to. */
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content } | { readonly $ref: string }>
  >;
  readonly 'x-examples'?: readonly string[];
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** Objects within objects are shown so deep; deeper ones have a name, and a table of their own. */
const MAX_DEPTH = 3;

/** @param root relative address of the service from the page */
export function referenceHtml({ tags, paths, components }: ApiDescriptionJson, lang: Lang, root: string): string {
  const t = (key: keyof typeof REFERENCE): string => escapeHtml(REFERENCE[key][lang]);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = tags.map(({ name, description = name }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const list = own.map(
      ({ path, method, operation }) =>
        `<li><a href="#${operation.operationId}"><span class="method">${method}</span> <code>${escapeHtml(path)}</code></a> ${escapeHtml(operation.summary)}</li>`,
    );
    return {
      list: `<h3>${escapeHtml(description)}</h3><ul class="operations">${list.join('')}</ul>`,
      html: `<h2 id="tag-${name}">${escapeHtml(description)}</h2>${own.map((each) => operationHtml(each, t, root)).join('')}`,
    };
  });
  const schemas = Object.entries(components.schemas).map(([name, schema]) => schemaHtml(name, schema, t));
  return `<h2 id="reference">${t('reference')}</h2>
<p>${t('intro')}</p>
${groups.map(({ list }) => list).join('')}
${groups.map(({ html }) => html).join('')}
<h2 id="schemas">${t('schemas')}</h2>
${schemas.join('')}`;
}

type Say = (key: keyof typeof REFERENCE) => string;

function operationHtml(
  { path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Operation },
  t: Say,
  root: string,
): string {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${t(place === 'path' ? 'in-path' : 'in-query')}</td>` +
      `<td>${typeHtml(schema)}</td><td>${presence(required, schema, t)}</td><td>${escapeHtml(description)}</td></tr>`,
  );
  const answers = Object.entries(responses).flatMap(([status, response]) => {
    if ('$ref' in response) return [];
    const { description, content = {} } = response;
    const kinds = Object.entries(content).map(
      ([type, { schema }]) => `<code>${escapeHtml(type)}</code> ${typeHtml(schema)}`,
    );
    const name = status === 'default' ? t('any-error') : status;
    return [`<tr><td>${name}</td><td>${kinds.join('<br>')}</td><td>${escapeHtml(description)}</td></tr>`];
  });
  const examples = (operation['x-examples'] ?? []).map(
    (address) =>
      `<li><a href="${escapeHtml(from(root, encodeURI(address)))}"><code>${escapeHtml(address)}</code></a></li>`,
  );
  return `<section><h3 id="${operationId}"><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(summary)}</p>
${rows.length === 0 ? '' : table([t('name'), t('place'), t('type'), t('presence'), t('meaning')], rows)}
${
  requestBody === undefined
    ? ''
    : `<p>${t('body')} ${Object.values(requestBody.content)
        .map(({ schema }) => typeHtml(schema))
        .join(', ')}</p>`
}
${table([t('status'), t('answer'), t('meaning')], answers)}
${examples.length === 0 ? '' : `<p>${t('examples')}</p><ul>${examples.join('')}</ul>`}</section>
`;
}

function schemaHtml(name: string, schema: Schema, t: Say): string {
  const rows = propertyRows(schema, '', 0, t);
  const text = schema.description === undefined ? '' : `<p>${escapeHtml(schema.description)}</p>`;
  const body =
    rows.length === 0 ? `<p>${typeHtml(schema)}</p>` : table([t('name'), t('type'), t('presence'), t('meaning')], rows);
  return `<section><h3 id="schema-${name}"><code>${escapeHtml(name)}</code></h3>${text}${body}</section>\n`;
}

function propertyRows(schema: Schema, prefix: string, depth: number, t: Say): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix + name;
    const isRequired = schema.required?.includes(name) ?? false;
    const inner = property.items === undefined || property.items === false ? property : property.items;
    const mark = inner === property ? '.' : '[].';
    const nested = depth < MAX_DEPTH && inner.$ref === undefined ? propertyRows(inner, path + mark, depth + 1, t) : [];
    return [
      `<tr><td><code>${escapeHtml(path)}</code></td><td>${typeHtml(property)}</td>` +
        `<td>${presence(isRequired, property, t)}</td><td>${escapeHtml(property.description ?? '')}</td></tr>`,
      ...nested,
    ];
  });
}

function presence(isRequired: boolean, schema: Schema, t: Say): string {
  if (schema.default !== undefined) return `${t('default')} <code>${escapeHtml(JSON.stringify(schema.default))}</code>`;
  return isRequired ? t('required') : t('optional');
}

/** A type in a few words, with links to the schemas that have a name. */
function typeHtml(schema: Schema): string {
  const { $ref, items, oneOf, anyOf, type, additionalProperties, patternProperties, format } = schema;
  if ($ref !== undefined) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  }
  const choices = oneOf ?? anyOf;
  if (choices !== undefined) return choices.map(typeHtml).join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((value) => code(value)).join(' | ');
  if (schema.const !== undefined) return code(schema.const);
  if (items !== undefined && items !== false) return `${typeHtml(items)}[]`;
  const [byPattern] = Object.entries(patternProperties ?? {});
  if (byPattern !== undefined) return `{ ${escapeHtml(byPattern[0])}…: ${typeHtml(byPattern[1])} }`;
  if (typeof additionalProperties === 'object') return `{ …: ${typeHtml(additionalProperties)} }`;
  const name = typeof type === 'string' ? type : (type?.join(' | ') ?? '');
  const range = [schema.minimum, schema.maximum].some((bound) => bound !== undefined)
    ? ` ${String(schema.minimum ?? '')}…${String(schema.maximum ?? '')}`
    : '';
  return escapeHtml(`${name}${format === undefined ? '' : ` (${format})`}${range}`);
}

function code(value: unknown): string {
  return `<code>${escapeHtml(JSON.stringify(value))}</code>`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((text) => `<th scope="col">${text}</th>`).join('');
  return `<div class="table" tabindex="0"><table><thead><tr>${cells}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
