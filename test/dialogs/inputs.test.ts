/**
 * Every field of every card, and everything that a button carries, sent with every value of an enemy, one at a
 * time and with the rest as it should be. What there is to send is read from the templates and the cards
 * themselves, so that a new card is walked by itself, and a card that no step comes to is found out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
import type { ShownCard } from '../support/shown-card.js';
import { EXTRA_FIELDS, foreignIds, HOSTILE_VALUES, type HostileValue } from './hostile-values.js';
import { goTo, STEPS, type Step } from './steps.js';

const TEMPLATES = resolve(import.meta.dirname, '../../cards/templates');

/** By kind of card, the ids of the inputs that its template can have; a hole in one stands as "*". */
const inputsOf = new Map(
  readdirSync(TEMPLATES).map((file) => [
    file.replace(/\.json$/, ''),
    [...inputIds(JSON.parse(readFileSync(join(TEMPLATES, file), 'utf8')))],
  ]),
);
/** One step for each kind of card: what a card does with its fields is the same wherever it is shown. */
const WALKED = [...new Map([...STEPS].reverse().map((step) => [step.kind, step])).values()].reverse();

/** Each field gets every so-maniest value, the next field the next ones; with ALL_INPUTS set, all of them. */
const STRIDE = process.env.ALL_INPUTS === undefined ? 6 : 1;

/** Told to the activity log, remembered for the next turn, or made up while looking: no effect on anything. */
const PASSING = ['carts', 'quotes', 'activity', 'attempts'];

/** Fields that take any text as it is: what is written there is a name, a number of somebody else, or a story. */
const FREE_TEXT = new Set([
  'caseReference',
  'contactName',
  'description',
  'note',
  'placedNumber',
  'reason',
  'subject',
  'ticketNumber',
]);

describe('Every field of every card', () => {
  it('is walked: each card with fields is at some step', () => {
    const kinds = new Set(STEPS.map(({ kind }) => kind));
    const withInputs = [...inputsOf].filter(([, ids]) => ids.length > 0).map(([kind]) => kind);
    expect(withInputs.length).toBeGreaterThan(20);
    // These do not wait: the field of a comparison or a notice goes with a button that begins a job, as typing would.
    expect(withInputs.filter((kind) => !kinds.has(kind))).toEqual(['compare', 'notice']);
  });

  it.each(WALKED)('at "$name": whatever is in one of them is answered, and changes nothing', async (step) => {
    const taken: string[] = [];
    let at = await arrive(step);
    const values = [...HOSTILE_VALUES, ...(await foreignIds(at.demo))];
    for (const [i, { action, field }] of sendable(at.chat.card(step.kind), step.kind).entries()) {
      for (const value of values.filter((_, j) => (i + j) % STRIDE === 0)) {
        const before = at.demo.documents.book();
        await send(at.chat, step, action, field, value);
        expect(at.chat.said.length).toBeGreaterThan(0);
        expect(Object.keys(Object.prototype)).toEqual([]);
        for (const { card } of at.chat.said)
          expect(Buffer.byteLength(JSON.stringify(card?.content ?? {}))).toBeLessThanOrEqual(25 * 1024);
        const changed = changes(before, at.demo.documents.book());
        if (changed.length > 0 && !FREE_TEXT.has(field)) taken.push(`${field} = ${value[0]}: ${changed}`);
        if (changed.length > 0) at = await arrive(step);
        else if (!at.chat.waitsAt(step.kind)) await comeBack(at.chat, step);
      }
    }
    expect(taken).toEqual([]);
  });

  it.each(WALKED)('at "$name": what is not a field of the card has no effect', async (step) => {
    const [plain, extra] = [await arrive(step), await arrive(step)];
    for (const [{ chat }, more] of [
      [plain, {}],
      [extra, EXTRA_FIELDS],
    ] as const) {
      const card = chat.card(step.kind);
      await chat.submitValue({ ...more, ...card.press(card.actions[0] ?? '') }, card.messageId);
      await chat.settled();
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(changes(plain.demo.documents.book(), extra.demo.documents.book())).toEqual([]);
    expect(extra.chat.said.map(({ text }) => text)).toEqual(plain.chat.said.map(({ text }) => text));
  });
});

async function arrive(step: Step) {
  const demo = await DemoDesk.open();
  await foreignIds(demo);
  const chat = new Chat(demo, { channel: 'msteams' });
  await goTo(chat, step);
  return { demo, chat };
}

async function comeBack(chat: Chat, step: Step): Promise<void> {
  await chat.say('start over');
  await goTo(chat, step);
}

/** What can be sent from a card: each field with each button that sends it, and what else each button carries. */
function sendable(card: ShownCard, kind: string): { action: string; field: string }[] {
  const acting = card.actions.filter((_, i) => card.buttons[i]?.sendsInputs);
  const known = inputsOf.get(kind) ?? [];
  const fields = new Set([...card.fields, ...known.filter((id) => !id.includes('*'))]);
  const filled = [...fields].flatMap((field) => acting.map((action) => ({ action, field })));
  const carried = card.buttons.flatMap(({ data }, i) =>
    Object.keys(data)
      .filter((key) => !['kind', 'cardId', 'do'].includes(key))
      .map((field) => ({ action: card.actions[i] ?? '', field })),
  );
  const once = new Map(carried.map((one) => [`${one.action.split(' ')[0]} ${one.field}`, one]));
  return [...filled, ...once.values()];
}

async function send(chat: Chat, step: Step, action: string, field: string, [, value]: HostileValue) {
  const card = chat.card(step.kind);
  const pressed = card.actions.includes(action) ? action : (card.actions[0] ?? '');
  await chat.submitValue({ ...card.press(pressed), [field]: value }, card.messageId);
}

/** Which documents differ in more than what passes, and in which of their parts. */
function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path) && !path.startsWith('recent/'))
    .flatMap((path) => {
      const [was, is] = [before, after].map((book) => partsOf(book.get(path)));
      return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])]
        .filter((part) => !PASSING.includes(part) && was?.[part] !== is?.[part])
        .map((part) => `${path.split('/')[0]} ${part}`);
    });
}

function partsOf(text = '{}'): Record<string, string> {
  const parts = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return Object.fromEntries(parts.map(([name, part]) => [name, JSON.stringify(part)]));
}

function* inputIds(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const part of node) yield* inputIds(part);
  else if (node !== null && typeof node === 'object') {
    const { type, id } = node as { type?: unknown; id?: unknown };
    if (String(type).startsWith('Input.')) yield String(id).replace(/\$\{[^}]*\}/g, '*');
    for (const part of Object.values(node)) yield* inputIds(part);
  }
}
