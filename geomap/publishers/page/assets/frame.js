/* Tells the page around a frame how high this one is, in pym.js' form and in Datawrapper's. A height is all it says. */
(function (geomap) {
  'use strict';

  const PYM = 'xPYMx';

  function pymHeight(id, px) {
    return ['pym', id, 'height', px].join(PYM);
  }

  /* The id in a parent's message that tells a width; null for any other message. */
  function pymParent(message) {
    const parts = typeof message === 'string' ? message.split(PYM) : [];
    return parts.length === 4 && parts[0] === 'pym' && parts[2] === 'width' && parts[3] !== '' && Number.isFinite(Number(parts[3])) ? parts[1] : null;
  }

  function childId(search) {
    return new URLSearchParams(search).get('childId') || '';
  }

  function start() {
    const page = document.querySelector('.gm-page');
    const name = document.body.dataset.name;
    const given = childId(location.search);
    let id = given || name;
    let told = 0;
    const tell = (isAsked) => {
      const px = Math.ceil(page.getBoundingClientRect().bottom + scrollY);
      if (px === told && !isAsked) return;
      told = px;
      parent.postMessage(pymHeight(id, px), '*');
      parent.postMessage({ 'datawrapper-height': { [name]: px } }, '*');
    };
    addEventListener('message', (event) => {
      const asked = event.source === parent ? pymParent(event.data) : null;
      if (asked === null || (given && asked !== given)) return;
      id = asked;
      tell(true);
    });
    new ResizeObserver(() => tell(false)).observe(page);
    tell(true);
  }

  geomap.frame = { pymHeight, pymParent, childId };
  if (globalThis.document && parent !== window) addEventListener('DOMContentLoaded', start);
})((globalThis.geomap = globalThis.geomap || {}));
