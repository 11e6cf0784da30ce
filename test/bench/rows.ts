/** What a part of the benchmark gives: ratios, each within one run on one machine. */

/** Of several repeats. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Row {
  /** What is measured, against what: "a turn, against the echo". */
  readonly what: string;
  /** The aim in words: "at most 1.2". */
  readonly aim: string;
  readonly ratio: Spread;
  /** Whether the median reaches the aim; undefined where there is none. */
  readonly reached: boolean | undefined;
  /** The absolute figures behind the ratio, for whoever wonders. */
  readonly detail: string;
}

/** A part of the benchmark. It prints nothing but by `say`, and leaves nothing running. */
export interface Part {
  readonly name: string;
  run(options: { readonly quick: boolean; readonly say: (line: string) => void }): Promise<Row[]>;
}

/** The spread of figures; at least one. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (index: number) => sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    low: at(0),
    high: at(sorted.length - 1),
  };
}
