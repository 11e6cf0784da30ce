/** The echo on the Microsoft 365 Agents SDK, the Bot Framework SDK's successor, behind the same restify. */
import { ActivityHandler, CloudAdapter, type TurnContext, type WebResponse } from '@microsoft/agents-hosting';
import restify from 'restify';

class EchoAgent extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context: TurnContext, next) => {
      await context.sendActivity(`Echo: ${context.activity.text}`);
      await next();
    });
  }
}

const adapter = new CloudAdapter();
const agent = new EchoAgent();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/healthz', async (_req, res) => {
  res.send(200, 'ok');
});
server.post('/api/messages', async (req, res) => {
  // restify's response is Node's with more to it; the SDK asks for the few methods of Express that it has as well.
  await adapter.process(req, res as unknown as WebResponse, (context) => agent.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
