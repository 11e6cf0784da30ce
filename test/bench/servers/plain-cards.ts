/**
 * What a guided flow costs with the SDK alone, as Microsoft's samples have it: its adapter, its conversation state in
 * memory, a waterfall of prompts that each show a card from a template. No store, no rules, no log.
 */
import { Template } from 'adaptivecards-templating';
import {
  ActivityHandler,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConversationState,
  MemoryStorage,
  type TurnContext,
} from 'botbuilder';
import {
  ComponentDialog,
  DialogSet,
  type DialogState,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import restify from 'restify';

const template = new Template({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: '${title}', size: 'medium', weight: 'bolder', wrap: true },
    {
      type: 'Input.ChoiceSet',
      id: 'row',
      label: '${label}',
      style: 'expanded',
      choices: [{ $data: '${rows}', title: '${name} - ${detail}', value: '${id}' }],
    },
  ],
  actions: [
    { type: 'Action.Submit', title: '${next}', data: { do: 'next' } },
    { type: 'Action.Submit', title: 'Cancel', data: { do: 'cancel' } },
  ],
});
const rows = Array.from({ length: 8 }, (_, i) => ({
  id: `${i}`,
  name: `Row ${i}`,
  detail: `what it is, ${i}`,
}));

async function ask(step: WaterfallStepContext) {
  const card = template.expand({ $root: { title: 'Which one?', label: 'Rows', rows, next: 'Next' } });
  const prompt = { attachments: [CardFactory.adaptiveCard(card)] };
  return await step.prompt('text', { prompt });
}

class GuidedFlow extends ComponentDialog {
  constructor() {
    super('flow');
    this.addDialog(new WaterfallDialog('steps', [ask, ask, ask, (step) => step.endDialog()]));
    this.addDialog(new TextPrompt('text'));
    this.initialDialogId = 'steps';
  }
}

const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty<DialogState>('dialogs')).add(new GuidedFlow());

class GuidedBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const dc = await dialogs.createContext(context);
      if (dc.activeDialog) await dc.continueDialog();
      else await dc.beginDialog('flow');
      if (!context.responded) await context.sendActivity('done');
      await next();
    });
  }

  override async run(context: TurnContext): Promise<void> {
    await super.run(context);
    await state.saveChanges(context);
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new GuidedBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/healthz', async (_req, res) => {
  res.send(200, 'ok');
});
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, (context) => bot.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
