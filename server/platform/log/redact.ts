/** What stands in the log in place of a secret. */
const REDACTED = '[redacted]';

/**
 * Names of fields and parameters whose values are secrets, lower case, without `-` and `_`. The short ones are those of
 * map services and of signed addresses (S3, OSS, COS, Azure, CDNs).
 */
const SECRET_NAME =
  /(?:authorization|cookies?|password|passwd|pwd|passphrase|secret|token|apikey|accesskey|accesskeyid|secretkey|privatekey|credentials?|sessionid|signature)$|^(?:tk|ak|sk|sig|sign|qak|authkey)$/;

/** What may be an address or a part of one. */
const NO_SPACE = /[^\s"'<>]+/g;
const USER_END = /[:/?#@]/g;
/** What begins like a port and a path is no password. */
const PORT = /\d{1,5}[/?#]/y;
/** `=value` of addresses, forms and connection strings, whose values may stand in quotes. */
const PARAMETER = /=('[^']*'|"[^"]*"|[^\s&;,"'<>)\]]+)/g;
const NAME_SIGN = /[a-z0-9_-]/i;
/** No name of a secret is longer. */
const MOST_IN_NAME = 40;
/** A header in a text, to the end of its line. */
const HEADER = /(authorization|cookie)(["']?\s*:\s*)[^\r\n]+/gi;
const BEARER = /(bearer\s+)[a-z0-9._~+/=-]+/gi;
const BASIC = /(basic\s+)(\S+)/gi;
const BASIC_TOKEN = /^[a-z0-9+/=]{8,}/i;
/** What may be a JSON Web Token, whatever it stands in. */
const DOTTED = /[\w.-]+/g;

/** Where a person stands who asks what is nearby. */
const PLACE_NAMES: ReadonlySet<string> = new Set(['lon', 'lat']);
/** Digits of a place beyond a hundredth of a degree, about a kilometre. */
const EXACT_PLACE = /^(-?\d{1,3}\.\d\d)\d+$/;
/**
 * Parameters whose values say what was asked of the map and nothing of who asked. What is not here, such as the text of
 * a search, a filter by a name or anything that we do not know, is left out.
 */
const TOLD_NAMES: ReadonlySet<string> = new Set([
  ...['after', 'asOf', 'at', 'attributes', 'bbox', 'bbox-crs', 'crs', 'datetime', 'detail', 'f', 'filter-crs'],
  ...['filter-lang', 'for', 'form', 'format', 'geometry', 'group', 'height', 'id', 'kind', 'lang', 'layer', 'layers'],
  ...['level', 'limit', 'maxHeight', 'maxWidth', 'mode', 'next', 'offset', 'only', 'open', 'properties', 'radius'],
  ...['schemas', 'size', 'skipGeometry', 'sortby', 'style', 'theme', 'width', 'zoom'],
]);

/** Both match every line that may hold a secret, and few others: nearly all lines need no more than these tests. */
const SUSPECT_WORD =
  /authoriz|cookie|passw|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|session[-_]?id|bearer|basic|eyJ/i;
const SUSPECT_NAME = /\btk\b|\bak=|\bsk=|\bsig|signature|auth_key|q-ak/i;

/**
 * The address of a request as the log may have it: without where exactly the person stands who asks what is nearby,
 * without what they search for, and without parameters that we do not know.
 */
export function loggedUrl(url: string): string {
  const mark = url.indexOf('?');
  if (mark < 0) return url;
  return `${url.slice(0, mark)}?${url
    .slice(mark + 1)
    .split('&')
    .map(loggedParameter)
    .join('&')}`;
}

function loggedParameter(text: string): string {
  const equals = text.indexOf('=');
  if (equals < 0) return TOLD_NAMES.has(text) || text === '' ? text : REDACTED;
  const name = text.slice(0, equals);
  const value = text.slice(equals + 1);
  if (TOLD_NAMES.has(name)) return text;
  if (PLACE_NAMES.has(name)) return `${name}=${EXACT_PLACE.exec(value)?.[1] ?? numberOrNothing(value)}`;
  return /^[\w.-]{1,40}$/.test(name) ? `${name}=${REDACTED}` : REDACTED;
}

function numberOrNothing(value: string): string {
  return /^-?\d{0,3}(?:\.\d{0,2})?$/.test(value) ? value : REDACTED;
}

/** Whether a line of JSON must be written anew by `redactField`. */
export function mayHoldSecret(line: string): boolean {
  return SUSPECT_WORD.test(line) || SUSPECT_NAME.test(line) || (line.includes('://') && line.includes('@'));
}

/** The value of a field as the log may have it; parts of objects are fields of their own. */
export function redactField(name: string, value: unknown): unknown {
  if (isSecretName(name) && value !== null && value !== undefined) return REDACTED;
  return typeof value === 'string' ? redactText(value) : value;
}

/**
 * A text without the passwords of connection strings, tokens and cookies that stand in it: messages of errors repeat
 * what they were given.
 */
export function redactText(text: string): string {
  return text
    .replace(NO_SPACE, redactAddress)
    .replace(HEADER, `$1$2${REDACTED}`)
    .replace(PARAMETER, (whole, value: string, at: number, all: string) =>
      isSecretName(nameBefore(all, at)) && !REDACTED.startsWith(value) ? `=${REDACTED}` : whole,
    )
    .replace(BEARER, `$1${REDACTED}`)
    .replace(BASIC, (whole, head: string, token: string) =>
      /[\d=]/.test(token) ? head + token.replace(BASIC_TOKEN, REDACTED) : whole,
    )
    .replace(DOTTED, redactToken);
}

/** `scheme://user:password@host`: the password ends at the last `@`, since some passwords contain one. */
function redactAddress(part: string): string {
  const end = part.lastIndexOf('@');
  for (let at = part.indexOf('://'); at >= 0 && at < end; at = part.indexOf('://', at + 3)) {
    USER_END.lastIndex = at + 3;
    const colon = USER_END.exec(part)?.index ?? end;
    PORT.lastIndex = colon + 1;
    if (part[colon] === ':' && !PORT.test(part)) return part.slice(0, colon + 1) + REDACTED + part.slice(end);
  }
  return part;
}

/** The name that ends at an index, as far back as a name of a secret can reach. */
function nameBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < MOST_IN_NAME && NAME_SIGN.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

/** A token has three parts, the first of which begins as every JSON object does in base64. */
function redactToken(run: string): string {
  if (!run.includes('eyJ')) return run;
  const parts = run.split('.');
  const kept: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    const start = index + 2 < parts.length && parts[index + 1] !== '' ? part.search(/\beyJ[\w-]/) : -1;
    kept.push(start < 0 ? part : part.slice(0, start) + REDACTED);
    if (start >= 0) index += 2;
  }
  return kept.join('.');
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_]/g, ''));
}
