/**
 * A user of the desk at work: buys, files refunds and switches the permission of one customer, by typing and by
 * clicking, and writes down what the desk said that it has done.
 */
import type { ShownCard } from '../../support/shown-card.js';
import type { Dice } from './dice.js';
import type { Connector, TurnOutcome } from './talk.js';
import { Talk } from './talk.js';

/** An act that the desk acknowledged: it has to be in the book, once. */
export type Acknowledged =
  | { readonly kind: 'order' | 'request'; readonly number: string }
  | { readonly kind: 'permission'; readonly cardId: string };

/** Cards on which an act is confirmed, with the buttons that do it. */
const CONFIRMS: Readonly<Record<string, readonly string[]>> = {
  review: ['buy'],
  'refund-quote': ['file'],
  permission: ['on', 'off'],
};

/** What files a quote: where part of it falls away, the first is answered with the second. */
const FILE_WORDS = ['file', 'accept the loss'];

/** What the desk says where it has failed inside; not to be heard. */
const FAILED = /Something went wrong on our side|failed on our side|can not be read/;

/** What a turn confirms, and how. */
interface Confirming {
  readonly card: ShownCard;
  readonly by: 'click' | 'word';
}

export class PartnerUser {
  readonly acknowledged: Acknowledged[] = [];
  /** Cards whose acts this user has confirmed, by their ids. */
  readonly confirmed = new Set<string>();
  /** What should not have been said. */
  readonly faults: string[] = [];
  /** How often it was told that the book can not be written. */
  unwritten = 0;
  /** How often the desk has answered. */
  turns = 0;
  private readonly talk: Talk;
  private introduced = false;
  /** The latest turn was not answered, as the desk was killed; with what was confirmed by it. */
  private open: { readonly confirming: Confirming | undefined } | undefined;

  constructor(
    connector: Connector,
    readonly name: string,
    private readonly role: string,
    private readonly customer: string,
    private readonly dice: Dice,
  ) {
    this.talk = new Talk(connector, name);
  }

  /** Works until the desk goes away. */
  async work(url: string): Promise<void> {
    while ((await this.resume(url)) && (await this.oneAct(url)));
  }

  /** What the desk did not answer is sent again: by the channel under its id, and then by the user. False: gone again. */
  async resume(url: string): Promise<boolean> {
    if (!this.open) return true;
    const { confirming } = this.open;
    for (const by of ['channel', 'user'] as const) {
      // A word confirms the card that waits by then: after the first time that may be another one.
      const card = (confirming?.by === 'word' ? this.asked() : undefined) ?? confirming?.card;
      if (card) this.confirmed.add(card.cardId);
      const now = confirming && card && { ...confirming, card };
      if (!this.heard(await this.talk.again(url, by), now)) return false;
    }
    this.open = undefined;
    return true;
  }

  private async oneAct(url: string): Promise<boolean> {
    if (!this.introduced) {
      if (!this.heard(await this.talk.say(url, `act as ${this.role}`))) return false;
      this.introduced = true;
    }
    const line = this.dice.oneOf([
      `buy ${this.dice.between(1, 9)} D2s_v5 in west europe for 1 year for ${this.customer}`,
      `buy ${this.dice.between(1, 9)} D2s_v5 in west europe for 3 years, monthly, for ${this.customer}`,
      `refund 1 of ${this.customer}`,
      `refund ${this.customer}`,
      `permissions ${this.customer}`,
    ]);
    if (!this.heard(await this.talk.say(url, line))) return false;
    const asked = this.talk.card;
    if (asked?.kind === 'choose-reservation' && asked.fields.includes('reservation')) {
      const row = this.dice.between(1, asked.choices('reservation').length);
      if (!this.heard(await this.talk.say(url, String(row)))) return false;
    }
    // Twice: where a colleague was faster, the review or the quote is shown once more.
    return (await this.confirm(url)) && (await this.confirm(url));
  }

  /** Confirms what the newest card asks, if it asks for that; clicks twice now and then. False: the desk went away. */
  private async confirm(url: string): Promise<boolean> {
    const card = this.talk.card;
    const buttons = CONFIRMS[card?.kind ?? '']?.filter((button) => card?.actions.includes(button)) ?? [];
    if (!card || buttons.length === 0 || this.confirmed.has(card.cardId)) return true;
    this.confirmed.add(card.cardId);
    const clicks = this.dice.throw() < 0.5;
    const action = this.dice.oneOf(buttons);
    const word = action === 'file' ? this.dice.oneOf(FILE_WORDS) : action;
    const turn = () => (clicks ? this.talk.press(url, card, action) : this.talk.say(url, word));
    const confirming: Confirming = { card, by: clicks ? 'click' : 'word' };
    if (!this.heard(await turn(), confirming)) return false;
    if (clicks && this.dice.throw() < 0.2) return this.heard(await turn(), confirming);
    return true;
  }

  /** The newest card, where an act is confirmed on it. */
  private asked(): ShownCard | undefined {
    const { card } = this.talk;
    return card?.kind !== undefined && Object.hasOwn(CONFIRMS, card.kind) ? card : undefined;
  }

  /** Notes what the desk said. False: it went away before it had answered. */
  private heard(outcome: TurnOutcome, confirming?: Confirming): boolean {
    if (outcome === 'unanswered') {
      this.open = { confirming };
      // What was said before it went away counts as well: the user has read it.
      for (const said of this.talk.heardSoFar()) this.note(said, confirming);
      return false;
    }
    this.turns += 1;
    for (const said of outcome.said) this.note(said, confirming);
    return true;
  }

  private note({ text }: { readonly text: string }, confirming: Confirming | undefined): void {
    if (FAILED.test(text)) this.faults.push(`${this.name} was told: ${text.slice(0, 200)}`);
    if (text.startsWith('The book can not be written')) this.unwritten += 1;
    const order = /^Order recorded\n[\s\S]*?\b(RD-[A-Z0-9]{8})\b/.exec(text)?.[1];
    const request = /^Request filed\n[\s\S]*?\b(RQ-[A-Z0-9]{8})\b/.exec(text)?.[1];
    if (order) this.acknowledged.push({ kind: 'order', number: order });
    if (request) this.acknowledged.push({ kind: 'request', number: request });
    if (/^Permission is (on|off)\n[\s\S]*In the activity log/.test(text) && confirming)
      this.acknowledged.push({ kind: 'permission', cardId: confirming.card.cardId });
  }
}
