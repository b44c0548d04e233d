import { useApp } from '../../app/context.ts';

const WIDTH = 192;
const HEIGHT = 40;
const BAR = WIDTH / 24;
const MARKED_HOURS = [0, 6, 12, 18];

/** 24 percentages, comma-separated, as bars; any other text as it stands. */
export function HoursChart({ title, text }: { title: string; text: string }) {
  const {
    i18n: { t, number },
  } = useApp();
  const values = text.split(',').map(Number);
  if (values.length !== 24 || !values.every((value) => value >= 0 && value <= 100)) return <>{text}</>;
  const most = Math.max(...values);
  const least = Math.min(...values);
  const label = t('details.hours', {
    what: title,
    least: number(least),
    leastHour: values.indexOf(least),
    most: number(most),
    mostHour: values.indexOf(most),
  });
  return (
    <svg class="hours-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT + 14}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path class="hours-axis" d={`M0 ${HEIGHT + 0.5}H${WIDTH}`} />
      {values.map((value, hour) => (
        <rect
          key={hour}
          x={hour * BAR + 0.75}
          width={BAR - 1.5}
          y={HEIGHT * (1 - value / 100)}
          height={(HEIGHT * value) / 100}
        />
      ))}
      {MARKED_HOURS.map((hour) => (
        <text key={hour} x={hour * BAR} y={HEIGHT + 12}>
          {hour}:00
        </text>
      ))}
    </svg>
  );
}
