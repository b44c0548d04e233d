import { HeatmapLayer } from '@deck.gl/aggregation-layers';

/** What deck.gl's kernel gives a point at its very place: 1 / (√π / 6). */
const KERNEL_PEAK = 6 / Math.sqrt(Math.PI);

interface Even {
  /** Points at the densest spot of all pictures to compare; null compares none. */
  readonly peak: number | null;
}

/**
 * A heat whose colours mean the same in several pictures. deck.gl's own stretches them to the densest spot of each, so
 * that a week of four cases looks like one of eighty-six; its `colorDomain` counts by the metre, which changes with the
 * zoom.
 */
export class EvenHeatmapLayer<DataT = unknown> extends HeatmapLayer<DataT, Even> {
  static override layerName = 'EvenHeatmapLayer';
  static override defaultProps = { peak: { type: 'number', value: null, optional: true } } as never;

  override _updateWeightmap(): void {
    super._updateWeightmap();
    const { peak, threshold } = this.props;
    if (peak === null || peak <= 0) return;
    const most = peak * KERNEL_PEAK * this.state.weightsScale;
    this.state.colorDomain = [most * threshold, most];
  }
}
