/** What a person reads of a request, in the languages of the page. */
import type { ApprovalRequest } from '../../define/acts/approval.ts';
import type { Language } from '../../pages/language.ts';
import { stripHidden } from '../../shared/text.ts';
import type { PreviewText } from './protocol.ts';

/** Returns a line of a preview, which is English, in another language. */
export type Translate = (line: string, language: Language) => string;

export const inLanguages = (
  line: string,
  translate: Translate = (text) => text,
): Record<Language, string> => ({ en: stripHidden(line), sv: stripHidden(translate(line, 'sv')) });

type Preview = Pick<ApprovalRequest, 'summary' | 'effects' | 'undo' | 'type'>;

export const previewTexts = (
  request: Preview,
  translate: Translate = (line) => line,
): Record<Language, PreviewText> => ({
  en: previewText(request, (line) => line),
  sv: previewText(request, (line) => translate(line, 'sv')),
});

/** Without characters that hide or reorder what a person reads. */
function previewText(request: Preview, translated: (line: string) => string): PreviewText {
  const line = (text: string) => stripHidden(translated(text));
  return {
    summary: line(request.summary),
    effects: request.effects.map(line),
    undo: line(request.undo),
    ...(request.type && { type: line(request.type.name) }),
  };
}
