/** A resource in JSON and as a page, by `f` or by what the client takes. */
import Negotiator from 'negotiator';
import type { Lang } from '../../tiles/i18n.ts';
import { Content } from '../platform/http/content.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { TYPE } from './links.ts';
import { OGC } from './messages.ts';
import { PAGE_HEADERS } from './page.ts';

export const FORMATS = ['json', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** What a request says of the answer that it wants. */
export interface Wish {
  readonly parameters: { readonly names: readonly string[] };
  readonly query: { readonly f?: Format | undefined };
  readonly accept: string | undefined;
}

const JSON_TYPES = [TYPE.json, TYPE.geojson, TYPE.schema, TYPE.style, 'application/vnd.oai.openapi+json'];

/** Browsers ask for pages by name; whoever takes anything gets JSON. */
export function formatOf({ query: { f }, accept }: Pick<Wish, 'query' | 'accept'>): Format {
  if (f !== undefined) return f;
  if (accept === undefined) return 'json';
  const best = new Negotiator({ headers: { accept } }).mediaTypes([...JSON_TYPES, TYPE.html])[0];
  return best === TYPE.html && /text\/(?:html|\*)/.test(accept) ? 'html' : 'json';
}

/** Throws `BadParameter` for a parameter that the resource does not have. */
export function refuseOthers({ parameters }: Pick<Wish, 'parameters'>, own: readonly string[]): void {
  const unknown = parameters.names.find((name) => !own.includes(name));
  if (unknown === undefined) return;
  throw new BadParameter(unknown, OGC['unknown-parameter'], { choices: own.join(', ') });
}

export function jsonContent(
  text: string,
  type: string,
  { lang, headers = {} }: { readonly lang: Lang; readonly headers?: Readonly<Record<string, string>> },
): Content {
  return new Content(Buffer.from(text), {
    type: type.startsWith('application/vnd.oai') ? type : `${type}; charset=utf-8`,
    headers: { 'Content-Language': lang, ...headers },
  });
}

export function htmlContent(
  text: string,
  { lang, headers = {} }: { readonly lang: Lang; readonly headers?: Readonly<Record<string, string>> },
): Content {
  return new Content(Buffer.from(text), {
    type: `${TYPE.html}; charset=utf-8`,
    headers: { 'Content-Language': lang, ...PAGE_HEADERS, ...headers },
  });
}
