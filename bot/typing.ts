/** Shows that the desk is at it, where an answer takes longer than people expect one to. */
import { TurnContext } from 'botbuilder';

/** A faster answer needs no sign. */
const AFTER_MS = 500;
/** Channels show the sign for some five seconds. */
const AGAIN_MS = 4000;

/** When the sign is shown, in milliseconds. */
export interface TypingTimes {
  readonly afterMs: number;
  readonly againMs: number;
}

/**
 * Does the work; the channel shows meanwhile that somebody types. Not in an invoke, which is answered in its
 * response, and not where all replies are held back for that.
 */
export async function whileTyping(
  context: TurnContext,
  work: () => Promise<void>,
  { afterMs, againMs }: TypingTimes = { afterMs: AFTER_MS, againMs: AGAIN_MS },
): Promise<void> {
  const { type, deliveryMode } = context.activity;
  if (type === 'invoke' || deliveryMode === 'expectReplies') return await work();
  let timer = setTimeout(function show() {
    timer = setTimeout(show, againMs);
    // A sign that does not arrive is nobody's mishap, and nothing to hold the answer up for.
    sendTyping(context).catch(() => undefined);
  }, afterMs);
  try {
    await work();
  } finally {
    clearTimeout(timer);
  }
}

/** By the adapter itself: the sign is no answer, so the turn does not count it as one. */
async function sendTyping(context: TurnContext): Promise<void> {
  const reference = TurnContext.getConversationReference(context.activity);
  const typing = TurnContext.applyConversationReference({ type: 'typing' }, reference);
  await context.adapter.sendActivities(context, [typing]);
}
