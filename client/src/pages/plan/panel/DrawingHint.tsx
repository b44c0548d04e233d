import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { usePlan } from '../context.ts';
import { pointsLeft } from '../state/streets.ts';
import { finishDrawing, leastPoints, takeBackPoint, type StreetTool } from '../session/drawing.ts';

/** What is drawn so far, and the buttons that end it: for who has no keyboard at hand. */
export function DrawingHint({ tool }: { readonly tool: StreetTool }) {
  const { t } = useApp().i18n;
  const session = usePlan();
  const points = session.drawing.value.length;
  const least = leastPoints(tool);
  const most = pointsLeft(session.streets.value);
  const said = (): string => {
    if (points === 0) return t(`plan.hint.${tool}`);
    if (points < least) return t('plan.drawing.least', { n: points, least });
    return t(points < most ? 'plan.drawing.points' : 'plan.drawing.most', { n: points });
  };
  return (
    <div class="map-hint plan-hint plan-drawing" data-testid="drawing">
      <p role="status">
        {said()}
        {points < most && (
          <span class="plan-keys"> {t(points < least ? 'plan.drawing.startKeys' : 'plan.drawing.endKeys')}</span>
        )}
      </p>
      <div class="plan-actions">
        {points > 0 && (
          <>
            <ActionButton
              icon="check"
              primary
              disabled={points < least}
              onClick={() => finishDrawing(session)}
              data-testid="drawing-finish"
            >
              {t('plan.drawing.finish')}
            </ActionButton>
            <ActionButton icon="undo" onClick={() => takeBackPoint(session)} data-testid="drawing-back">
              {t('plan.drawing.back')}
            </ActionButton>
          </>
        )}
        <ActionButton icon="close" onClick={() => session.take('look')}>
          {t('plan.drawing.stop')}
        </ActionButton>
      </div>
    </div>
  );
}
