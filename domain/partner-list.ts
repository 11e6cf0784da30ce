/** The partners in the book: asked for in every turn, and hardly ever another one. */
import type { Documents } from './store/documents.js';
import { PROFILE } from './store/kinds.js';

/** Derived from the partners' documents; what is opened is read from the book. */
export class PartnerList {
  private known: Promise<readonly string[]> | undefined;

  constructor(private readonly documents: Documents) {
    const forget = () => {
      this.known = undefined;
    };
    documents.watch(PROFILE, forget);
    documents.watchMany(forget);
  }

  /** Their ids, in order. @throws Refusal DocumentUnreadable. */
  async ids(): Promise<readonly string[]> {
    this.known ??= this.read();
    return await this.known;
  }

  private read(): Promise<readonly string[]> {
    const reading = this.documents.list(PROFILE).then((ids) => ids.sort());
    // What could not be read is asked for anew the next time.
    reading.catch(() => {
      if (this.known === reading) this.known = undefined;
    });
    return reading;
  }
}

/** Those of these partners whose tenant it is; the one that comes first is looked at first. @throws Refusal DocumentUnreadable. */
export async function* partnersOfTenant(
  documents: Pick<Documents, 'read'>,
  partnerIds: readonly string[],
  tenantId: string,
): AsyncGenerator<string> {
  for (const partnerId of partnerIds) {
    const profile = await documents.read(PROFILE, partnerId);
    if (profile?.tenantId === tenantId) yield partnerId;
  }
}

/** The first of these partners whose tenant it is; undefined: none. @throws Refusal DocumentUnreadable. */
export async function partnerOfTenant(
  ...asked: Parameters<typeof partnersOfTenant>
): Promise<string | undefined> {
  for await (const partnerId of partnersOfTenant(...asked)) return partnerId;
  return undefined;
}
