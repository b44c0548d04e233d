/** What no system takes in the name of a file. */
const FORBIDDEN = /[\p{C}\p{Z}\\/:*?"<>|#%&{}$!'`@+=~^;,]+/gu;
const MAX_TITLE = 40;

/**
 * `Content-Disposition` (RFC 6266) of a file to keep: the name in any language (RFC 8187), and one of ASCII letters for
 * programs that do not know that.
 */
export function attachment(id: string, title: string, day: string, extension: string): string {
  const clean = [...title.normalize('NFC').replace(FORBIDDEN, '-')]
    .slice(0, MAX_TITLE)
    .join('')
    .replace(/^[.-]+/, '');
  const name = `chengtu_${clean === '' ? id : clean}_${day}.${extension}`;
  const plain = `${id.replaceAll(/[^\w-]/g, '-')}_${day}.${extension}`;
  // encodeURIComponent leaves these, which RFC 8187 does not.
  const encoded = encodeURIComponent(name).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
