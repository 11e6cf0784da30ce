/** What a part of the torture run takes and gives. */

export interface Options {
  /** How many rounds, histories or activities; the part knows its own number. */
  readonly count?: number | undefined;
  /** Repeats an earlier run. */
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface Outcome {
  /** What was done, with its numbers: "200 rounds, 3,412 acts acknowledged". */
  readonly done: string;
  /** What did not hold; none: all is well. */
  readonly faults: readonly string[];
}

/** A part of the torture run. It leaves nothing running and no files. */
export interface Part {
  readonly name: string;
  readonly what: string;
  run(options: Options): Promise<Outcome>;
}
