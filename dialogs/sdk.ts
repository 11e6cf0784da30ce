/** The one import of the dialog SDK: moving to its successor is a change of this file. */
export type { TurnContext } from 'botbuilder';
export {
  ComponentDialog,
  Dialog,
  DialogContext,
  DialogContextError,
  type DialogInstance,
  DialogSet,
  type DialogState,
  type DialogTurnResult,
  DialogTurnStatus,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
