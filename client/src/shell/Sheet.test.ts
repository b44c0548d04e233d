import { describe, expect, it } from 'vitest';
import { nearestSize, PEEK_PX, sheetHeight, step } from './Sheet.tsx';

describe('the sheet', () => {
  it('comes to rest at the height nearest to where it was let go', () => {
    expect(nearestSize(100, 800)).toBe('peek');
    expect(nearestSize(350, 800)).toBe('half');
    expect(nearestSize(700, 800)).toBe('full');
  });

  it('goes up and down one step and no further', () => {
    expect(step('peek', 1)).toBe('half');
    expect(step('full', 1)).toBe('full');
    expect(step('peek', -1)).toBe('peek');
  });

  it('always leaves some map in sight', () => {
    expect(sheetHeight('full', 700)).toBeLessThan(700);
    expect(sheetHeight('peek', 700)).toBe(PEEK_PX);
  });
});
