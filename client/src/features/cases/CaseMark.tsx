import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import { inkOn } from '../../../../tiles/style/expressions.ts';
import { useApp } from '../../app/context.ts';

/** The case's number in the colour of its theme, as its mark on the map. */
export function CaseMark({ record: { number, theme } }: { record: Pick<CaseRecord, 'number' | 'theme'> }) {
  const { layersById, theme: mode } = useApp();
  const style = layersById.value.get('cases')?.style;
  const own = style?.by !== undefined && 'values' in style.by ? style.by.values[theme] : undefined;
  const color = (own ?? style?.color)?.[mode.value] ?? '#1f5fa8';
  return (
    <span class="case-mark" style={{ background: color, color: inkOn(color) }}>
      {number}
    </span>
  );
}
