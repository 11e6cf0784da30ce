/** The demo book in memory, with a clock that only moves when told and ids that count: what conversations are held over. */
import type { Draft } from 'immer';
import { produce } from 'immer';
import type { Memories } from '../../bot/memories.js';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { guid } from '../../domain/demo/demo-ids.js';
import { createDesk, type Desk } from '../../domain/desk.js';
import type { Customer, PartnerUser, Prices, Role } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import { Refusal } from '../../domain/refusals.js';
import type { Change, DocumentKind, Documents } from '../../domain/store/documents.js';
import {
  CUSTOMER,
  CUSTOMERS,
  customerKey,
  POLICY,
  PRICES,
  PROFILE,
  RATES,
  USERS,
} from '../../domain/store/kinds.js';
import { MemoryDocuments } from './memory-documents.js';
import { MemoryMemories } from './memory-memories.js';

/** A Saturday morning. */
const START = '2026-11-21T09:00:00.000Z';

/** Documents of which one can be made unreadable, as a damaged file is, and of which kinds can be kept from being written. */
class DamageableDocuments extends MemoryDocuments {
  readonly damaged = new Set<string>();
  /** True for a kind that the disk has no room for. */
  full: (kind: string) => boolean = () => false;

  /** The same documents once more, to change apart from these. */
  copy(): DamageableDocuments {
    const copy = new DamageableDocuments();
    for (const [path, text] of this.texts) copy.texts.set(path, text);
    return copy;
  }

  /** The text of every document but what users prefer. */
  book(): Map<string, string> {
    return new Map([...this.texts].filter(([path]) => !path.startsWith('preferences/')));
  }

  override async read<T>(kind: DocumentKind<T>, key: string): Promise<T | undefined> {
    this.refuseDamaged(kind, key);
    return await super.read(kind, key);
  }

  override async update<T, R>(
    kind: DocumentKind<T>,
    key: string,
    change: (current: T | undefined) => Change<T, R>,
  ): Promise<R> {
    this.refuseDamaged(kind, key);
    return await super.update(kind, key, (current) => {
      const changed = change(current);
      if (changed.next !== current && this.full(kind.name)) throw new Refusal({ code: 'StoreUnavailable' });
      return changed;
    });
  }

  private refuseDamaged<T>({ name }: DocumentKind<T>, key: string): void {
    const file = `${name}/${key}.json`;
    if (this.damaged.has(file)) throw new Refusal({ code: 'DocumentUnreadable', file, reason: 'cutOff' });
  }
}

/** The demo book of the first day, made once for all tests of a file. */
let seeded: Promise<DamageableDocuments> | undefined;

async function seededDocuments(): Promise<DamageableDocuments> {
  const documents = new DamageableDocuments();
  await seedDemoBook(documents, { now: () => new Date(START) });
  return documents;
}

export class DemoDesk<D extends Documents = DamageableDocuments, M extends Memories = MemoryMemories> {
  readonly desk: Desk;
  readonly clock = { now: () => this.now };
  private readonly partnerId = 'northbridge';
  private now = new Date(START);
  private counter = 0;

  /** @param memories what the conversations over this book remember. */
  private constructor(
    readonly documents: D,
    readonly memories: M,
  ) {
    const ids = {
      guid: () => `00000000-0000-4000-8000-${String(++this.counter).padStart(12, '0')}`,
      number: (prefix: string) => `${prefix}-${String(++this.counter).padStart(8, '0')}`,
    };
    this.desk = createDesk({ documents, clock: this.clock, ids, partnerCenter: recordedInBook });
  }

  /** A desk with the demo book as it is on the first day. */
  static async open(): Promise<DemoDesk> {
    seeded ??= seededDocuments();
    return new DemoDesk((await seeded).copy(), new MemoryMemories());
  }

  /** A desk over these documents; the demo book is made in them where they have none. */
  static async over<D extends Documents, M extends Memories>(
    documents: D,
    memories: M,
  ): Promise<DemoDesk<D, M>> {
    await seedDemoBook(documents, { now: () => new Date(START) });
    return new DemoDesk(documents, memories);
  }

  /** The desk that is started over the same documents, opened anew: at the same moment, with ids that go on. */
  again<E extends Documents, N extends Memories>(documents: E, memories: N): DemoDesk<E, N> {
    const next = new DemoDesk(documents, memories);
    next.now = this.now;
    next.counter = this.counter;
    return next;
  }

  /** Lets time pass. */
  wait({ minutes = 0, days = 0 }: { minutes?: number; days?: number }): void {
    this.now = new Date(this.now.getTime() + (days * 1440 + minutes) * 60_000);
  }

  /** The customer with this domain, such as "fabrikam" for fabrikam.example, as the book has it now. */
  async customer(domain: string): Promise<Customer> {
    const found = await this.documents.read(CUSTOMER, await this.keyOf(domain));
    if (!found) throw new Error(`the demo has no customer ${domain}`);
    return found;
  }

  /** The partner's own documents as they stand. */
  async partnerBook() {
    const [users, rates, policy] = await Promise.all([
      this.documents.read(USERS, this.partnerId),
      this.documents.read(RATES, this.partnerId),
      this.documents.read(POLICY, this.partnerId),
    ]);
    return { users: users?.users ?? [], rates: rates?.rates ?? {}, refundPolicy: policy?.refundPolicy };
  }

  /** Changes a customer's document behind the conversation's back. */
  async change(domain: string, recipe: (draft: Draft<Customer>) => void): Promise<void> {
    await this.documents.update(CUSTOMER, await this.keyOf(domain), (current) => {
      if (!current) throw new Error(`the demo has no customer ${domain}`);
      return { next: produce(current, recipe), result: undefined };
    });
  }

  /** Damages the file of a customer and gives its name. */
  async damage(domain: string): Promise<string> {
    const file = `customers/${await this.keyOf(domain)}.json`;
    if (!(this.documents instanceof DamageableDocuments)) throw new Error('damage the file itself');
    this.documents.damaged.add(file);
    return file;
  }

  /** Gives a user other roles. */
  async giveRoles(userId: string, roles: Role[]): Promise<void> {
    await this.changeUser(userId, (user) => {
      user.roles = roles;
    });
  }

  /** Gives a user another name. */
  async rename(userId: string, name: string): Promise<void> {
    await this.changeUser(userId, (user) => {
      user.name = name;
    });
  }

  /** Somebody of the partner's tenant whom the book does not know asks to be let in. */
  async askForAccess(name = 'Eva Jansson', objectId = guid(`newcomer/${name}`)): Promise<void> {
    const { tenantId } = await this.teamsIdentity('anna-admin');
    await this.desk.requestAccess({ tenantId, objectId, name });
  }

  /** Takes a user out of the book. */
  async removeUser(userId: string): Promise<void> {
    await this.changeUser(userId, (user) => {
      user.removed = true;
    });
  }

  /** Takes a customer out of the book and off the list. */
  async removeCustomer(domain: string): Promise<void> {
    await this.documents.remove(CUSTOMER, await this.keyOf(domain));
    await this.documents.update(CUSTOMERS, this.partnerId, (list) => ({
      next: { customers: (list?.customers ?? []).filter((one) => one.domain !== `${domain}.example`) },
      result: undefined,
    }));
  }

  /** Takes a user's access to all subscriptions and reservations of a customer. */
  async withdrawAccess(userId: string, domain: string): Promise<void> {
    await this.change(domain, (draft) => {
      for (const one of [...draft.subscriptions, ...draft.reservations])
        one.access = one.access.filter((id) => id !== userId);
    });
  }

  /** Changes the price list. */
  async reprice(recipe: (prices: Draft<Prices>) => void): Promise<void> {
    await this.documents.update(PRICES, this.partnerId, (current) => {
      if (!current) throw new Error('the demo has no prices');
      return { next: produce(current, recipe), result: undefined };
    });
  }

  /** Takes the rate of a currency out of the book. */
  async forgetRate(currency: string): Promise<void> {
    await this.documents.update(RATES, this.partnerId, (current) => {
      const { [currency]: _gone, ...rates } = current?.rates ?? {};
      return { next: { rates }, result: undefined };
    });
  }

  /** Gives a customer so many more reservations like its first one that fits. */
  async addReservations(count: number, domain: string, productName: string): Promise<void> {
    await this.change(domain, ({ reservations }) => {
      const like = reservations.find(({ product }) => product.name === productName);
      if (!like) throw new Error(`${domain} has no ${productName}`);
      for (let i = 1; i <= count; i++)
        reservations.push({ ...like, id: `more-${i}`, orderId: `more-order-${i}` });
    });
  }

  /** Takes out of so many of a customer's reservations what a file from Azure may not say. */
  async forgetPrices(domain: string, count = 1): Promise<void> {
    await this.change(domain, (draft) => {
      const forgotten = draft.reservations.filter(({ status }) => status === 'active').slice(0, count);
      draft.reservations = draft.reservations.filter((one) => !forgotten.includes(one));
      draft.incompleteReservations = forgotten.map(
        ({ currency: _c, billing: _b, instalments: _i, startsOn: _s, ...rest }) => rest,
      );
    });
  }

  /** Adds so many customers that are on the list and in the book. */
  async addCustomers(count: number, like: string): Promise<void> {
    const template = await this.customer(like);
    const made = Array.from({ length: count }, (_, i) => ({
      ...template,
      id: `extra-${i + 1}`,
      name: `Extra ${String(i + 1).padStart(2, '0')}`,
      domain: `extra-${i + 1}.example`,
    }));
    for (const one of made) {
      await this.documents.update(CUSTOMER, customerKey(this.partnerId, one.id), () => ({
        next: one,
        result: undefined,
      }));
    }
    await this.documents.update(CUSTOMERS, this.partnerId, (list) => ({
      next: {
        customers: [
          ...(list?.customers ?? []),
          ...made.map(({ id, name, domain }) => ({ id, name, domain, tags: [] })),
        ],
      },
      result: undefined,
    }));
  }

  /** Leaves only the customer with this domain on the list. */
  async keepCustomers(domain: string): Promise<void> {
    await this.documents.update(CUSTOMERS, this.partnerId, (list) => ({
      next: { customers: (list?.customers ?? []).filter((one) => one.domain === `${domain}.example`) },
      result: undefined,
    }));
  }

  /** Puts a customer of another partner in the same book and gives its id. */
  async foreignCustomer(): Promise<string> {
    const next = { ...(await this.customer('fabrikam')), id: 'foreign-customer', name: 'Foreign' };
    await this.documents.update(CUSTOMER, customerKey('rival', next.id), () => ({ next, result: undefined }));
    return next.id;
  }

  /** By what Teams names a user of the demo. */
  async teamsIdentity(userId: string): Promise<{ tenantId: string; aadObjectId: string }> {
    const profile = await this.documents.read(PROFILE, this.partnerId);
    const users = await this.documents.read(USERS, this.partnerId);
    const user = users?.users.find(({ id }) => id === userId);
    return { tenantId: profile?.tenantId ?? '', aadObjectId: user?.aadObjectId ?? '' };
  }

  private async changeUser(userId: string, recipe: (user: Draft<PartnerUser>) => void): Promise<void> {
    await this.documents.update(USERS, this.partnerId, (current) => {
      if (!current) throw new Error('the demo has no users');
      const next = produce(current, (draft) => {
        for (const user of draft.users) if (user.id === userId) recipe(user);
      });
      return { next, result: undefined };
    });
  }

  private async keyOf(domain: string): Promise<string> {
    const list = await this.documents.read(CUSTOMERS, this.partnerId);
    const entry = list?.customers.find((one) => one.domain === `${domain}.example`);
    if (!entry) throw new Error(`the demo has no customer ${domain}`);
    return customerKey(this.partnerId, entry.id);
  }
}
