/** What is said where several people read along: a greeting, the rules, and how to go on in private. Nothing of a customer. */
import type { Activity } from 'botbuilder';
import { groupWelcomeCard } from '../cards/views/group.js';
import { groupAnswer } from '../dialogs/group-chat.js';
import type { Turn } from '../dialogs/turn.js';
import { spoken } from './inbound.js';
import type { DeskMemory } from './memory.js';

/** How Teams names a bot: by the id of its registration. */
const BOT_IN_TEAMS = /^28:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Answers a message of a group chat or a team; greets once where the bot was added to one. */
export async function answerInGroup(
  activity: Activity,
  memory: DeskMemory,
  { words, replies }: Pick<Turn, 'words' | 'replies'>,
): Promise<void> {
  const link = linkToPrivateChat(activity);
  if (activity.type === 'message') {
    const card = groupAnswer({ words, ...spoken(activity) }, link);
    await replies.card(card);
  } else if (!memory.greeted) {
    memory.greeted = true;
    await replies.card(groupWelcomeCard(words, link));
  }
}

/** Where a click opens a chat with the bot alone; undefined on a channel that has no such address. */
function linkToPrivateChat({ channelId, recipient }: Activity): string | undefined {
  const [bot, appId] = (channelId === 'msteams' && BOT_IN_TEAMS.exec(recipient.id)) || [];
  return bot && `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`;
}
