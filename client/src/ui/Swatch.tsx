import { inkOn } from '../../../tiles/style/expressions.ts';
import type { Legend } from '../../../tiles/style/legend.ts';
import { useTexts } from './texts.ts';

/** The mark of a layer as the map draws it, small. `color` stands in for the layer's own in a row of classes. */
export function Swatch({ legend, color = legend.color }: { legend: Legend; color?: string }) {
  const { text } = useTexts();
  const glyph = typeof legend.glyph === 'object' ? text(legend.glyph) : legend.glyph;
  return (
    <svg class="swatch" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      {shape(legend, color, glyph)}
    </svg>
  );
}

function shape({ mark, dash, fillOpacity }: Legend, color: string, glyph: string | undefined) {
  switch (mark) {
    case 'circle':
      return (
        <>
          <circle cx="10" cy="10" r="8" fill={color} class="swatch-rim" />
          {glyph !== undefined && (
            <text
              x="10"
              y="10"
              dy="0.36em"
              text-anchor="middle"
              font-size={glyph.length > 1 ? 8 : 11}
              fill={inkOn(color)}
            >
              {glyph}
            </text>
          )}
        </>
      );
    case 'flag':
      return <path d="M2.5 3.5h15v10h-5L10 17l-2.5-3.5h-5z" fill={color} class="swatch-rim" />;
    case 'line':
      return (
        <path
          d="M2 15 8 6l5 6 5-7"
          fill="none"
          stroke={color}
          stroke-width="2.5"
          stroke-dasharray={dash?.map((part) => part * 2).join(' ')}
        />
      );
    case 'area':
      return (
        <rect
          x="2.5"
          y="3.5"
          width="15"
          height="13"
          rx="1"
          fill={color}
          fill-opacity={Math.max(fillOpacity ?? 0.3, 0.04)}
          stroke={color}
          stroke-width="1.5"
          stroke-dasharray={dash?.join(' ')}
        />
      );
  }
}
