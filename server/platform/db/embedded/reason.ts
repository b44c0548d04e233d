/**
 * An error in words. The engine's own, of its file system and of its runtime, are no `Error`: they have a name, and a
 * number of a system call or a status.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  if (typeof error !== 'object' || error === null) return String(error);
  const values = new Map(Object.entries(error));
  const text = (key: string): string | null => {
    const value = values.get(key) ?? Reflect.get(error, key);
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
  };
  const facts = ['code', 'errno', 'status'].flatMap((key) => {
    const value = text(key);
    return value === null ? [] : [`${key} ${value}`];
  });
  const words = [text('name'), text('message')].filter((word) => word !== null);
  const said = [words.join(': '), facts.length === 0 ? '' : `(${facts.join(', ')})`].filter((part) => part !== '');
  return said.length > 0 ? said.join(' ') : (JSON.stringify(error) ?? 'unknown error');
}
