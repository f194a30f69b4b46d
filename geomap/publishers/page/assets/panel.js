/* Details of what is selected: built from text nodes, shown beside the map, or in Leaflet's popup in a map of others. */
(function (geomap) {
  'use strict';

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* Small links to the rows of the table of claims; none where the page has no such table. */
  function references(claimIds, words) {
    const span = make('span', 'gm-refs');
    claimIds.forEach((id) => {
      const row = document.getElementById('claim-' + id);
      if (!row) return;
      const number = row.cells[0].textContent;
      const link = make('a', 'gm-ref', number);
      link.href = '#claim-' + id;
      if (words) link.setAttribute('aria-label', words.text('claim_number', { number }));
      span.append(' ', link);
    });
    return span;
  }

  /* What the table of claims says in a row: who says it, and who carried it. */
  function rowOf(id) {
    const row = document.getElementById('claim-' + id);
    if (!row) return null;
    const cell = (n, what) => row.cells[n].querySelector(what);
    const claimant = cell(1, 'bdi').textContent;
    return { claimant, words: row.cells[2].firstChild.textContent, source: (cell(1, 'small bdi') || cell(4, 'bdi') || { textContent: '' }).textContent };
  }

  /* A line that the table has word for word comes without a text of its own. */
  function said(id, words) {
    const row = rowOf(id);
    return row ? words.text(row.claimant === row.source ? 'claim_own' : 'claim', row) : '';
  }

  function lineNode(tag, [kind, text, claimIds], words) {
    const node = make(tag, 'gm-line-' + kind);
    node.append(make('bdi', '', text || said(claimIds[0], words)), references(claimIds, words));
    return node;
  }

  /* Claims that follow one another become one list; everything else is a paragraph. */
  function lineNodes(lines, words) {
    const out = [];
    let list = null;
    lines.forEach((line) => {
      const [kind, text] = line;
      if (kind !== 'claim') {
        list = null;
        if (text) out.push(lineNode('p', line, words));
        return;
      }
      if (!list) out.push((list = make('ul', 'gm-said')));
      list.append(lineNode('li', line, words));
    });
    return out;
  }

  function content(panel, headingId, words) {
    const body = make('div', 'gm-panel-body');
    body.append(make('p', 'gm-panel-kicker', panel.kicker));
    const heading = make('h2', 'gm-panel-title');
    if (headingId) heading.id = headingId;
    heading.tabIndex = -1;
    heading.append(make('bdi', '', panel.title));
    if (panel.title_local) heading.append(' ', make('bdi', 'gm-panel-local', panel.title_local));
    body.append(heading, ...lineNodes(panel.lines, words));
    return body;
  }

  function layerWith(map, thing) {
    let found = null;
    map.eachLayer((layer) => {
      if (layer instanceof geomap.layers.Base && layer.has(thing)) found = layer;
    });
    return found;
  }

  /* In somebody else's map there is no panel beside it: Leaflet's popup, filled with nodes. */
  function popup(map, layer, thing) {
    const place = layer.stops.find((stop) => stop.thing === thing).path;
    const body = content(layer.panelOf(thing));
    body.classList.add('gm-panel');
    L.popup({ maxWidth: 340, maxHeight: 320 }).setLatLng(place.getBounds ? place.getBounds().getCenter() : place.getLatLng()).setContent(body).openOn(map);
  }

  /* The panel of the page: takes the place of the switch and legend, or rises from the foot of a phone. */
  class Host {
    constructor(map, choice, words) {
      Object.assign(this, { map, choice, words });
      this.element = document.getElementById('gm-panel');
      this.body = this.element.querySelector('.gm-panel-slot');
      this.element.querySelector('.gm-close').addEventListener('click', () => this.close());
      document.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !this.element.hidden) this.close();
      });
      choice.on((what) => what === 'select' && this.show());
      map.on('click', () => this.choice.select(null));
    }

    close() {
      const opener = this.choice.opener;
      this.choice.select(null);
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    }

    show() {
      const thing = this.choice.selected;
      this.element.hidden = !thing;
      document.body.classList.toggle('gm-has-panel', Boolean(thing));
      if (!thing) return;
      const body = thing.kind === 'claims' ? this.claims(thing) : content(layerWith(this.map, thing).panelOf(thing), 'gm-panel-title', this.words);
      const links = this.links(thing);
      if (links) body.append(links);
      this.body.replaceChildren(body);
      this.element.scrollTop = 0;
      body.querySelector('h2').focus({ preventScroll: true });
    }

    /* The groups whose way between two areas can be told: each has its own corridor and line. */
    links(thing) {
      const layer = layerWith(this.map, { kind: 'link' });
      if (!layer || !['mark', 'trunk'].includes(thing.kind)) return null;
      const ids = thing.kind === 'trunk' ? layer.view().trunks[thing.index].trajectory_ids : thing.trajectoryIds;
      const links = layer.linksOf(ids);
      if (!links.length) return null;
      const section = make('div', 'gm-links');
      section.append(make('h3', '', this.words.text('links')));
      links.forEach((link) => {
        const button = make('button', 'gm-link');
        button.type = 'button';
        button.append(make('bdi', '', link.way.title), make('span', '', link.way.text));
        button.addEventListener('click', () => this.choice.select({ kind: 'link', trajectoryId: link.id }));
        section.append(button);
      });
      return section;
    }

    /* Whose words a clause of the summary is. */
    claims(thing) {
      const panel = { kicker: this.words.text('claims_behind'), title: thing.text, title_local: '', lines: [] };
      const body = content(panel, 'gm-panel-title');
      const list = make('ul', 'gm-said');
      thing.claimIds.forEach((id) => {
        const row = rowOf(id);
        if (!row) return;
        const item = make('li');
        item.append(make('bdi', 'gm-speaker', row.claimant), ': ', make('bdi', '', row.words), references([id], this.words));
        list.append(item);
      });
      body.append(list);
      return body;
    }
  }

  geomap.panel = { Host, content, popup, references };
})((globalThis.geomap = globalThis.geomap || {}));
