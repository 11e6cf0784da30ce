/** What is wrong with a line of a file of purchases, cell by cell. */
import type { BulkColumn, BulkFault, CellFaultKind } from '../model.js';
import { Refusal, type RefusalFacts } from '../refusals.js';
import type { SheetLine } from './sheet.js';

/** Notes what is wrong and goes on: all faults of a line are found at once. */
export class Findings {
  readonly faults: BulkFault[] = [];

  constructor(private readonly cells: SheetLine['cells']) {}

  text(column: BulkColumn): string {
    return this.cells[column] ?? '';
  }

  /** Always undefined: the line lacks what the cell should have said. */
  fault(column: BulkColumn, kind: CellFaultKind, refusal?: RefusalFacts): undefined {
    const text = this.text(column);
    this.faults.push({ column, kind, text, ...(refusal ? { refusal: { ...refusal } } : {}) });
    return undefined;
  }

  /** What the check gives; undefined where it refuses, which is then noted. */
  check<T>(column: BulkColumn, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.fault(column, 'refused', error.facts);
    }
  }

  /** The one thing that a filled cell names; noted where it is empty, names none or several. */
  only<T>(column: BulkColumn, named: readonly T[]): T | undefined {
    if (this.text(column) === '') return this.fault(column, 'empty');
    const [one, ...others] = named;
    if (one === undefined) return this.fault(column, 'unknown');
    return others.length > 0 ? this.fault(column, 'several') : one;
  }
}
