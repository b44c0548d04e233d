import { ColumnLayer } from '@deck.gl/layers';

/**
 * Columns without outlines. deck.gl keeps models of the outlines all the same, without a shape as they are not drawn,
 * and luma.gl warns of each at every change.
 */
export class PlainColumnLayer<DataT = unknown> extends ColumnLayer<DataT> {
  static override layerName = 'PlainColumnLayer';

  override getModels(): ReturnType<ColumnLayer['getModels']> {
    const { fillModel } = this.state;
    return fillModel === undefined ? super.getModels() : [fillModel];
  }

  override finalizeState(context: Parameters<ColumnLayer['finalizeState']>[0]): void {
    const { wireframeModel, strokeModel } = this.state;
    super.finalizeState(context);
    wireframeModel?.destroy();
    strokeModel?.destroy();
  }
}

/** Attributes as deck.gl takes them without looking at any row. Its types leave `normalized` out. */
export function binary<T extends { readonly length: number; readonly attributes: object }>(data: T): T {
  return data;
}
