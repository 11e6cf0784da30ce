import { it } from '@jest/globals';
import { Chat } from '../support/chat.js';
import { DemoDesk } from '../support/demo-desk.js';
const script: string[][] = JSON.parse(process.env.SCRIPT ?? '[]');
it('x', async () => {
  const demo = await DemoDesk.open();
  const chat = new Chat(demo, { channel: (process.env.CH ?? 'webchat') as 'webchat' });
  for (const [what = '', ...rest] of script) {
    if (what === 'say') await chat.say(rest[0] ?? '');
    else if (what === 'join') await chat.join();
    else if (what === 'as') await chat.actAs(rest[0] ?? '');
    else if (what === 'wait') demo.wait({ minutes: Number(rest[0]) });
    else await chat.submit(what, JSON.parse(rest[0] ?? '{}'));
    console.log(`>>> ${what} ${rest.join(' ')}\n` + chat.said.map((s) => `--- [${s.id}] ${s.card?.kind ?? ''} ${s.card?.fields ?? ''}\n${s.text}`).join('\n'));
  }
});
