/** The root dialog by itself, as the SDK's own test client drives it. */
import { describe, expect, it } from '@jest/globals';
import type { Activity, Middleware } from 'botbuilder';
import { DialogTestClient } from 'botbuilder-testing';
import type { Card } from '../../cards/card.js';
import { wordsFor } from '../../cards/words.js';
import { DeskDialog } from '../../dialogs/desk-dialog.js';
import { DialogTurnStatus } from '../../dialogs/sdk.js';
import { carryTurn, type Memory } from '../../dialogs/turn.js';
import { CHANNELS } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';

/** Does what the bot does before the dialogs: hands them the turn. What they show is sent as its kind. */
function turns(memory: Memory): Middleware {
  return {
    async onTurn(context, next) {
      carryTurn(context, {
        actor: { partnerId: 'northbridge', userId: 'anna-admin' },
        words: wordsFor('en-US'),
        locale: 'en-US',
        text: context.activity.text ?? '',
        takesFiles: false,
        suggests: false,
        later: () => undefined,
        refused: () => undefined,
        localMode: true,
        replies: {
          text: async (text) => void (await context.sendActivity(text)),
          card: async (card: Card) => (await context.sendActivity(`card ${card.kind}`))?.id,
          replace: async () => false,
        },
        memory,
      });
      await next();
    },
  };
}

describe.each(CHANNELS)('on %s, the root dialog', (channel) => {
  it('waits while a flow is open, is done when it ends, and begins anew after that', async () => {
    const { desk } = await DemoDesk.open();
    const client = new DialogTestClient(channel, new DeskDialog({ desk }), undefined, [
      turns({ retired: [] }),
    ]);
    const say = async (text: string) =>
      (await client.sendActivity({ type: 'message', text } as Activity)).text;

    expect(await say('refund fabrikam')).toBe('card choose-reservation');
    expect(client.dialogTurnResult.status).toBe(DialogTurnStatus.waiting);
    expect(await say('1')).toBe('card refund-quote');
    expect(await say('file')).toBe('card request-filed');
    expect(client.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
    expect(await say('customers fabrikam')).toBe('card customer');
  });

  it('ends kindly what was cancelled or refused, and is not left waiting', async () => {
    const { desk } = await DemoDesk.open();
    const client = new DialogTestClient(channel, new DeskDialog({ desk }), undefined, [
      turns({ retired: [] }),
    ]);
    await client.sendActivity('exchange fabrikam');
    expect((await client.sendActivity('cancel')).text).toMatch(/^Cancelled/);
    expect(client.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
    expect((await client.sendActivity('buy tailspin')).text).toBe('card refusal');
    expect(client.dialogTurnResult.status).toBe(DialogTurnStatus.complete);
  });
});
