import { effect } from '@preact/signals';
import type { App } from '../../app/types.ts';

/** An import changes a layer a thousand times; each answer costs the service seconds. */
const REST_MS = 5000;

/** Asks for the figures again once the layers that they are made of have changed and rest. */
export function bindOverview({ overview, live, config }: App): void {
  let before: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const figures = overview.state.value.value?.figures ?? [];
    const subdistrict = config.state.value.value?.roles.subdistrict;
    const layers = [...new Set([subdistrict, ...figures.map(({ layer }) => layer)])];
    const now = layers.map((layer) => live.versions.value[layer ?? ''] ?? 0).join();
    const changed =
      before !== null && figures.length > 0 && before.split(',').length === layers.length && now !== before;
    before = now;
    if (!changed) return;
    clearTimeout(timer);
    timer = setTimeout(() => void overview.load(), REST_MS);
  });
}
