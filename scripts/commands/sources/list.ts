import type { Catalogue } from '../../../server/layers/catalogue.ts';
import { registryOf } from '../../../server/layers/registry.ts';
import { problemOf } from '../../../server/platform/db/connect-problem.ts';
import { SILENT } from '../../../server/platform/log/log.ts';
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { printable } from '../../../server/platform/text/printable.ts';
import { type readSources, sourceList, Sources, tableSource } from '../../../server/sources/index.ts';
import type { SourceInfo } from '../../../tiles/api/wire.ts';
import { DATABASE } from '../../cli/messages/database.ts';
import { SOURCES_COMMAND, type SourcesMessage } from '../../cli/messages/sources.ts';
import { aligned } from '../../cli/table.ts';

type Settings = ReturnType<typeof readSources>;
type Table = SourceInfo['tables'][number];
type TileFunction = SourceInfo['functions'][number];
type Report = ReturnType<Sources['reports']>[number];

/** Whoever asks waits longer than a start may, and is told more. */
const LOOK = { rows: 20_000, timeoutMs: 10_000 } as const;
const STATEMENT_TIMEOUT_MS = 60_000;

export interface SourcesOutcome {
  readonly lines: readonly string[];
  /** False where a source could not be read, or a name was not found. */
  readonly isGood: boolean;
}

/** What there is to say of sources and their tables. `names` are sources and tables; all where there is none. */
export async function listSources(
  settings: Settings,
  catalogue: Catalogue,
  names: readonly string[],
  lang: Lang,
): Promise<SourcesOutcome> {
  if (settings.length === 0) return { lines: [say(SOURCES_COMMAND.none, lang)], isGood: names.length === 0 };
  const wanted = settings.filter(({ name }) => names.length === 0 || names.some((each) => each.split('.')[0] === name));
  const sources = new Sources({
    settings: wanted,
    catalogue,
    registry: registryOf(catalogue),
    tableSource,
    log: SILENT,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    look: LOOK,
  });
  try {
    await sources.start();
    const reports = sources.reports();
    const infos = sourceList(reports);
    const unknown = names.filter((name) => !infos.some((info) => [info.name, ...namesOf(info)].includes(name)));
    const lines = infos.flatMap((info, index) => {
      const report = reports[index];
      const url = wanted.find(({ name }) => name === info.name)?.url ?? '';
      const isWhole = names.length === 0 || names.includes(info.name);
      const tables = info.tables.filter(({ table }) => isWhole || names.includes(table));
      const functions = info.functions.filter((each) => isWhole || names.includes(each.function));
      return report === undefined ? [] : [...linesOf(info, report, { tables, functions }, url, lang), ''];
    });
    return {
      lines: [...lines, ...unknown.map((name) => say(SOURCES_COMMAND['not-found'], lang, { name }))],
      isGood: unknown.length === 0 && reports.every(({ state }) => state === 'open'),
    };
  } finally {
    await sources.close();
  }
}

function namesOf({ tables, functions }: SourceInfo): readonly string[] {
  return [...tables.map(({ table }) => table), ...functions.map((each) => each.function)];
}

function linesOf(
  info: SourceInfo,
  report: Report,
  { tables, functions }: Pick<SourceInfo, 'tables' | 'functions'>,
  url: string,
  lang: Lang,
): readonly string[] {
  const values = { name: info.name, title: info.title[lang] };
  if (report.state !== 'open')
    return [say(SOURCES_COMMAND.unread, lang, values), `  ${problemText(report, url, lang)}`];
  const served = info.tables.filter(({ isServed }) => isServed).length;
  const head = say(SOURCES_COMMAND.source, lang, {
    ...values,
    count: info.tables.length,
    served,
    role: report.role ?? '',
  });
  const table = aligned([say(SOURCES_COMMAND.head, lang), ...tables.map((each) => row(each, lang))]);
  return [
    head,
    ...(tables.length === 0 ? [] : table.map((line) => `  ${line}`)),
    ...functionLines(functions, lang),
    ...report.missing.map(({ text }) => `  ✗ ${text[lang]}`),
    ...rightsLacking([...tables, ...functions], lang),
    ...tables.flatMap((each) => remarks(each, each.table, lang)),
    ...functions.flatMap((each) => remarks(each, each.function, lang)),
  ];
}

function functionLines(functions: readonly TileFunction[], lang: Lang): readonly string[] {
  if (functions.length === 0) return [];
  const text = (message: SourcesMessage): string => say(SOURCES_COMMAND[message], lang);
  const rows = functions.map((each) =>
    [
      shown(each.function),
      each.layer,
      shown(each.arguments),
      text(each.mayExecute ? 'may-execute' : 'may-not-select'),
      text(each.isServed ? 'served' : 'not-served'),
    ].join('\t'),
  );
  return ['', ...aligned([text('head-functions'), ...rows]).map((line) => `  ${line}`)];
}

function row({ table, layer, kind, geometryType, srid, rows, key, maySelect, isServed }: Table, lang: Lang): string {
  const text = (message: SourcesMessage, values = {}): string => say(SOURCES_COMMAND[message], lang, values);
  return [
    shown(table),
    layer,
    text(kind),
    geometryType,
    String(srid),
    rows === null ? '?' : text('about', { rows: rows.toLocaleString('en') }),
    key.length === 0 ? '–' : shown(key.join(', ')),
    text(maySelect ? 'may-select' : 'may-not-select'),
    text(isServed ? 'served' : 'not-served'),
  ].join('\t');
}

const OF_SCHEMA = 'no-schema-rights';

/** Rights on a schema that all of its tables lack are told once, with what to run for all. */
function rightsLacking(tables: readonly Pick<Table, 'obstacles'>[], lang: Lang): readonly string[] {
  const cures = new Map<string, Set<string>>();
  for (const { text, cure, code } of tables.flatMap(({ obstacles }) => obstacles)) {
    if (code !== OF_SCHEMA) continue;
    const of = cures.get(text[lang]) ?? new Set();
    for (const line of cure) of.add(line);
    cures.set(text[lang], of);
  }
  return [...cures].flatMap(([text, lines]) => [
    '',
    `  ✗ ${shown(text)}`,
    ...[...lines].map((line) => `      ${shown(line)}`),
  ]);
}

/** What keeps it from being served, or could be better, with what to run. */
function remarks(
  { isServed, obstacles, advices }: Pick<Table, 'isServed' | 'obstacles' | 'advices'>,
  name: string,
  lang: Lang,
): readonly string[] {
  const told = (isServed ? advices : obstacles).filter(({ code }) => code !== OF_SCHEMA);
  if (told.length === 0) return [];
  return [
    '',
    `  ${say(SOURCES_COMMAND[isServed ? 'served-table' : 'not-served-table'], lang, { table: shown(name) })}`,
    ...told.flatMap(({ text, cure }) => [`    ${shown(text[lang])}`, ...cure.map((line) => `      ${shown(line)}`)]),
  ];
}

function problemText({ problem, error }: Report, url: string, lang: Lang): string {
  const found = problemOf(error, url);
  if (found !== null) {
    const sentence = say(DATABASE[found.why], lang, { ...found.address, reason: found.message });
    // The sentences are of the service's own database, whose address stands in another setting.
    return sentence.replaceAll('DATABASE_URL', 'SOURCES');
  }
  return problem?.[lang] ?? '';
}

/** Names are whatever somebody has called a table, and here an operator reads them. */
function shown(text: string): string {
  return printable(text, ' ');
}
