/** A page of the chat, as far as HTTP goes: one user in one conversation. */
import type { RunningDesk } from './running-desk.js';

export type Activity = Record<string, unknown> & { readonly text?: string; readonly id: string };

export const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });

export interface Session {
  readonly id: string;
  readonly token: string;
  readonly streamUrl: string;
}

/** Begins a conversation; with an earlier token, as the same user. */
export async function begin(desk: RunningDesk, earlier?: string): Promise<Session> {
  const granted = await desk.call('POST', '/webchat/token', undefined, earlier ? bearer(earlier) : {});
  const { body } = await desk.call('POST', '/directline/conversations', {}, bearer(granted.body?.token));
  return {
    id: String(body?.conversationId),
    token: String(body?.token),
    streamUrl: String(body?.streamUrl),
  };
}

/** What can be done in a conversation of this desk, be it the one that began it or a later one. */
export function talkIn(desk: RunningDesk, { id, token }: Session) {
  const path = `/directline/conversations/${id}`;
  const send = (text: string, clientActivityID?: string) =>
    desk.call(
      'POST',
      `${path}/activities`,
      { type: 'message', text, ...(clientActivityID ? { channelData: { clientActivityID } } : {}) },
      bearer(token),
    );
  const renew = (watermark = '') =>
    desk.call('GET', `${path}?watermark=${watermark}`, undefined, bearer(token));
  const poll = async (watermark = '') => {
    const { status, body } = await desk.call(
      'GET',
      `${path}/activities?watermark=${watermark}`,
      undefined,
      bearer(token),
    );
    const activities = (body?.activities ?? []) as Activity[];
    return {
      status,
      activities,
      texts: activities.map(({ text }) => text),
      watermark: String(body?.watermark),
    };
  };
  /** Polls until there are so many activities, and gives them. */
  const until = async (count: number) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = await poll();
      if (found.activities.length >= count) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`there were never ${count} activities`);
  };
  return { path, send, renew, poll, until };
}
