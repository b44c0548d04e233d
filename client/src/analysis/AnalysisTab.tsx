import { useApp } from '../app/context.ts';

/** Layers that can be analysed as case data. */
export default function AnalysisTab() {
  const { catalogue, i18n: { text } } = useApp();
  const layers = catalogue.state.value.value?.layers.filter((layer) => layer.caseData !== undefined) ?? [];
  return <ul class="hit-list">{layers.map((layer) => <li key={layer.id}>{text(layer.title)}</li>)}</ul>;
}
