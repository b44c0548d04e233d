import ts from 'typescript';

/** A regular expression as it stands in a file. */
export interface Found {
  readonly file: string;
  readonly line: number;
  /** As it is written there. */
  readonly text: string;
  /** Null where the pattern is made when the code runs. */
  readonly pattern: { readonly source: string; readonly flags: string } | null;
}

/** Ajv compiles the patterns of schemas with this flag. */
const SCHEMA_FLAGS = 'u';

/** Regular expressions of TypeScript: literals, calls of `RegExp`, and the patterns of schemas. */
export function patternsOfCode(file: string, text: string): Found[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Found[] = [];
  const add = (node: ts.Node, pattern: Found['pattern']): void => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    found.push({ file, line: line + 1, text: text.slice(start, node.end), pattern });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) add(node, ofLiteral(node.text));
    else if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && isRegExp(node.expression))
      add(node, ofArguments(node.arguments ?? []));
    else if (
      ts.isPropertyAssignment(node) &&
      nameOf(node.name) === 'pattern' &&
      ts.isStringLiteralLike(node.initializer)
    )
      add(node.initializer, { source: node.initializer.text, flags: SCHEMA_FLAGS });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Regular expressions of a city's files and of schemas: every `pattern`, and the codes of areas. */
export function patternsOfJson(file: string, text: string): Found[] {
  const found: Found[] = [];
  const add = (source: string): void => {
    const line = text.slice(0, text.indexOf(JSON.stringify(source))).split('\n').length;
    found.push({ file, line, text: source, pattern: { source, flags: SCHEMA_FLAGS } });
  };
  const visit = (value: unknown, isCodes: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      if (typeof each !== 'string') visit(each, key === 'codes');
      else if (key === 'pattern' || isCodes) add(each);
    }
  };
  visit(JSON.parse(text), false);
  return found;
}

function isRegExp(expression: ts.Expression): boolean {
  return ts.isIdentifier(expression) && expression.text === 'RegExp';
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}

function ofLiteral(text: string): Found['pattern'] {
  const end = text.lastIndexOf('/');
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
}

function ofArguments([source, flags]: readonly ts.Expression[]): Found['pattern'] {
  if (source === undefined || !ts.isStringLiteralLike(source)) return null;
  if (flags !== undefined && !ts.isStringLiteralLike(flags)) return null;
  return { source: source.text, flags: flags?.text ?? '' };
}
