import { describe, expect, it } from '@jest/globals';
import { barView, markOf, partWidths } from '../../cards/views/bar.js';

describe('a bar', () => {
  it('gives each part its share of the whole', () => {
    expect(
      partWidths([
        { meaning: 'taken', size: '75.00' },
        { meaning: 'free', size: '25.00' },
      ]),
    ).toEqual([
      { meaning: 'taken', width: 450 },
      { meaning: 'free', width: 150 },
    ]);
  });

  it('shows a part above zero however small it is, keeps its width, and leaves out what is zero or less', () => {
    const parts = partWidths([
      { meaning: 'taken', size: '0.01' },
      { meaning: 'added', size: '0' },
      { meaning: 'free', size: '49999.99' },
    ]);
    expect(parts.map(({ width }) => width)).toEqual([4, 596]);
    expect(
      partWidths([
        { meaning: 'taken', size: '-5' },
        { meaning: 'free', size: '1' },
      ]),
    ).toEqual([{ meaning: 'free', width: 600 }]);
  });

  it('is a picture with words', () => {
    const view = barView([{ meaning: 'taken', size: '1' }], 'USD 1 used');
    expect(view.url).toMatch(/^data:image\/png;base64,/);
    expect(view).toMatchObject({ shown: true, altText: 'USD 1 used' });
  });

  it('is not shown where there is nothing to show', () => {
    expect(barView([{ meaning: 'taken', size: '0' }], 'nothing')).toMatchObject({ shown: false, url: '' });
  });

  it('has a legend whose marks differ as its parts do', () => {
    const marks = (['taken', 'added', 'free'] as const).map(markOf);
    expect(new Set(marks).size).toBe(3);
  });
});
