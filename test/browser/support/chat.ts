/** The chat page as a user has it: press, choose, fill in, type. It counts what the user does, and what is sent. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** Long, for a machine whose disk is busy with other tests. */
const ANSWER_MS = 30_000;
/** As long as a person looks at a card before touching it, at the very least. */
const LOOK_MS = 300;
/** A message that has not left the page by then was not taken. */
const SENT_MS = 5000;
/** The box that messages are typed in. */
export const SEND_BOX = '[data-id="webchat-sendbox-input"]';

/** A button, radio button or field by its label. */
export type Label = string | RegExp;

export class Chat {
  /** Clicks, keys that command something, messages and fields filled in. What is filled in already costs nothing. */
  actions = 0;
  /** Messages sent and cards submitted. */
  turns = 0;
  /** Errors, warnings and refused content that the browser told of. */
  readonly troubles: string[] = [];

  private constructor(readonly page: Page) {
    page.setDefaultTimeout(ANSWER_MS);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.troubles.push(message.text());
    });
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('request', (request) => {
      const said = request.method() === 'POST' && /\/activities$/.test(new URL(request.url()).pathname);
      if (said && request.postData()?.includes('"type":"message"')) this.turns += 1;
    });
  }

  /** Opens the page in a window of its own and waits for the greeting. */
  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Chat> {
    const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...options });
    const chat = new Chat(await context.newPage());
    await chat.page.goto(url);
    await chat.card('Reservation Desk');
    return chat;
  }

  /** The chat of a page that is open already. */
  static on(page: Page): Chat {
    return new Chat(page);
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.page.context().close();
  }

  /** The newest card, once it has this text, such as its heading. */
  async card(text: Label): Promise<Locator> {
    const newest = this.newest();
    await newest.getByText(text).first().waitFor();
    // The page draws a card anew while the one before it is set aside: nobody has chosen something by then.
    await this.page.waitForTimeout(LOOK_MS);
    return newest;
  }

  /** All text of the newest card, once it has this text. */
  async textOf(text: Label): Promise<string> {
    return (await (await this.card(text)).textContent()) ?? '';
  }

  /** All cards with this text. */
  cards(text: Label): Locator {
    return this.page.locator('.ac-adaptiveCard').filter({ hasText: text });
  }

  /** The last card of the chat. */
  newest(): Locator {
    return this.page.locator('.ac-adaptiveCard').last();
  }

  /** Clicks a button of the newest card. */
  async press(label: Label): Promise<void> {
    this.actions += 1;
    await this.newest().getByRole('button', { name: label }).first().click();
  }

  /** Chooses an option of the newest card, a radio button or a check box. */
  async choose(label: Label): Promise<void> {
    this.actions += 1;
    await this.newest()
      .locator('input[type=radio], input[type=checkbox]')
      .and(this.page.getByLabel(label))
      .first()
      .click();
  }

  /** Fills in a field of the newest card. */
  async fill(label: Label, text: string): Promise<void> {
    this.actions += 1;
    await this.newest().getByRole('textbox', { name: label }).first().fill(text);
  }

  /** Types a message and sends it. */
  async say(text: string): Promise<void> {
    this.actions += 1;
    const before = this.turns;
    await this.enter(text);
    for (let waited = 0; this.turns === before && waited < SENT_MS; waited += 100) {
      await this.page.waitForTimeout(100);
    }
    // A person sees what was not taken, as where the page was drawing a card at that very moment, and types it again.
    if (this.turns === before) await this.enter(text);
  }

  private async enter(text: string): Promise<void> {
    await this.page.locator(SEND_BOX).fill(text);
    await this.page.locator(SEND_BOX).press('Enter');
  }

  /** Presses a key that commands something. */
  async key(name: string): Promise<void> {
    this.actions += 1;
    await this.page.keyboard.press(name);
  }

  /** Waits for this text in the chat. */
  async sees(text: Label): Promise<void> {
    await this.page.getByText(text).last().waitFor();
  }
}
