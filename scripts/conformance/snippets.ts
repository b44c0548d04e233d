/** What people copy from the page of a layer. */
export type Snippets = ReadonlyMap<string, string>;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

export async function snippetsOf(url: string, layer: string): Promise<Snippets> {
  const page = await (await fetch(`${url}/ogc/collections/${layer}?f=html`)).text();
  return new Map(
    [...page.matchAll(/<code id="use-(\w+)">([^<]*)<\/code>/g)].map(([, id = '', text = '']) => [
      id,
      text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => ENTITIES[name] ?? ''),
    ]),
  );
}

export function snippet(snippets: Snippets, id: string): string {
  const text = snippets.get(id);
  if (text === undefined) throw new Error(`The page has no snippet ${id}.`);
  return text;
}
