/** The parts of the page together: each is asked for by itself, and what can't be had leaves the others as they are. */
import { setText } from '../../../pages/browser/elements.ts';
import { renderFacts, renderSubject } from './facts.ts';
import { createOrdersView } from './orders-view.ts';
import { problemText } from './own-words.ts';
import { createWordsView } from './said/words-view.ts';
import { createSoundView } from './sound/sound-view.ts';
import { callForRow, type OpenedReview } from './source.ts';

export interface ReviewView {
  /** Writes all words anew, as in another language. */
  render(): void;
}

export function createReviewView(review: OpenedReview): ReviewView {
  const { state, source } = review;
  const { owner, dialer } = state.subject;
  let renderOwner = () => {};
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

  return {
    render() {
      renderSubject(state.subject);
      renderOwner();
      orders.render();
      sound.render();
      said.render();
    },
  };
}
