/** The parts of the page together: each is asked for by itself, and what can't be had leaves the others as they are. */
import { element, setText, show } from '../../../pages/browser/elements.ts';
import { renderFacts, renderSubject } from './facts.ts';
import { createOrdersView } from './orders-view.ts';
import { problemText } from './own-words.ts';
import { createWordsView } from './said/words-view.ts';
import { createSoundView } from './sound/sound-view.ts';
import { callForRow, type OpenedReview, type Source, SourceError } from './source.ts';

export interface ReviewView {
  /** Writes all words anew, as in another language. */
  render(): void;
}

export function createReviewView(opened: OpenedReview): ReviewView {
  const review = { ...opened, source: noticingEnd(opened.source, close) };
  const { state, source } = review;
  const { owner, dialer } = state.subject;
  let renderOwner = () => {};
  let isClosed = false;
  const orders = createOrdersView(review);

  const said = createWordsView(review, (seconds) => sound.player.playFrom(seconds));
  const sound = createSoundView({
    state,
    source,
    onPosition: said.showPosition,
    step: (by) => said.step(by, sound.player.position()),
  });

  const args = dialer === undefined ? owner : { dialer, ...owner };
  callForRow(source, 'order_id' in owner ? 'get_order' : 'get_call', args)
    .then(
      (row) => {
        renderOwner = () => renderFacts(row);
        void orders.load(row);
      },
      (error) => {
        renderOwner = () => setText('facts-problem', problemText('facts', error));
      },
    )
    .finally(() => renderOwner());

  /** Nothing comes from the server any more: what is there can be read still, and what can't work goes. */
  function close(): void {
    isClosed = true;
    sound.player.close();
    renderClosed();
  }

  return {
    render() {
      renderSubject(state.subject);
      renderOwner();
      orders.render();
      sound.render();
      said.render();
      if (isClosed) renderClosed();
    },
  };
}

function renderClosed(): void {
  show('closed', true);
  for (const id of ['player', 'transcribe-part', 'keys']) show(id, false);
  for (const button of document.querySelectorAll<HTMLButtonElement>('#lines button, #points button'))
    button.disabled = true;
  // A keyboard scrolls it by its buttons else.
  element('lines').tabIndex = 0;
}

/** @param onEnd told once the page is closed */
function noticingEnd({ callTool, readResource }: Source, onEnd: () => void): Source {
  const notice = (error: unknown): never => {
    if (error instanceof SourceError && error.kind === 'closed') onEnd();
    throw error;
  };
  return {
    callTool: (name, args) => callTool(name, args).catch(notice),
    readResource: (uri) => readResource(uri).catch(notice),
  };
}
