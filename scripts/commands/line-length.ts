/** Part of `npm run lint`: no line is over 120 columns, but for the texts, patterns and addresses that stand in it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { consoleLanguage } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';

const MAX_COLUMNS = 120;
const SOURCES = ['*.ts', '*.tsx', '*.mjs', '*.js', 'data/functions/*.sql'];

if (asksForHelp(process.argv.slice(2))) {
  console.log(helpText('lint', consoleLanguage(process.env)));
  process.exit();
}

for (const file of execFileSync('git', ['ls-files', ...SOURCES], { encoding: 'utf8' })
  .trim()
  .split('\n')) {
  const text = readFileSync(file, 'utf8');
  const long = [...text.matchAll(new RegExp(`^(?!.*https?://).{${MAX_COLUMNS + 1},}$`, 'gmu'))];
  if (long.length === 0) continue;
  const isExcused = file.endsWith('.sql') ? hasSqlText : holdsLiterals(file, text);
  for (const { index, 0: line } of long) {
    if (isExcused(line, index)) continue;
    const lineNumber = text.slice(0, index).split('\n').length;
    console.error(`${file}:${lineNumber}: ${line.length} > ${MAX_COLUMNS}`);
    process.exitCode = 1;
  }
}

/** A comment has no texts, whatever marks stand in it. */
function hasSqlText(line: string): boolean {
  return !line.trimStart().startsWith('--') && line.replaceAll(/'[^']*'/g, '').length <= MAX_COLUMNS;
}

function holdsLiterals(file: string, text: string): (line: string, index: number) => boolean {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return (line, index) => {
    const holdsLiteral = (node: ts.Node): boolean =>
      node.getStart(source) < index + line.length &&
      node.end > index &&
      (ts.isStringLiteralLike(node) ||
        ts.isTemplateExpression(node) ||
        ts.isRegularExpressionLiteral(node) ||
        (ts.forEachChild(node, (child) => holdsLiteral(child) || undefined) ?? false));
    return holdsLiteral(source);
  };
}
