/* Shows each state that the server tells: the map in a frame, the findings beside it. Text goes in as text. */
(function () {
  'use strict';

  const one = (id) => document.getElementById(id);
  const said = document.body.dataset;

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  /* The same map is left as it is, with the place and the account that somebody is looking at. */
  function showPage(address, title) {
    const old = document.querySelector('iframe');
    if (!address || (old && old.getAttribute('src') === address)) return;
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts allow-downloads allow-popups');
    frame.title = title;
    frame.src = address;
    one('empty').hidden = true;
    if (!old) {
      one('map').append(frame);
      return;
    }
    frame.className = 'coming';
    frame.addEventListener('load', () => {
      old.remove();
      frame.className = '';
    }, { once: true });
    document.querySelectorAll('iframe.coming').forEach((late) => late.remove());
    one('map').append(frame);
  }

  function finding(found) {
    const item = element('li', '', found.severity);
    item.append(element('b', found.word), ' ', element('code', found.code));
    if (found.where) item.append(element('p', found.where, 'where'));
    item.append(element('p', found.message));
    item.querySelectorAll('code, p').forEach((part) => {
      part.lang = 'en';
      part.dir = 'auto';
    });
    return item;
  }

  function show(state) {
    document.title = state.title ? said.heading + ': ' + state.title : said.heading;
    document.body.classList.toggle('broken', state.is_broken);
    one('message').firstElementChild.textContent = state.message;
    one('kept').textContent = said.kept;
    one('kept').hidden = !(state.is_broken && state.page);
    one('numbers').replaceChildren(...state.numbers.map((line) => element('li', line)));
    one('count').textContent = state.page ? '(' + state.findings.length + ')' : '';
    one('findings').replaceChildren(...state.findings.map(finding));
    if (state.page && !state.findings.length) one('findings').replaceChildren(element('li', said.none, 'none'));
    one('files').replaceChildren(...state.files.map((file) => {
      const item = document.createElement('li');
      const link = element('a', file.name);
      link.href = file.address;
      link.target = '_blank';
      link.rel = 'noopener';
      item.append(link);
      return item;
    }));
    showPage(state.page, state.title);
  }

  const events = new EventSource('/events');
  events.addEventListener('message', (event) => {
    document.body.classList.remove('lost');
    show(JSON.parse(event.data));
  });
  events.addEventListener('error', () => {
    document.body.classList.add('lost');
    one('message').firstElementChild.textContent = said.lost;
  });
})();
