import { describe, expect, it } from '@jest/globals';
import { barView } from '../../cards/views/bar.js';

const lengths = (view: ReturnType<typeof barView>) => view.parts.map(({ text }) => text.length);

describe('a bar', () => {
  it('gives each part its share of the whole', () => {
    const view = barView([
      { meaning: 'taken', size: '75.00' },
      { meaning: 'free', size: '25.00' },
    ]);
    expect(lengths(view)).toEqual([21, 7]);
    expect(view.parts.map(({ color }) => color)).toEqual(['accent', 'default']);
  });

  it('shows a part above zero however small it is, keeps its length, and leaves out what is zero or less', () => {
    const view = barView([
      { meaning: 'taken', size: '0.01' },
      { meaning: 'added', size: '0' },
      { meaning: 'free', size: '49999.99' },
    ]);
    expect(lengths(view)).toEqual([1, 27]);
    expect(
      barView([
        { meaning: 'taken', size: '-5' },
        { meaning: 'free', size: '1' },
      ]).parts,
    ).toHaveLength(1);
  });

  it('is not shown where there is nothing to show', () => {
    expect(barView([{ meaning: 'taken', size: '0' }])).toEqual({ shown: false, parts: [] });
  });
});
