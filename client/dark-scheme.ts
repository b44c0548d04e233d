/**
 * Dark colours for a page that is used without a script too: where no script says which theme the reader chose, the
 * rules of the dark theme hold for those whose system is dark.
 */
import type { CSSOptions } from 'vite';

type PostCssPlugins = NonNullable<Exclude<CSSOptions['postcss'], string | undefined>['plugins']>;

const CHOSEN = '[data-theme="dark"]';
const UNSAID = ':not([data-theme])';

/** @param page path that the style sheet's own ends with */
export function darkScheme(page: string): PostCssPlugins[number] {
  return {
    postcssPlugin: 'chengtu:dark-scheme',
    Once: (root, { AtRule }) => {
      if (root.source?.input.file?.endsWith(page) !== true) return;
      root.walkRules((rule) => {
        if (!rule.selector.includes(CHOSEN)) return;
        const query = new AtRule({ name: 'media', params: '(prefers-color-scheme: dark)' });
        query.append(rule.clone({ selector: rule.selector.replaceAll(CHOSEN, UNSAID) }));
        rule.after(query);
      });
    },
  };
}
