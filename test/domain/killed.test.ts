/**
 * A process that is really killed at each step of each kind of act; and a disk that fails there. The book is whole
 * afterwards, the act is there or not, and the same attempt again does it once.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedDemoBook } from '../../domain/demo/demo-book.js';
import { createDesk, randomIds } from '../../domain/desk.js';
import type { Actor, Customer } from '../../domain/model.js';
import { recordedInBook } from '../../domain/partner-center.js';
import type { WriteStep } from '../../domain/store/durable-file.js';
import { type JsonDocuments, openJsonDocuments } from '../../domain/store/json-documents.js';
import { CUSTOMER, CUSTOMERS } from '../../domain/store/kinds.js';
import type { SwitchStep } from '../../domain/store/switch-over.js';
import { systemClock } from '../../domain/term.js';
import { refused } from '../support/desk.js';
import { bookFaults, customersIn, readOnly } from '../torture/desk/book-check.js';

const ACTOR: Actor = { partnerId: 'northbridge', userId: 'anna-admin' };
const ATTEMPT = 'the-attempt';
type Act = { readonly name: 'buy' | 'fileRefund' | 'setPermission'; readonly args: readonly unknown[] };
const WRITE_STEPS: readonly WriteStep[] = ['temp', 'sync', 'rename', 'folder'];
const ACT_NAMES = ['buy', 'fileRefund', 'setPermission'] as const;

let base = '';
let fabrikam = '';
/** A book in which everything is prepared and nothing is done yet. */
let prepared = '';
const acts = new Map<Act['name'], Act>();

const deskOver = (documents: JsonDocuments) =>
  createDesk({ documents, clock: systemClock, ids: randomIds, partnerCenter: recordedInBook });

/** Does an act, as the child does it. */
async function carryOut(documents: JsonDocuments, { name, args }: Act): Promise<unknown> {
  const method = deskOver(documents)[name] as (...given: readonly unknown[]) => Promise<unknown>;
  return await method(...args);
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'desk-killed-'));
  prepared = join(base, 'prepared');
  const documents = await openJsonDocuments({ folder: prepared });
  await seedDemoBook(documents, systemClock);
  const list = await documents.read(CUSTOMERS, ACTOR.partnerId);
  fabrikam = list?.customers.find(({ domain }) => domain === 'fabrikam.example')?.id ?? '';
  const desk = deskOver(documents);
  const { subscriptions } = await desk.startBuying(ACTOR, fabrikam);
  const { offers } = await desk.offers(ACTOR, fabrikam, {});
  const item = {
    itemId: 'item-1',
    subscriptionId: subscriptions[0]?.subscription.id ?? '',
    productId: offers.items[0]?.product.id ?? '',
    quantity: '1',
  };
  const { cartId, fingerprint } = await desk.addToCart(ACTOR, fabrikam, item, 'en-US');
  const customer = await documents.read(CUSTOMER, `${ACTOR.partnerId}/${fabrikam}`);
  const part = customer?.reservations.find(({ quantity, status }) => quantity > 1 && status === 'active');
  const wish = { reservationId: part?.id ?? '', quantity: '1' };
  const { quote } = await desk.quoteRefund(ACTOR, fabrikam, wish, 'en-US');
  const contact = { name: 'Anna', email: 'anna@northbridge.example', method: 'email' };
  const filing = { quoteId: quote.id, acceptsLoss: true, contact };
  acts.set('buy', { name: 'buy', args: [ACTOR, fabrikam, { cartId, fingerprint }, ATTEMPT] });
  acts.set('fileRefund', { name: 'fileRefund', args: [ACTOR, fabrikam, filing, ATTEMPT] });
  acts.set('setPermission', { name: 'setPermission', args: [ACTOR, fabrikam, true, ATTEMPT] });
  await documents.close();
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

let copies = 0;
async function copyOfBook(): Promise<string> {
  copies += 1;
  const folder = join(base, `copy-${copies}`);
  await cp(prepared, folder, { recursive: true });
  return folder;
}

function actNamed(name: Act['name']): Act {
  const act = acts.get(name);
  if (!act) throw new Error(`${name} is not prepared`);
  return act;
}

/** Runs the act in a process of its own, which kills itself as the step begins for the so-manieth time. */
async function killedAt(
  folder: string,
  act: { readonly name: string },
  step: WriteStep | SwitchStep,
  time = 1,
): Promise<void> {
  const given = JSON.stringify({ folder, act, step, time });
  const child = spawn(process.execPath, ['test/support/killed-child.js', given], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  // The lock of the dead one is released as the system does when its time is over.
  await rm(join(folder, '.lock'), { recursive: true, force: true });
}

async function customerIn(folder: string): Promise<Customer> {
  const customer = (await customersIn(readOnly(folder))).get(`${ACTOR.partnerId}/${fabrikam}`);
  if (!customer) throw new Error('the customer is lost');
  return customer;
}

/** How often the attempt stands in the book: in what it made, and in the log. */
async function timesDone(folder: string): Promise<number> {
  const before = await customerIn(prepared);
  const { orders, requests, permission, attempts } = await customerIn(folder);
  const made =
    orders.length - before.orders.length + (requests.length - before.requests.length) + Number(permission.on);
  expect(Object.hasOwn(attempts, ATTEMPT)).toBe(made === 1);
  return made;
}

async function again(folder: string, act: Act): Promise<void> {
  const documents = await openJsonDocuments({ folder });
  await carryOut(documents, act);
  await documents.close();
}

describe.each(ACT_NAMES)('killed in the middle of %s', (name) => {
  it.each(WRITE_STEPS)(
    'as "%s" begins: done whole or not at all, and once after the same again',
    async (step) => {
      const folder = await copyOfBook();
      await killedAt(folder, actNamed(name), step);
      expect(await bookFaults(folder, new Date())).toEqual([]);
      expect(await timesDone(folder)).toBe(step === 'folder' ? 1 : 0);
      await again(folder, actNamed(name));
      expect(await bookFaults(folder, new Date())).toEqual([]);
      expect(await timesDone(folder)).toBe(1);
    },
    30_000,
  );
});

describe('killed in the middle of a change of many', () => {
  const steps: [SwitchStep, number, 'none' | 'all'][] = [
    ['prepare', 1, 'none'],
    ['prepare', 9, 'none'],
    ['commit', 1, 'none'],
    ['move', 1, 'all'],
    ['move', 9, 'all'],
    ['clear', 1, 'all'],
  ];
  it.each(steps)(
    'as "%s" begins for the %i. time: %s of it',
    async (step, time, expected) => {
      const folder = await copyOfBook();
      await killedAt(folder, { name: 'tagAll' }, step, time);
      await (await openJsonDocuments({ folder })).close();
      expect(await bookFaults(folder, new Date())).toEqual([]);
      const customers = [...(await customersIn(readOnly(folder))).values()];
      const tagged = customers.filter(({ tags }) => tags.includes('tagged')).length;
      expect(tagged).toBe(expected === 'all' ? customers.length : 0);
    },
    30_000,
  );
});

describe.each(ACT_NAMES)('a disk that is full in the middle of %s', (name) => {
  it.each(WRITE_STEPS)(
    'at "%s": refused, nothing of it in the book, and once when there is room',
    async (step) => {
      const folder = await copyOfBook();
      let full = false;
      const onStep = (at: WriteStep) => {
        if (full && at === step)
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      };
      const documents = await openJsonDocuments({ folder, onStep });
      full = true;
      expect(await refused(carryOut(documents, actNamed(name)))).toEqual({ code: 'StoreUnavailable' });
      expect(await bookFaults(folder, new Date())).toEqual([]);
      expect(await timesDone(folder)).toBe(0);
      full = false;
      await carryOut(documents, actNamed(name));
      await documents.close();
      expect(await bookFaults(folder, new Date())).toEqual([]);
      expect(await timesDone(folder)).toBe(1);
    },
  );
});
