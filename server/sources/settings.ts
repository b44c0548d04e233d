/** Which databases are sources: the setting `SOURCES`, and `sources` of city.json. */
import type { Text } from '../../tiles/layer/layer.ts';
import type { City, CitySource } from '../layers/city.ts';
import { type Config, ConfigError } from '../platform/config.ts';
import { addressOf, DatabaseUrlError } from '../platform/db/address.ts';
import { bothLanguages, say, type MessageValues } from '../platform/messages/index.ts';
import { SETTINGS, TABLE_LAYERS } from './messages.ts';

export interface SourceSettings {
  /** kebab-case. */
  readonly name: string;
  /** `postgres://…`, as the driver takes it. */
  readonly url: string;
  /** The service's own database, whose own tables are no layers. */
  readonly isOwn: boolean;
  /** Schemas to look into; null for all that the role sees. */
  readonly schemas: readonly string[] | null;
  /** Title of the group of its layers. */
  readonly title: Text;
  /** Who keeps the data. */
  readonly owner: Text;
  /** Connections of one process. */
  readonly connections: number;
}

const OWN = 'own';
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MOST_NAME = 24;
const MOST_CONNECTIONS = 50;

/** A source as it is written, not yet checked. */
interface Written {
  readonly name: string;
  readonly url: string | undefined;
  readonly schemas: readonly string[] | null;
  readonly connections: string | null;
  readonly city: CitySource | undefined;
}

/**
 * Reads `SOURCES`, such as `gis=postgres://reader@host/db?schemas=public,planning`, several between commas, and `own`
 * for the database of `DATABASE_URL`. What city.json says of a source is added; `SOURCES` wins. Throws `ConfigError`,
 * which names everything that is wrong and no password.
 */
export function readSources(
  config: Pick<Config, 'sources' | 'databaseUrl' | 'databaseConnections' | 'lang'>,
  city: Pick<City, 'sources'>,
): readonly SourceSettings[] {
  const errors: string[] = [];
  const tell = (key: keyof typeof SETTINGS, values: MessageValues): void => {
    errors.push(say(SETTINGS[key], config.lang, values));
  };
  const written = [...writtenSources(config.sources ?? '', city.sources ?? {}, tell)];
  const names = written.map(({ name }) => name);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index))) tell('twice', { name });
  const sources = written.flatMap((each) => checked(each, config, tell) ?? []);
  if (errors.length > 0) throw new ConfigError(errors, config.lang);
  return sources;
}

type Tell = (key: keyof typeof SETTINGS, values: MessageValues) => void;

function* writtenSources(text: string, ofCity: Readonly<Record<string, CitySource>>, tell: Tell): Generator<Written> {
  const named = new Set<string>();
  for (const part of partsOf(text)) {
    const [, name, address] = /^(?:([^=?]*)=)?(.*)$/s.exec(part) ?? [];
    const isOwn = name === undefined && (address === OWN || address?.startsWith(`${OWN}?`) === true);
    if (address === undefined || (name === undefined && !isOwn)) {
      tell('no-name', { part: withoutPassword(part) });
      continue;
    }
    const id = isOwn ? OWN : (name ?? '').trim();
    named.add(id);
    if (!isOwn && id === OWN) tell('own-with-address', { url: withoutPassword(address) });
    const { url, schemas, connections } = withoutOurs(address.trim());
    yield { name: id, url: isOwn ? undefined : url, schemas, connections, city: ofCity[id] };
  }
  for (const [name, city] of Object.entries(ofCity)) {
    if (named.has(name)) continue;
    const { url, schemas, connections } = withoutOurs(city.url ?? '');
    yield { name, url: city.url === undefined ? undefined : url, schemas, connections, city };
  }
}

/** A comma begins the next source only ahead of `name=scheme://` or `own`: passwords and schemas have commas too. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of text.split(',')) {
    const begins = /^\s*[^=/?\s]+=[a-z]+:\/\//i.test(piece) || /^\s*own\s*(?:\?|$)/.test(piece);
    if (parts.length === 0 || begins) parts.push(piece);
    else parts.push(`${parts.pop() ?? ''},${piece}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Takes our own parameters out of an address; what is left is the driver's. */
function withoutOurs(address: string): Pick<Written, 'schemas' | 'connections'> & { readonly url: string } {
  const at = address.indexOf('?');
  if (at < 0) return { url: address, schemas: null, connections: null };
  const query = new URLSearchParams(address.slice(at + 1));
  const schemas = query
    .getAll('schemas')
    .flatMap((list) => list.split(','))
    .map((schema) => schema.trim())
    .filter((schema) => schema !== '');
  const connections = query.get('connections');
  const given = query.has('schemas') ? schemas : null;
  // Others stay as they are written: to write them anew would change their escapes.
  const others = address
    .slice(at + 1)
    .split('&')
    .filter((each) => !/^(?:schemas|connections)(?:=|$)/.test(each) && each !== '');
  return { url: address.slice(0, at) + (others.length > 0 ? `?${others.join('&')}` : ''), schemas: given, connections };
}

function checked(
  { name, url: given, schemas, connections, city }: Written,
  { databaseUrl, databaseConnections }: Pick<Config, 'databaseUrl' | 'databaseConnections'>,
  tell: Tell,
): SourceSettings | null {
  const isOwn = name === OWN;
  if (!NAME.test(name) || name.length > MOST_NAME) tell('bad-name', { name });
  const url = isOwn ? databaseUrl : given;
  if (url === undefined) {
    if (isOwn) tell('own-without-database', {});
    else tell('no-url', { name });
    return null;
  }
  if (!isOwn && !isAddress(url)) tell('bad-url', { name, url: withoutPassword(url) });
  if (schemas?.length === 0) tell('no-schemas', { name });
  const count = connections === null ? databaseConnections : Number(connections);
  if (!(Number.isInteger(count) && count >= 1 && (connections === null || count <= MOST_CONNECTIONS)))
    tell('bad-connections', { name, value: connections ?? '' });
  const title =
    city?.title ?? (isOwn ? TABLE_LAYERS['theme-own'] : bothLanguages(TABLE_LAYERS.theme, { source: name }));
  return {
    name,
    url,
    isOwn,
    schemas: schemas ?? city?.schemas ?? null,
    title,
    owner: city?.owner ?? city?.title ?? { zh: name, en: name },
    connections: count,
  };
}

function isAddress(url: string): boolean {
  try {
    addressOf(url);
    return true;
  } catch (error) {
    if (error instanceof DatabaseUrlError) return false;
    throw error;
  }
}

/** An address as messages may repeat it. */
function withoutPassword(address: string): string {
  // A password may hold an @ that nobody has escaped: the last one ends it.
  const at = address.lastIndexOf('@');
  const begin = address.indexOf('://');
  const colon = begin < 0 ? -1 : address.indexOf(':', begin + 3);
  const hidden = colon >= 0 && colon < at ? `${address.slice(0, colon)}:***${address.slice(at)}` : address;
  return hidden.replaceAll(/([?&]password=)[^&]*/gi, '$1***');
}
