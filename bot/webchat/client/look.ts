/** How the chat looks, in light and in dark: options for Web Chat and a host configuration for its Adaptive Cards. */
import { GIVE_UP_MS } from './outbox.js';

interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly raised: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly good: string;
  readonly goodBack: string;
  readonly warning: string;
  readonly warningBack: string;
  readonly attention: string;
  readonly attentionBack: string;
  readonly accentBack: string;
}

const LIGHT: Palette = {
  page: '#f5f5f5',
  surface: '#ffffff',
  raised: '#f5f5f5',
  text: '#242424',
  quiet: '#5c5c5c',
  line: '#d6d6d6',
  accent: '#0f6cbd',
  onAccent: '#ffffff',
  good: '#0e700e',
  goodBack: '#f1faf1',
  warning: '#8a3707',
  warningBack: '#fff9f5',
  attention: '#b10e1c',
  attentionBack: '#fdf3f4',
  accentBack: '#ebf3fc',
};

const DARK: Palette = {
  page: '#141414',
  surface: '#1f1f1f',
  raised: '#292929',
  text: '#f5f5f5',
  quiet: '#b8b8b8',
  line: '#3d3d3d',
  accent: '#62abf5',
  onAccent: '#0a2e4a',
  good: '#6fd36f',
  goodBack: '#0f2a12',
  warning: '#fbb07c',
  warningBack: '#38200f',
  attention: '#f1a0a6',
  attentionBack: '#3b1418',
  accentBack: '#0c2b47',
};

const FONT = '"Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif';
/** Cards and messages are no wider than reads well. */
const WIDEST = 660;

/** Web Chat's `styleOptions` for this colour scheme. */
export function styleOptions(dark: boolean): Record<string, unknown> {
  const colours = dark ? DARK : LIGHT;
  return {
    accent: colours.accent,
    backgroundColor: colours.page,
    subtle: colours.quiet,
    timestampColor: colours.quiet,
    primaryFont: FONT,
    paddingRegular: 12,
    bubbleMaxWidth: WIDEST,
    // A card taller than the window is shown from its top: figures first, buttons after.
    autoScrollSnapOnPage: true,
    bubbleMinWidth: 0,
    bubbleBackground: colours.surface,
    bubbleBorderColor: colours.line,
    bubbleBorderRadius: 8,
    bubbleTextColor: colours.text,
    bubbleFromUserBackground: colours.accentBack,
    bubbleFromUserBorderColor: colours.accentBack,
    bubbleFromUserBorderRadius: 8,
    bubbleFromUserTextColor: colours.text,
    cardEmphasisBackgroundColor: colours.raised,
    cardPushButtonBackgroundColor: colours.accent,
    cardPushButtonTextColor: colours.onAccent,
    adaptiveCardsParserMaxVersion: '1.5',
    avatarSize: 0,
    notificationText: colours.quiet,
    slowConnectivity: colours.warning,
    failedConnectivity: colours.attention,
    groupTimestamp: 60_000,
    // Until then it goes on being sent; then it is marked as not sent.
    sendTimeout: GIVE_UP_MS,
    // Lines to buy in bulk come as a file, one at a time.
    hideUploadButton: false,
    uploadAccept: '.csv,.txt',
    uploadMultiple: false,
    enableUploadThumbnail: false,
    // What is pasted keeps its line breaks.
    sendBoxTextWrap: true,
    hideTelephoneKeypadButton: true,
    maxMessageLength: 4000,
    sendBoxBackground: colours.surface,
    sendBoxTextColor: colours.text,
    sendBoxPlaceholderColor: colours.quiet,
    sendBoxBorderTop: `1px solid ${colours.line}`,
    sendBoxButtonColor: colours.accent,
    sendBoxButtonColorOnHover: colours.accent,
    sendBoxButtonColorOnFocus: colours.accent,
    sendBoxButtonColorOnActive: colours.accent,
    sendBoxButtonShadeColorOnHover: colours.raised,
    sendBoxButtonShadeColorOnFocus: colours.raised,
    sendBoxButtonShadeColorOnActive: colours.line,
    sendBoxButtonKeyboardFocusIndicatorBorderColor: colours.accent,
    suggestedActionLayout: 'flow',
    suggestedActionBackgroundColor: colours.surface,
    suggestedActionBackgroundColorOnHover: colours.raised,
    suggestedActionBackgroundColorOnFocus: colours.raised,
    suggestedActionBackgroundColorOnActive: colours.raised,
    suggestedActionBorderColor: colours.accent,
    suggestedActionBorderRadius: 16,
    suggestedActionBorderWidth: 1,
    suggestedActionTextColor: colours.accent,
    suggestedActionHeight: 32,
    suggestedActionsVisualKeyboardIndicatorColor: colours.accent,
    transcriptActivityVisualKeyboardIndicatorColor: colours.quiet,
    transcriptVisualKeyboardIndicatorColor: colours.accent,
    transcriptTerminatorBackgroundColor: colours.quiet,
    transcriptTerminatorColor: colours.surface,
    transcriptOverlayButtonBackground: colours.surface,
    transcriptOverlayButtonBackgroundOnHover: colours.raised,
    transcriptOverlayButtonBackgroundOnFocus: colours.raised,
    transcriptOverlayButtonColor: colours.accent,
    transcriptOverlayButtonColorOnHover: colours.accent,
    transcriptOverlayButtonColorOnFocus: colours.accent,
    toastErrorBackgroundColor: colours.attentionBack,
    toastErrorColor: colours.attention,
    toastInfoBackgroundColor: colours.raised,
    toastInfoColor: colours.text,
    toastSuccessBackgroundColor: colours.goodBack,
    toastSuccessColor: colours.good,
    toastWarnBackgroundColor: colours.warningBack,
    toastWarnColor: colours.warning,
  };
}

/** The host configuration of Adaptive Cards for this colour scheme. */
export function cardHostConfig(dark: boolean): Record<string, unknown> {
  const colours = dark ? DARK : LIGHT;
  const foregroundColors = {
    default: { default: colours.text, subtle: colours.quiet },
    accent: { default: colours.accent, subtle: colours.accent },
    attention: { default: colours.attention, subtle: colours.attention },
    good: { default: colours.good, subtle: colours.good },
    warning: { default: colours.warning, subtle: colours.warning },
    dark: { default: colours.text, subtle: colours.quiet },
    light: { default: colours.quiet, subtle: colours.quiet },
  };
  const container = (backgroundColor: string) => ({
    backgroundColor,
    borderColor: colours.line,
    foregroundColors,
  });
  return {
    supportsInteractivity: true,
    fontFamily: FONT,
    fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 28, extraLarge: 32 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 28, padding: 12 },
    separator: { lineThickness: 1, lineColor: colours.line },
    imageSizes: { small: 40, medium: 80, large: 160 },
    containerStyles: {
      default: container(colours.surface),
      emphasis: container(colours.raised),
      accent: container(colours.accentBack),
      good: container(colours.goodBack),
      attention: container(colours.attentionBack),
      warning: container(colours.warningBack),
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', spacing: 'small', weight: 'bolder' },
    },
    actions: {
      actionAlignment: 'left',
      actionsOrientation: 'horizontal',
      buttonSpacing: 8,
      maxActions: 6,
      spacing: 'medium',
      preExpandSingleShowCardAction: false,
      showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: {
        color: 'default',
        size: 'default',
        isSubtle: true,
        weight: 'default',
        wrap: true,
        maxWidth: 180,
      },
      value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
      spacing: 12,
    },
    textBlock: { headingLevel: 2 },
  };
}
