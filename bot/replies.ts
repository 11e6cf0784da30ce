/** How a turn is answered on its channel: text, a card, or a card in the place of an earlier one. */
import type { Activity, TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Card } from '../cards/card.js';
import type { Replies } from '../dialogs/turn.js';
import { channelOf } from './channels.js';

export function repliesTo(context: TurnContext, log: Logger): Replies {
  const channel = channelOf(context.activity);
  return {
    async text(text) {
      // Plain: what users typed or the book holds is never read as Markdown.
      await context.sendActivity({ type: 'message', text, textFormat: 'plain' });
    },
    async card(card) {
      return (await context.sendActivity(messageWith(card)))?.id || undefined;
    },
    async replace(messageId, card) {
      if (!channel.canUpdateCards) return false;
      try {
        await context.updateActivity({ ...messageWith(card), id: messageId });
        return true;
      } catch (error) {
        // The message may be gone, or the channel may refuse: a new card is as good.
        log.info({ err: error }, 'a card could not be updated in place');
        return false;
      }
    },
  };
}

/** The card with its text as summary: what notifications and screen readers get. */
function messageWith(card: Card): Partial<Activity> {
  return {
    type: 'message',
    summary: card.text,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card.content }],
  };
}
