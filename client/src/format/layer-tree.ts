import type { Text } from '../../../tiles/layer/layer.ts';
import type { LayerInfo, LayerList } from '../../../tiles/api/wire.ts';

export interface TreeTheme {
  readonly id: string;
  readonly title: Text;
  readonly layers: readonly LayerInfo[];
}

/** Themes in their own order with their layers, limited to titles that contain the wanted words in either language. */
export function layerTree(list: LayerList, wanted: string): readonly TreeTheme[] {
  const words = wanted.trim().toLowerCase();
  const fits = ({ title }: { title: Text }): boolean => `${title.zh} ${title.en}`.toLowerCase().includes(words);
  return list.themes
    .map((theme) => {
      const own = list.layers.filter((layer) => layer.theme === theme.id);
      return { ...theme, layers: fits(theme) ? own : own.filter(fits) };
    })
    .filter((theme) => theme.layers.length > 0);
}
