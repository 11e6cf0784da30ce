/** Settings: what is in force at the partner, with the way to each of it. */
import { settingsCard } from '../cards/views/partner/settings.js';
import { Flow, type FlowStep, type Services } from './flow.js';
import { turnOf } from './turn.js';

export class SettingsDialog extends Flow {
  static readonly id = 'settings';

  constructor({ desk }: Services) {
    const show = async (step: FlowStep) => {
      const { actor, words, replies } = turnOf(step.context);
      await replies.card(settingsCard(words, await desk.settings(actor)));
      return await step.endDialog();
    };

    super(SettingsDialog.id, [], [show]);
  }
}
