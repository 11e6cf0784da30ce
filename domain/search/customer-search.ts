/**
 * The indexes of customers, one a partner. Each is held against the list of customers that it was built from: where
 * the list has become another, the index follows it, or is built anew where too much has changed.
 */
import { setImmediate } from 'node:timers/promises';
import type { CustomerEntry } from '../model.js';
import { buildIndex, type CustomerIndex, changedIndex, changesSince, indexAtOnce } from './customer-index.js';

type List = readonly CustomerEntry[];

/** More changes than this are a new list. */
const MOST_CHANGES = 500;
/** A list of so many is built within one turn; a longer one beside the turns. */
const MOST_AT_ONCE = 2000;

export class CustomerSearch {
  private readonly kept = new Map<string, { readonly list: List; readonly index: CustomerIndex }>();
  private readonly preparing = new Map<string, Promise<void>>();

  /** Builds the index of a partner in small steps, so that whoever speaks meanwhile is not kept waiting. */
  async prepare(partnerId: string, list: List): Promise<void> {
    const underWay = this.preparing.get(partnerId);
    if (underWay) return await underWay;
    const building = this.build(partnerId, list).finally(() => this.preparing.delete(partnerId));
    this.preparing.set(partnerId, building);
    await building;
  }

  /** The index of this very list; undefined while it is being built. */
  of(partnerId: string, list: List): CustomerIndex | undefined {
    const kept = this.kept.get(partnerId);
    if (kept?.list === list) return kept.index;
    const changes = kept && changesSince(kept.index, list, MOST_CHANGES);
    if (!changes && list.length > MOST_AT_ONCE) {
      void this.prepare(partnerId, list);
      return undefined;
    }
    const index = changes ? changedIndex(kept.index, changes) : indexAtOnce(list);
    this.kept.set(partnerId, { list, index });
    return index;
  }

  private async build(partnerId: string, list: List): Promise<void> {
    const steps = buildIndex(list);
    let step = steps.next();
    while (!step.done) {
      await setImmediate();
      step = steps.next();
    }
    this.kept.set(partnerId, { list, index: step.value });
  }
}
