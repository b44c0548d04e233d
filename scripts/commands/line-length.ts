/** Part of `npm run lint`: no line is over 120 columns, but for the texts, patterns and addresses that stand in it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const MAX_COLUMNS = 120;
const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.js'], { encoding: 'utf8' });

for (const file of files.trim().split('\n')) {
  const text = readFileSync(file, 'utf8');
  const long = [...text.matchAll(new RegExp(`^(?!.*https?://).{${MAX_COLUMNS + 1},}$`, 'gmu'))];
  if (long.length === 0) continue;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  for (const { index, 0: line } of long) {
    const holdsLiteral = (node: ts.Node): boolean =>
      node.getStart(source) < index + line.length &&
      node.end > index &&
      (ts.isStringLiteralLike(node) ||
        ts.isTemplateExpression(node) ||
        ts.isRegularExpressionLiteral(node) ||
        (ts.forEachChild(node, (child) => holdsLiteral(child) || undefined) ?? false));
    if (holdsLiteral(source)) continue;
    console.error(`${file}:${source.getLineAndCharacterOfPosition(index).line + 1}: ${line.length} > ${MAX_COLUMNS}`);
    process.exitCode = 1;
  }
}
