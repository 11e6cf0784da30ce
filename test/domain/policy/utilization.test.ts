/** How much a reservation is used: the last 30 days with data, today among them. */
import { describe, expect, it } from '@jest/globals';
import { lowUse, meanUtilization, useWindow, utilizationOf } from '../../../domain/policy/utilization.js';

const TODAY = '2021-01-30';
const used = (...days: [day: string, percent: number][]) => ({
  utilization: days.map(([day, percent]) => ({ day, percent })),
});

describe('the mean use', () => {
  it('is of 30 days, today among them', () => {
    expect(useWindow(TODAY)).toEqual({ from: '2021-01-01', to: TODAY });
  });

  it.each<[string, [string, number][], number | undefined]>([
    ['unknown', [], undefined],
    ['of one day', [['2021-01-30', 40]], 40],
    [
      'of two',
      [
        ['2021-01-29', 41],
        ['2021-01-30', 90],
      ],
      66,
    ],
    ['of the first day that counts', [['2021-01-01', 30]], 30],
    ['not of the day before it', [['2020-12-31', 30]], undefined],
    ['not of a day to come', [['2021-01-31', 30]], undefined],
    [
      'of the last that was said of a day',
      [
        ['2021-01-02', 10],
        ['2021-01-02', 90],
      ],
      90,
    ],
    ['nothing at all is none, and not unknown', [['2021-01-02', 0]], 0],
  ])('%s', (_, days, mean) => {
    expect(meanUtilization(used(...days), TODAY)).toBe(mean);
  });
});

describe('low use', () => {
  it.each<[string, [string, number][], boolean]>([
    ['without data there is none', [], false],
    ['79 percent is low', [['2021-01-02', 79]], true],
    ['80 percent is not', [['2021-01-02', 80]], false],
    [
      'the mean counts',
      [
        ['2021-01-01', 60],
        ['2021-01-02', 100],
      ],
      false,
    ],
    [
      'the earlier days will count no longer',
      [
        ['2021-01-01', 100],
        ['2021-01-02', 70],
      ],
      true,
    ],
    [
      'whatever the order in which they are told',
      [
        ['2021-01-02', 70],
        ['2021-01-01', 100],
      ],
      true,
    ],
    [
      'the latest days are enough to make up for it',
      [
        ['2021-01-01', 0],
        ['2021-01-02', 100],
      ],
      true,
    ],
    [
      'what is over 30 days old counts no more',
      [
        ['2021-01-01', 0],
        ['2021-01-31', 90],
      ],
      false,
    ],
    [
      'what is 29 days old counts',
      [
        ['2021-01-02', 0],
        ['2021-01-31', 90],
      ],
      true,
    ],
  ])('%s', (_, days, low) => {
    expect(lowUse(used(...days)).length > 0).toBe(low);
  });

  it('names the days that count', () => {
    const { utilization } = used(['2020-12-01', 5], ['2021-01-01', 60], ['2021-01-02', 70]);
    expect(lowUse({ utilization })).toEqual(utilization.slice(1));
  });
});

describe('the use of 30 days', () => {
  it('has each day, known or not, and what they come to', () => {
    const { days, known } = utilizationOf(
      used(['2021-01-01', 80], ['2021-01-02', 0], ['2021-01-30', 0], ['2021-01-03', 45]),
      TODAY,
    );
    expect(days).toHaveLength(30);
    expect(days.slice(0, 4)).toEqual([
      { day: '2021-01-01', percent: 80 },
      { day: '2021-01-02', percent: 0 },
      { day: '2021-01-03', percent: 45 },
      { day: '2021-01-04' },
    ]);
    expect(known).toEqual({
      days: 4,
      mean: 31,
      lowest: { day: '2021-01-02', percent: 0 },
      unused: 2,
      below: 3,
    });
  });

  it('of which nothing is known has its days and no more', () => {
    const { days, known } = utilizationOf(used(), TODAY);
    expect(days).toHaveLength(30);
    expect(days[0]).toEqual({ day: '2021-01-01' });
    expect(known).toBeUndefined();
  });
});
