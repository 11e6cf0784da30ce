/**
 * The summaries of all customers of a partner, kept beside the documents and never a source of truth. In memory they
 * follow every change at once; on disk they are written a little later, each with the stamp of the document that it
 * was taken from. After a restart only what has another stamp by then is read again.
 */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Customer } from '../model.js';
import { isRefusal } from '../refusals.js';
import type { DocumentKind, Documents } from '../store/documents.js';
import { CUSTOMER } from '../store/kinds.js';
import { type Summary, summaryOf, summarySchema } from './summary.js';

const shardSchema = z.strictObject({
  /** Goes up when summaries are taken in another way: then all are taken anew. */
  made: z.literal(3),
  /** By customer id. */
  customers: z.record(z.string(), z.strictObject({ stamp: z.string(), summary: summarySchema })),
});
type Shard = z.infer<typeof shardSchema>;
type Entry = Shard['customers'][string];

/** By "<partner id>/<shard>": a change is written with its shard, not with all customers. */
export const SUMMARIES: DocumentKind<Shard> = { name: 'summaries', format: 1, schema: shardSchema };

/** What is made from other documents, and made anew where it is missing. */
export const DERIVED_KINDS = [SUMMARIES] as const;

const SHARDS = 1024;
/** So many summaries that need no reading are taken over before others are let go first. */
const SLICE = 500;
/** How long changes are gathered before they are written. */
const WRITE_AFTER_MS = 5000;

/** The summaries of a partner's customers, by customer id. */
export interface Summaries {
  get(customerId: string): Summary | undefined;
}

export class Overview {
  private readonly partners = new Map<string, PartnerOverview>();
  private readonly preparing = new Map<string, Promise<void>>();
  private writing: NodeJS.Timeout | undefined;

  /** @param report is told of what went wrong where nobody waits for it. */
  constructor(
    private readonly documents: Documents,
    private readonly report: (error: unknown) => void = () => undefined,
  ) {
    documents.watch(CUSTOMER, (key, now) => {
      const [partnerId, customerId] = idsIn(key);
      const partner = this.partners.get(partnerId);
      if (!partner) return;
      partner.changed(customerId, now && { stamp: now.stamp, summary: summaryOf(now.document) });
      this.writeSoon();
    });
    documents.watchMany(() => this.takeAnew());
  }

  /** The summaries of a partner; undefined until they are all there. */
  of(partnerId: string): Summaries | undefined {
    const partner = this.partners.get(partnerId);
    return partner?.ready ? partner : undefined;
  }

  /** Takes all summaries of a partner, in small steps beside the turns, and writes those that were not written. */
  async prepare(partnerId: string): Promise<void> {
    if (this.partners.get(partnerId)?.ready) return;
    const underWay = this.preparing.get(partnerId);
    if (underWay) return await underWay;
    const building = this.build(partnerId).finally(() => this.preparing.delete(partnerId));
    this.preparing.set(partnerId, building);
    await building;
  }

  /** Does the same beside the turns; what goes wrong is reported, and tried again when it is asked for again. */
  prepareBeside(partnerId: string): void {
    this.prepare(partnerId).catch(this.report);
  }

  /** Lets go of the summary of a customer whose document turned out not to be readable. */
  forget(partnerId: string, customerId: string): void {
    this.partners.get(partnerId)?.changed(customerId, undefined);
  }

  /** Writes the summaries that have changed since they were written. */
  async write(): Promise<void> {
    for (const [partnerId, partner] of this.partners) {
      for (const { shard, customers } of partner.takeUnwritten()) {
        const next: Shard = { made: 3, customers };
        await this.documents.update(SUMMARIES, `${partnerId}/${shard}`, () => ({ next, result: undefined }));
        await setImmediate();
      }
    }
  }

  /** After an import: nothing that is known counts any more; what has another stamp is read again. */
  private takeAnew(): void {
    const known = [...this.partners.keys()];
    this.partners.clear();
    for (const partnerId of known) {
      const underWay = this.preparing.get(partnerId) ?? Promise.resolve();
      underWay.then(() => this.prepare(partnerId)).catch(this.report);
    }
  }

  private writeSoon(): void {
    this.writing ??= setTimeout(() => {
      this.writing = undefined;
      this.write().catch(this.report);
    }, WRITE_AFTER_MS).unref();
  }

  private async build(partnerId: string): Promise<void> {
    const partner = new PartnerOverview();
    // From here on it is told of changes; what it is told goes before what is read.
    this.partners.set(partnerId, partner);
    const stamps = await this.documents.stamps(CUSTOMER, partnerId);
    const kept = await this.kept(partnerId);
    let learnt = 0;
    for (const [key, stamp] of stamps) {
      const [, customerId] = idsIn(key);
      const known = kept.get(customerId);
      if (known?.stamp === stamp) {
        partner.learnt(customerId, known, 'written');
        learnt += 1;
        if (learnt % SLICE === 0) await setImmediate();
        continue;
      }
      // The stamp is older than what is read, or as old: never newer.
      const document = await this.readable(key);
      if (document) partner.learnt(customerId, { stamp, summary: summaryOf(document) }, 'unwritten');
      await setImmediate();
    }
    partner.ready = true;
    await this.write();
  }

  /** What was written down, as far as it can be read; what can not is taken away, to be written anew. */
  private async kept(partnerId: string): Promise<Map<string, Entry>> {
    const entries = new Map<string, Entry>();
    for (const key of await this.documents.list(SUMMARIES, partnerId)) {
      try {
        const shard = await this.documents.read(SUMMARIES, key);
        for (const [id, entry] of Object.entries(shard?.customers ?? {})) entries.set(id, entry);
      } catch (error) {
        if (!isRefusal(error, 'DocumentUnreadable')) throw error;
        await this.documents.remove(SUMMARIES, key);
      }
      await setImmediate();
    }
    return entries;
  }

  private async readable(key: string): Promise<Customer | undefined> {
    try {
      return await this.documents.read(CUSTOMER, key);
    } catch (error) {
      if (!isRefusal(error, 'DocumentUnreadable')) throw error;
      return undefined;
    }
  }
}

/** The summaries of one partner, in as many parts as they are written in. */
class PartnerOverview implements Summaries {
  ready = false;
  private readonly shards = new Map<string, Map<string, Entry>>();
  private readonly unwritten = new Set<string>();
  /** Changed since the taking of summaries began. */
  private readonly told = new Set<string>();

  get(customerId: string): Summary | undefined {
    return this.shards.get(shardOf(customerId))?.get(customerId)?.summary;
  }

  /** A summary that was read; what has been told of the customer meanwhile is newer. */
  learnt(customerId: string, entry: Entry, state: 'written' | 'unwritten'): void {
    if (!this.told.has(customerId)) this.put(customerId, entry, state === 'unwritten');
  }

  /** The summary as it stands after a change; none: the customer is gone. */
  changed(customerId: string, entry: Entry | undefined): void {
    if (!this.ready) this.told.add(customerId);
    this.put(customerId, entry, true);
  }

  /** The parts with changes, whole; from now on they count as written. */
  *takeUnwritten(): Generator<{ shard: string; customers: Shard['customers'] }> {
    for (const shard of [...this.unwritten]) {
      this.unwritten.delete(shard);
      yield { shard, customers: Object.fromEntries(this.shards.get(shard) ?? []) };
    }
  }

  private put(customerId: string, entry: Entry | undefined, unwritten: boolean): void {
    const name = shardOf(customerId);
    const shard = this.shards.get(name) ?? new Map<string, Entry>();
    this.shards.set(name, shard);
    if (entry) shard.set(customerId, entry);
    else shard.delete(customerId);
    if (unwritten) this.unwritten.add(name);
  }
}

function idsIn(key: string): [partnerId: string, customerId: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

/** Customers spread evenly, and the same one always in the same part (FNV-1a). */
function shardOf(customerId: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < customerId.length; i++) hash = Math.imul(hash ^ customerId.charCodeAt(i), 0x01000193);
  return String((hash >>> 0) % SHARDS);
}
