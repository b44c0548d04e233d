/** What stands in the log in place of a secret. */
const REDACTED = '[redacted]';

/** Names of fields and parameters whose values are secrets, lower case, without `-` and `_`. */
const SECRET_NAME =
  /(?:authorization|cookies?|password|passwd|pwd|passphrase|secret|token|apikey|accesskey|privatekey|credentials?|sessionid)$|^(?:tk|sig|signature)$/;

/** `scheme://user:password@host`. What begins like a port and a path is none. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"'<>]*):(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]*@/gi;
/** `name=value` of addresses, forms and connection strings, whose values may stand in quotes. */
const PARAMETER = /([a-z][a-z0-9_-]*)=('[^']*'|"[^"]*"|[^\s&;,"'<>)\]]+)/gi;
/** A header in a text, to the end of its line. */
const HEADER = /\b((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*:\s*)[^\r\n]+/gi;
const BEARER = /\b(bearer\s+)[a-z0-9._~+/=-]+/gi;
/** Base64 has a digit or a padding, which tells it from the next word of a sentence. */
const BASIC = /\b(basic\s+)(?=\S*[\d=])[a-z0-9+/=]{8,}/gi;
/** A JSON Web Token, whatever it stands in. */
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** True for every line that may hold a secret, and few others: nearly all lines are done with this one look. */
const SUSPECT =
  /:\/\/[^\s"]*@|authoriz|cookie|passw|pwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|session[-_]?id|\btk\b|\bsig|bearer|basic|eyJ/i;

/** Whether a line of JSON must be written anew by `redactField`. */
export function mayHoldSecret(line: string): boolean {
  return SUSPECT.test(line);
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
    .replace(URL_PASSWORD, `$1:${REDACTED}@`)
    .replace(HEADER, `$1$2${REDACTED}`)
    .replace(PARAMETER, (whole, name: string) => (isSecretName(name) ? `${name}=${REDACTED}` : whole))
    .replace(BEARER, `$1${REDACTED}`)
    .replace(BASIC, `$1${REDACTED}`)
    .replace(JWT, REDACTED);
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_]/g, ''));
}
