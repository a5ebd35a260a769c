/** What was said, and what of it the checklist quotes. */
import { element, setText, show } from '../../../../pages/browser/elements.ts';
import { findQuotation, type QuotedPart } from '../../text/quotation.ts';
import { canBeTried, problemText, words } from '../own-words.ts';
import { type OpenedReview, SourceError } from '../source.ts';
import { renderChecklist } from './checklist.ts';
import { fetchTranscript, type Line, type Transcript } from './transcribe.ts';
import { createTranscriptView, lineAt } from './transcript-view.ts';

export interface WordsView {
  showPosition(seconds: number): void;
  step(by: 1 | -1, seconds: number): void;
  render(): void;
}

/** @param playFrom plays the recording from there */
export function createWordsView(
  { state, source, isAskedFor }: OpenedReview,
  playFrom: (seconds: number) => void,
): WordsView {
  const { subject, marks } = state;
  let status: () => string = () => '';
  let lines: readonly Line[] | undefined;
  /** By mark: the parts of lines that it quotes. */
  let quotations: QuotedPart[][] = [];
  const view = createTranscriptView(playFrom);

  function say(text: () => string): void {
    status = text;
    setText('transcript-status', status());
  }

  function take({ recording, lines: given, note }: Transcript): void {
    if (recording !== subject.recording) throw new SourceError(words().otherTranscript);
    lines = given;
    const texts = given.map(({ text }) => text);
    quotations = marks.map(({ quote = '', time = 0 }) => findQuotation(quote, texts, lineAt(given, time)));
    view.setLines(given, quotations.flat());
    say(() => (given.length ? '' : (note ?? words().noLines)));
    renderChecklistHere();
  }

  async function transcribe(id: string | undefined): Promise<void> {
    show('transcribe-part', false);
    say(() => words().waiting);
    const onWorking = (done: number, total: number) =>
      say(() => (total > 0 ? words().working(done, total) : words().waiting));
    try {
      take(await fetchTranscript(source, subject, id, onWorking));
    } catch (error) {
      say(() => problemText('transcript', error));
      show('transcribe-part', canBeTried(error));
    }
  }

  const renderChecklistHere = () =>
    renderChecklist({
      marks,
      isFound: (mark) => lines && quotations[mark]!.length > 0,
      playFrom,
    });

  element('transcribe').addEventListener('click', () => void transcribe(undefined));
  if (isAskedFor) void transcribe(state.transcript);
  else show('transcribe-part', true);
  return {
    showPosition: view.showPosition,
    step: view.step,
    render() {
      setText('transcript-status', status());
      renderChecklistHere();
      view.render();
    },
  };
}
