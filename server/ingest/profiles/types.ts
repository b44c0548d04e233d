import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { Catalogue } from '../../layers/catalogue.ts';
import type { Queryable } from '../../platform/db/types.ts';
import type { Datum, Message, SourceFeature, SourceFile } from '../types.ts';

/** Reads files of a known maker, whose properties are not those of the layer. */
export interface Profile {
  readonly id: string;
  /** True where the file's properties tell that it is one of this kind. */
  recognises(file: SourceFile): boolean;
  /** Features in the layer's terms and in WGS 84, and all that was noticed. Rejects with `LoadErrors`. */
  adapt(
    db: Queryable,
    catalogue: Catalogue,
    layer: LayerDefinition,
    features: readonly SourceFeature[],
    datum: Datum,
  ): Promise<Adapted>;
}

export interface Adapted {
  readonly features: readonly SourceFeature[];
  readonly notes: readonly Message[];
  /** True where the features are the whole of the layer. */
  readonly replace: boolean;
}
