/** The page: one file, the same for all recordings. What a person hears and reads on it is fetched. */
import type { Language } from '../../pages/language.ts';
import { createPage, PAGE_HEADER, type Page, type PageHome } from '../../pages/page.ts';
import { pageAssets } from './assets.ts';
import { WORDS } from './words.ts';

/** Returns the page as it is on one person's computer, on a server for a team, or inside a host. */
export const callReviewPage = (home: PageHome): Page =>
  createPage({
    assets: pageAssets,
    home,
    title: (language) => WORDS[language].title,
    body: (language) => bodyHtml(language, home),
  });

const bodyHtml = (language: Language, home: PageHome): string => `${home === 'app' ? '' : PAGE_HEADER}
<main>
<noscript><p>${WORDS[language].noScript}</p></noscript>
<p id="loading" role="status" data-word="loading"></p>
<section id="end" class="card" hidden>
<h1 id="end-title" tabindex="-1"></h1>
<p id="end-text"></p>
</section>
<div id="review" hidden>
<p id="closed" role="alert" data-word="endedText" hidden></p>
<section class="card" aria-labelledby="subject">
<h1 id="subject"></h1>
<p id="facts-problem" class="problem" role="status"></p>
<dl id="facts" class="facts"></dl>
<p id="orders-problem" class="problem" role="status"></p>
<div id="orders"></div>
</section>
<section id="player" class="card" aria-labelledby="player-title">
<h2 id="player-title" class="unseen" data-word="player"></h2>
<div class="controls">
<button type="button" id="play"><svg viewBox="0 0 24 24" aria-hidden="true"><path class="when-paused" d="M7 4.5v15l12-7.5z"/><path class="when-playing" d="M7 4.5h3.5v15H7zm6.5 0H17v15h-3.5z"/></svg></button>
<p class="times"><span id="at"></span> <span class="muted">/ <span id="all"></span></span></p>
<div id="speeds" role="group" data-label="speed">
<button type="button" data-speed="1"></button>
<button type="button" data-speed="1.5"></button>
<button type="button" data-speed="2"></button>
</div>
</div>
<p id="sound-problem" role="alert"></p>
<div class="timeline">
<div id="marks" aria-hidden="true"></div>
<div id="position" role="slider" tabindex="0" data-label="position" aria-valuemin="0"><div id="lanes"></div><div id="playhead"></div></div>
</div>
<p id="sound-status" class="hint" role="status"></p>
</section>
<div id="columns">
<section id="checklist" class="card" aria-labelledby="checklist-title" hidden>
<h2 id="checklist-title" data-word="checklist"></h2>
<table>
<thead><tr><th scope="col" data-word="point"></th><th scope="col" data-word="said"></th><th scope="col" data-word="quote"></th><th scope="col" data-word="when"></th></tr></thead>
<tbody id="points"></tbody>
</table>
</section>
<section id="transcript" class="card" aria-labelledby="transcript-title">
<h2 id="transcript-title" data-word="transcript"></h2>
<p id="transcript-status" role="status"></p>
<div id="transcribe-part" hidden><button type="button" id="transcribe" class="main" data-word="transcribe"></button><p class="hint" data-word="transcribeHint"></p></div>
<div id="transcript-part" hidden>
<form id="search-form" role="search">
<label for="search" class="unseen" data-word="search"></label>
<input id="search" type="search" data-placeholder="search" autocomplete="off" spellcheck="false">
<span id="hits" role="status"></span>
<button type="button" id="previous-hit"><span class="unseen" data-word="previousHit"></span><span aria-hidden="true">↑</span></button>
<button type="button" id="next-hit"><span class="unseen" data-word="nextHit"></span><span aria-hidden="true">↓</span></button>
</form>
<ol id="lines"></ol>
<button type="button" id="follow" data-word="follow" hidden></button>
<p class="hint" data-word="caution"></p>
</div>
</section>
</div>
<p id="keys" class="hint"><span data-word="keys"></span> <span id="line-keys" data-word="lineKeys" hidden></span></p>
</div>
</main>
<footer class="footer"><p data-word="footer"></p></footer>`;
