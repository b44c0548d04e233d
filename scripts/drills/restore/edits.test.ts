import { describe, expect, it } from 'vitest';
import { compareEdits } from './edits.ts';

const edits = (...names: string[]) => names.map((name, nth) => ({ name, atMs: nth }));

describe('edits after a restore', () => {
  it('are all there', () => {
    const all = edits('edit-1-00000001', 'edit-2-00000001');
    expect(compareEdits(all, new Set(all.map(({ name }) => name)), ['edit-1-00000002'])).toEqual({
      lost: [],
      holes: [],
      unwanted: [],
    });
  });

  it('may lack the last ones of an editor, but none before', () => {
    const all = edits('edit-1-00000001', 'edit-1-00000002', 'edit-2-00000001', 'edit-2-00000002');
    const found = compareEdits(all, new Set(['edit-1-00000002', 'edit-2-00000001']), []);
    expect(found.lost.map(({ name }) => name)).toEqual(['edit-1-00000001', 'edit-2-00000002']);
    expect(found.holes).toEqual(['edit-1-00000001']);
  });

  it('must not be those of after the moment', () => {
    expect(compareEdits([], new Set(['edit-1-00000003']), ['edit-1-00000003']).unwanted).toEqual(['edit-1-00000003']);
  });
});
