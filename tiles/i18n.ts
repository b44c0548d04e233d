/** The languages of the service, and how values get into its texts: the same for what the server and the pages say. */

/** Chinese first. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Lang = (typeof LANGUAGES)[number];

/** How each language writes numbers and dates. */
export const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const satisfies Readonly<Record<Lang, string>>;

/** Puts values into the `{name}` placeholders of a text. A placeholder without a value stays as it is. */
export function fill(
  template: string,
  values: Readonly<Record<string, string | number>> = {},
  show: (value: string | number) => string = String,
): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? place : show(value);
  });
}
