/** The page of sources, for whoever runs the service: every table, and what keeps it from being a layer. */
import { escapeHtml } from '../../../tiles/text.ts';
import type { FunctionInfo, SourceInfo } from '../../../tiles/api/layers.ts';
import { say, type Lang } from '../../platform/messages/index.ts';
import { SOURCES_PAGE } from '../messages.ts';
import { from } from './page.ts';

type Table = SourceInfo['tables'][number];
type Remark = Table['obstacles'][number];

/**
 * HTML of the content: names and texts of other people's databases stand in it as text. `root` is the relative address
 * of the root of the service.
 */
export function sourcesHtml(sources: readonly SourceInfo[], lang: Lang, root: string): string {
  const text = (key: keyof typeof SOURCES_PAGE, values = {}): string =>
    escapeHtml(say(SOURCES_PAGE[key], lang, values));
  const body =
    sources.length === 0
      ? `<p>${text('none')} <a href="${from(root, '/docs/sources')}?lang=${lang}">${text('how')}</a></p>`
      : sources.map((source) => sourceHtml(source, lang, root)).join('');
  return `<h1>${text('title')}</h1>\n<p>${text('intro')}</p>\n${body}`;
}

function sourceHtml({ name, title, state, problem, tables, functions }: SourceInfo, lang: Lang, root: string): string {
  const heading = title[lang] === name ? name : `${title[lang]} (${name})`;
  const served = tables.filter(({ isServed }) => isServed).length;
  const summary =
    state === 'open'
      ? say(SOURCES_PAGE.summary, lang, { count: tables.length, served })
      : say(SOURCES_PAGE[state], lang);
  const parts = [
    `<h2>${escapeHtml(heading)}</h2>`,
    `<p>${escapeHtml(summary)}</p>`,
    problem === null ? '' : `<p><strong>${escapeHtml(problem[lang])}</strong></p>`,
    tables.length === 0 ? '' : tableHtml(tables, lang, root),
    ...tables.filter(({ obstacles }) => obstacles.length > 0).map((each) => remarksHtml(each, each.obstacles, lang)),
    ...tables.filter(({ advices }) => advices.length > 0).map((each) => remarksHtml(each, each.advices, lang)),
    functions.length === 0 ? '' : functionsHtml(functions, lang, root),
    ...functions.filter(({ obstacles }) => obstacles.length > 0).map(functionRemarks(lang)),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function tableHtml(tables: readonly Table[], lang: Lang, root: string): string {
  const head = (['table', 'layer', 'kind', 'geometry', 'srid', 'rows', 'key', 'rights', 'state'] as const).map(
    (key) => `<th scope="col">${escapeHtml(SOURCES_PAGE[key][lang])}</th>`,
  );
  const rows = tables.map((each) => {
    const cells = [
      `<code>${escapeHtml(each.table)}</code>`,
      each.isServed ? layerLink(each.layer, lang, root) : `<code>${escapeHtml(each.layer)}</code>`,
      escapeHtml(SOURCES_PAGE[each.kind][lang]),
      escapeHtml(`${each.geometryType} (${each.geometryColumn})`),
      each.srid === 0 ? escapeHtml(SOURCES_PAGE['no-srid'][lang]) : String(each.srid),
      each.rows === null ? '?' : escapeHtml(say(SOURCES_PAGE.about, lang, { rows: each.rows })),
      escapeHtml(each.key.join(', ') || '–'),
      escapeHtml(SOURCES_PAGE[each.maySelect ? 'may-select' : 'may-not-select'][lang]),
      escapeHtml(SOURCES_PAGE[each.isServed ? 'served' : 'not-served'][lang]),
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="table" tabindex="0"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function functionsHtml(functions: readonly FunctionInfo[], lang: Lang, root: string): string {
  const rows = functions.map((each) => {
    const layer = each.isServed ? layerLink(each.layer, lang, root) : `<code>${escapeHtml(each.layer)}</code>`;
    const state = escapeHtml(SOURCES_PAGE[each.isServed ? 'served' : 'not-served'][lang]);
    return `<tr><td><code>${escapeHtml(`${each.function}(${each.arguments})`)}</code></td><td>${layer}</td><td>${state}</td></tr>`;
  });
  const head = (['function', 'layer', 'state'] as const).map(
    (key) => `<th scope="col">${escapeHtml(SOURCES_PAGE[key][lang])}</th>`,
  );
  return `<div class="table" tabindex="0"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

const functionRemarks =
  (lang: Lang) =>
  ({ function: name, isServed, obstacles }: FunctionInfo): string =>
    remarksHtml({ table: name, isServed }, obstacles, lang);

function layerLink(layer: string, lang: Lang, root: string): string {
  const address = `${root}?layers=${encodeURIComponent(layer)}&lang=${lang}`;
  return `<a href="${escapeHtml(address)}">${escapeHtml(layer)}</a>`;
}

function remarksHtml(
  { table, isServed }: Pick<Table, 'table' | 'isServed'>,
  remarks: readonly Remark[],
  lang: Lang,
): string {
  const heading = say(SOURCES_PAGE[isServed ? 'better' : 'why-not'], lang, { table });
  const items = remarks.map(({ text, cure }) => {
    const sql = cure.length === 0 ? '' : `<pre tabindex="0">${escapeHtml(cure.join('\n'))}</pre>`;
    return `<p>${escapeHtml(text[lang])}</p>${sql}`;
  });
  return `<h3>${escapeHtml(heading)}</h3>\n${items.join('\n')}`;
}
