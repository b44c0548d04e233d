/** What the requests of a benchmark are drawn from: the layers a service holds, their features' positions and names. */
import type { Columns, LayerInfo, LayerList } from '../../../tiles/api/wire.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';

export interface Named {
  readonly zh: string;
  readonly en: string;
}

/** Layers of the service that hold features, by id. */
export async function fetchLayers(url: string): Promise<ReadonlyMap<string, LayerInfo>> {
  const { layers } = await fetchJson<LayerList>(`${url}/layers`);
  return new Map(layers.filter(({ count }) => count > 0).map((layer) => [layer.id, layer]));
}

export async function fetchPositions(url: string, layer: string): Promise<LonLat[]> {
  const { lon, lat } = await fetchJson<Columns>(`${url}/layers/${layer}/columns`);
  return lon.map((each, index) => ({ lon: each, lat: lat[index] ?? 0 }));
}

/** Names of a layer's features in both languages, each once; without those that lack one. */
export async function fetchNames(url: string, { id, name }: LayerInfo): Promise<Named[]> {
  if (name.en === undefined) return [];
  const { columns } = await fetchJson<Columns>(`${url}/layers/${id}/columns?properties=${name.zh},${name.en}`);
  const zh = textsOf(columns[name.zh]);
  const en = textsOf(columns[name.en]);
  const names = new Map<string, Named>();
  zh.forEach((text, index) => {
    const english = en[index];
    if (text !== undefined && english !== undefined) names.set(text, { zh: text, en: english });
  });
  return [...names.values()];
}

function textsOf(column: Columns['columns'][string] | undefined): (string | undefined)[] {
  return column?.kind === 'dictionary' ? column.data.map((index) => column.values[index]) : [];
}

async function fetchJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  // This service's own API, whose answers these types describe.
  return (await response.json()) as T;
}
