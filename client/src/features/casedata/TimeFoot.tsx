import { useEffect, useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import './analysis.css';
import { analysisOf } from './bind.ts';
import { AnalysisContext } from './context.ts';
import { TimeControls } from './parts/TimeControls.tsx';
import type { AnalysisSession } from './session.ts';

/** The period and its playback, at the foot of the map while the map shows case data. */
export default function TimeFoot() {
  const app = useApp();
  const [session, setSession] = useState<AnalysisSession | null>(null);
  useEffect(() => {
    // The tab says where the analysis does not load.
    analysisOf(app).then(setSession, () => undefined);
  }, []);
  if (session === null) return null;
  const [layer, data, evaluation] = [session.layer.value, session.data.value.value, session.evaluation.value];
  if (layer === null || data === null || data.days === null || evaluation === null) return null;
  return (
    <AnalysisContext.Provider value={{ session, layer, data, evaluation }}>
      <div class="time-foot">
        <TimeControls />
      </div>
    </AnalysisContext.Provider>
  );
}
