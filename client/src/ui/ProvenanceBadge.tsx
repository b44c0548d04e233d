import type { Provenance } from '../../../tiles/layer/layer.ts';
import { useTexts } from './texts.ts';

export function ProvenanceBadge({ kind }: { kind: Provenance }) {
  const { t } = useTexts();
  return (
    <span class={`badge badge-${kind}`} title={t(`provenance.${kind}Sentence`)}>
      {t(`provenance.${kind}`)}
    </span>
  );
}
