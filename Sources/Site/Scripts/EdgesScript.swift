extension EditionScripts {
  /// What scrolls by itself can be reached by the keyboard, and says what it is; what fits is left alone.
  static let edges = #"""
    'use strict';
    // A box that is wider than the page scrolls: then it takes the focus, so that arrow keys can scroll it.
    function markEdges() {
      for (const box of document.querySelectorAll('.scroll, .question pre')) {
        const scrolls = box.scrollWidth > box.clientWidth + 1;
        if (scrolls) {
          box.setAttribute('tabindex', '0');
          box.setAttribute('role', 'group');
          box.setAttribute('aria-label', (box.dataset.name || 'Text') + ', scrolls sideways');
        } else if (box.getAttribute('tabindex') === '0') {
          for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
        }
      }
    }
    // Where the list of sections does not stand beside the text it is folded.
    function foldSections() {
      if (matchMedia('(min-width: 70rem)').matches) return;
      for (const list of document.querySelectorAll('.sections details')) list.removeAttribute('open');
    }
    window.addEventListener('resize', markEdges);
    // What was folded away has no width until it is unfolded.
    document.addEventListener('toggle', markEdges, true);
    foldSections();
    markEdges();

    """#
}
