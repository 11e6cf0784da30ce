/** What a partner sets for itself: colleagues, rates, policy, languages; and what happens to it: prices, renewals due. */
import fc from 'fast-check';
import type { RenewalsDue } from '../../../domain/answers.js';
import { ROLES, type Role } from '../../../domain/model.js';
import { PRICES as PRICES_KIND } from '../../../domain/store/kinds.js';
import { VM } from '../../support/desk.js';
import { type At, type Command, compare, isUser, kind, type Real, type World } from '../act.js';
import { entry, type User } from '../book.js';
import { first, holds, needsRole, today } from '../rules.js';
import { dayText, minor } from '../sums.js';
import { addRenewal, renewalProblem } from './renewing.js';

const ACTIONS = {
  roles: 'change roles',
  remove: 'remove colleague',
  bringBack: 'bring back colleague',
} as const;
type What = keyof typeof ACTIONS;

const manages = (user: User) => isUser(user) && holds(user, 'GlobalAdmin', 'UserManagementAdmin');

export const changeColleague = kind<{ who: string; what: What; give: Role[]; take: Role[] }, unknown>(
  'change colleague',
  fc.record({
    who: fc.constantFrom(
      'SalesAgent',
      'HelpdeskAgent',
      'roleless',
      'colleague',
      'left',
      'UserManagementAdmin',
      'GlobalAdmin',
    ),
    what: fc.constantFrom<What>('roles', 'roles', 'roles', 'remove', 'bringBack'),
    give: fc.subarray([...ROLES], { maxLength: 2 }),
    take: fc.subarray([...ROLES], { maxLength: 2 }),
  }),
  (on, { who, what, give, take }) => {
    const { users } = on.partnerBook;
    const user = users.find(({ id }) => id === who);
    if (!user) return undefined;
    const roles = ROLES.filter(
      (role) => give.includes(role) || (user.roles.includes(role) && !take.includes(role)),
    );
    const after: User = what === 'roles' ? { ...user, roles } : { ...user, removed: what === 'remove' };
    const sameRoles = roles.length === user.roles.length && roles.every((role) => user.roles.includes(role));
    const same = what === 'roles' ? sameRoles : user.removed === after.removed;
    const left = users.map((each) => (each === user ? after : each));
    const change = what === 'roles' ? { kind: what, give, take } : { kind: what };
    return {
      call: (desk, attempt) => desk.changeColleague(on.actor, who, change, attempt),
      action: ACTIONS[what],
      log: 'users',
      same,
      refusal: first(
        needsRole(on.me, 'GlobalAdmin', 'UserManagementAdmin'),
        same || left.some(manages) ? undefined : 'LastUserManager',
        !same && who === on.user ? 'OwnRoles' : undefined,
      ),
      apply: () => {
        if (!same) Object.assign(user, after);
      },
    };
  },
);

export const setRate = kind<{ currency: string; rate: string; day: string }, unknown>(
  'set rate',
  fc.record({
    currency: fc.constantFrom('EUR', 'eur', 'JPY', 'USD', 'XXZ'),
    rate: fc.constantFrom('1.10', '1.0875', '0.0091', '0', '12', '1,10'),
    day: fc.constantFrom('', '2021-01-05', '2099-01-01'),
  }),
  (on, { currency, rate, day }) => {
    const code = currency.toUpperCase();
    const next = `${rate} ${day || dayText(on.day)}`;
    return {
      call: (desk, attempt) =>
        desk.setRate(on.actor, { currency, usdPerUnit: rate, day, locale: 'en' }, attempt),
      action: 'set rate',
      log: 'rates',
      same: on.partnerBook.rates[code] === next,
      refusal: first(
        needsRole(on.me, 'AdminAgent', 'GlobalAdmin'),
        code === 'USD' || code === 'XXZ' ? 'CurrencyUnknown' : undefined,
        rate === '0' || rate === '12' || rate === '1,10' ? 'RateInvalid' : undefined,
        day === '2099-01-01' ? 'RateDayInvalid' : undefined,
      ),
      apply: () => {
        on.partnerBook.rates[code] = next;
      },
    };
  },
);

export const setPolicy = kind<{ policy: 'partner-center' | 'azure-current' }, unknown>(
  'set policy',
  fc.record({ policy: fc.constantFrom('partner-center' as const, 'azure-current' as const) }),
  (on, { policy }) => ({
    call: (desk, attempt) => desk.setPolicy(on.actor, policy, attempt),
    action: 'set refund policy',
    log: 'policy',
    same: on.partnerBook.policy === policy,
    refusal: needsRole(on.me, 'AdminAgent', 'GlobalAdmin'),
    apply: () => {
      on.partnerBook.policy = policy;
    },
  }),
);

export const setLanguage = kind<{ language: 'en' | 'nl' | 'sv' }, unknown>(
  'set language',
  fc.record({ language: fc.constantFrom('en' as const, 'nl' as const, 'sv' as const) }),
  (on, { language }) => ({
    call: (desk) => desk.setLanguage(on.actor, language),
    apply: () => {
      on.partnerBook.languages[on.user] = language;
    },
  }),
);

/** The partner's price list has another price of one product. */
export class NewPrice implements Command {
  constructor(
    private readonly partner: string,
    private readonly price: string,
  ) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    const book = world.book[this.partner];
    const list = book?.prices.USD;
    if (!book || !list) return;
    list[VM] = minor(this.price, 'USD');
    await real.documents.update(PRICES_KIND, this.partner, (current) => {
      const usd = current?.lists.USD;
      if (!current || !usd) throw new Error('no price list');
      const USD = { ...usd, prices: { ...usd.prices, [VM]: this.price } };
      return { next: { ...current, lists: { ...current.lists, USD } }, result: undefined };
    });
    await compare(real, world, `after ${this}`);
  }

  toString(): string {
    return `new price(${this.partner}, ${this.price})`;
  }
}

/** The desk renews by itself what is due, as whoever has switched it on; a refusal once a day. */
export class RenewDue implements Command {
  constructor(private readonly partner: string) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: Real): Promise<void> {
    const book = world.book[this.partner];
    if (!book) return;
    const due = dueAt(world, this.partner);
    const { placed, refused }: RenewalsDue = await real.desk.renewDue(this.partner);
    const done = due.filter(({ problem }) => problem === undefined);
    const [wanted, got] = [due.length, placed.length + refused.length];
    if (wanted !== got || done.length !== placed.length)
      throw new Error(
        `${this}: ${placed.length} renewed and ${refused.length} refused, expected ${done.length} of ${wanted}`,
      );
    for (const { on, one, problem, again } of due) {
      const order = placed.find(
        (each) => each.customerId === on.customer && each.order.renews === one.id,
      )?.order;
      if (problem === undefined && order) addRenewal(on, one, order);
      if (!again) on.for.log.push(entry(one.automatic ?? '', 'renew automatically', problem ?? 'done'));
      world.table.set(`tried ${this.partner} ${on.customer} ${one.id} ${on.day}`, {
        id: '',
        fingerprint: '',
        shown: problem ?? '',
      });
    }
    await compare(real, world, `after ${this}`);
  }

  toString(): string {
    return `renew due(${this.partner})`;
  }
}

const TRIED_DAYS = 30;

function dueAt(world: World, partner: string) {
  const book = world.book[partner];
  const day = today(world.now);
  if (!book) return [];
  return book.customers.flatMap((customer) =>
    customer.reservations
      .filter(
        ({ automatic, renewedBy, status }) =>
          automatic && !renewedBy && status !== 'refunded' && status !== 'exchanged',
      )
      .filter(({ endsOn }) => day >= endsOn && day <= endsOn + TRIED_DAYS)
      .flatMap((one) => {
        const me = book.users.find(({ id }) => id === one.automatic);
        if (!me) return [];
        const on: At = {
          ...{ world, partnerBook: book, me, for: customer, partner, user: me.id, customer: customer.id },
          ...{ actor: { partnerId: partner, userId: me.id }, now: world.now, day },
        };
        const again = world.table.get(`tried ${partner} ${customer.id} ${one.id} ${day}`);
        const problem = again
          ? again.shown
          : first(
              isUser(me) ? undefined : 'UnknownUser',
              one.status === 'active' ? undefined : 'ReservationBusy',
              () => renewalProblem(on, one),
            );
        return [{ on, one, problem, again: again !== undefined }];
      }),
  );
}
