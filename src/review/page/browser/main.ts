/** The page's script: asks for what a recording is, how it looks and what is said in it, and plays it. */
import { element, setText, setWords, show, startLanguage } from '../../../pages/browser/elements.ts';
import { openInHost } from './app-source.ts';
import { words } from './own-words.ts';
import { createReviewView, type ReviewView } from './review-view.ts';
import { openAtServer } from './server-source.ts';

const isApp = document.body.dataset.home === 'app';
let view: ReviewView | undefined;
/** Said again in the other language when that is chosen. */
let renderEnd: (() => void) | undefined;

/** There is nothing to hear: why. */
function end(title: () => string, text: () => string): void {
  renderEnd = () => {
    document.title = title();
    setText('end-title', title());
    setText('end-text', text());
  };
  renderEnd();
  show('loading', false);
  show('end', true);
  element('end-title').focus();
}

function renderAll(): void {
  for (const [data, attribute] of [
    ['label', 'aria-label'],
    ['placeholder', 'placeholder'],
  ] as const)
    for (const place of document.querySelectorAll<HTMLElement>(`[data-${data}]`)) {
      const word = Object.entries(words()).find(([name]) => name === place.dataset[data])?.[1];
      if (typeof word === 'string') place.setAttribute(attribute, word);
    }
  view?.render();
  renderEnd?.();
}

function begin(review: Parameters<typeof createReviewView>[0]): void {
  if (view) return;
  show('loading', false);
  show('review', true);
  view = createReviewView(review);
  renderAll();
}

startLanguage(words, renderAll);
renderAll();
if (isApp) {
  void openInHost({
    onContext() {
      setWords(words());
      renderAll();
    },
    onOpened: begin,
    onNothing: (why) =>
      end(
        () => words().noRecordingTitle,
        () => why ?? '',
      ),
  }).catch(() => closed());
} else {
  void openAtServer().then((review) => (review ? begin(review) : closed()));
}

function closed(): void {
  end(
    () => words().closedTitle,
    () => words().closedText,
  );
}
