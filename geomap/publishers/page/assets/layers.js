/* The layers of the map: marks of one kind, and the links between areas. One tab stop a layer, arrow keys inside. */
(function (geomap) {
  'use strict';

  const { Table, block, keep, choiceOf } = geomap.store;
  const { Area, Sign, River, Band, Straight, Trunk, rendererOf, addRim, addWash, addFocusRing } = geomap.painter;
  const unpack = geomap.geometry.unpack;
  const STEP_OF_ROLE = { impact_area: 'impact', launch_area: 'launch', event: 'event', intercepted_over: 'event', debris: 'event', context: 'context' };
  const LINES_SHOWN_MAX = 12;
  const CONTEXT_HIDDEN_FROM_M_PER_PX = 30;
  const NEXT = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  /* What both kinds of layer share: the choice, a tab stop, selection by hand and by key. */
  const Base = L.FeatureGroup.extend({
    initialize(id) {
      L.FeatureGroup.prototype.initialize.call(this, []);
      this.data = block(id);
      this.words = new geomap.Words(this.data.lang, this.data.words);
      this.stops = [];
      this.current = 0;
    },

    onAdd(map) {
      if (!this.choice) {
        this.choice = choiceOf(map, this.data.account, this.data.edition);
        this.choice.on((what) => this._map && (what === 'account' ? this.show() : this.showSelection()));
      }
      this.show();
      L.FeatureGroup.prototype.onAdd.call(this, map);
      this.makeStops();
      geomap.labels.of(map).ask();
    },

    onRemove(map) {
      L.FeatureGroup.prototype.onRemove.call(this, map);
      geomap.labels.of(map).ask();
    },

    /* Draw what belongs to the account on show. */
    show() {
      this.clearLayers();
      this.stops = [];
      this.fill();
      if (this._map && this._map.hasLayer(this)) this.makeStops();
      if (this._map) geomap.labels.of(this._map).ask();
    },

    put(path) {
      path.options.renderer = rendererOf(this._map);
      this.addLayer(path);
      return path;
    },

    /* Make a path something a reader can choose: {thing, label}. */
    offer(path, thing, label) {
      this.stops.push({ path, thing, label });
      path.on('click', (event) => {
        L.DomEvent.stopPropagation(event);
        this.choose(path, thing);
      });
    },

    /* A panel with its lines; lines that several panels share stand in the block once. */
    filled(panel) {
      return { ...panel, lines: panel.lines.map((n) => this.data.lines[n]) };
    },

    choose(path, thing) {
      this.choice.opener = path.getElement();
      this.choice.select(thing);
      if (!this._map.geomapPanel) geomap.panel.popup(this._map, this, thing);
    },

    makeStops() {
      this.stops.forEach((stop, i) => {
        const element = stop.path.getElement();
        if (!element || element.geomapStop) return;
        element.geomapStop = true;
        element.setAttribute('role', 'button');
        element.setAttribute('aria-label', stop.label);
        element.setAttribute('aria-expanded', 'false');
        element.addEventListener('keydown', (event) => this.key(event, stop));
        element.addEventListener('focus', () => this.moveTo(this.stops.indexOf(stop), false));
        addFocusRing(stop.path);
      });
      this.moveTo(0, false);
      this.showSelection();
    },

    moveTo(index, focus) {
      this.current = index;
      this.stops.forEach((stop, i) => stop.path.getElement().setAttribute('tabindex', i === index ? '0' : '-1'));
      if (focus) this.stops[index].path.getElement().focus({ preventScroll: true });
    },

    key(event, stop) {
      const count = this.stops.length;
      const at = this.stops.indexOf(stop);
      if (event.key === 'Enter' || event.key === ' ') this.choose(stop.path, stop.thing);
      else if (event.key in NEXT) this.moveTo((at + NEXT[event.key] + count) % count, true);
      else if (event.key === 'Home') this.moveTo(0, true);
      else if (event.key === 'End') this.moveTo(count - 1, true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },

    showSelection() {
      this.stops.forEach((stop) => {
        const chosen = this.isChosen(stop.thing);
        [stop.path].concat(stop.with || []).forEach((path) => path.getElement() && path.getElement().classList.toggle('is-selected', chosen));
        stop.path.getElement().setAttribute('aria-expanded', String(chosen));
      });
      this._map.getContainer().classList.toggle('has-selection', Boolean(this.choice.selected && this.choice.selected.markId));
    },

    isChosen(thing) {
      const selected = this.choice.selected;
      return Boolean(selected && selected.kind === thing.kind && selected.markId === thing.markId && selected.index === thing.index);
    },
  });

  /* The marks of one layer. */
  const Marks = Base.extend({
    initialize(id) {
      Base.prototype.initialize.call(this, id);
      this.table = new Table(this.data.marks);
      this.shown = [];
    },

    fill() {
      this.shown = [];
      const rows = this.table.rows().filter((row) => ['', this.choice.account].includes(this.table.get('account', row)));
      rows.sort((a, b) => this.table.get('size', b) - this.table.get('size', a) || a - b).forEach((row) => this.draw(row));
      this.stops.sort((a, b) => this.table.rowOf('mark_id', a.thing.markId) - this.table.rowOf('mark_id', b.thing.markId));
    },

    draw(row) {
      const get = (name) => this.table.get(name, row);
      const item = { row, paths: [] };
      this.shown.push(item);
      const shape = unpack(get('geometry'));
      if (get('symbol') === 'line') {
        this.drawLine(item, shape, get('feature_type'));
      } else if (get('symbol') === 'disc') {
        item.paths.push(this.put(L.circleMarker(shape, { radius: 5, className: this.classes(row) + ' gm-dot', step: STEP_OF_ROLE[get('role')] })));
      } else if (!(get('role') === 'context' && get('edge') === 'none')) {
        this.drawArea(item, shape);
      }
      this.drawSigns(item);
      if (get('slot')) item.paths.unshift(...item.signs);
      if (get('panel') && item.paths.length) {
        const thing = { kind: 'mark', markId: get('mark_id'), role: get('role'), trajectoryIds: get('trajectory_ids') };
        this.offer(item.paths[0], thing, get('description'));
        this.stops[this.stops.length - 1].with = item.paths.slice(1);
      }
    },

    drawSigns(item) {
      const get = (name) => this.table.get(name, item.row);
      const middle = [get('latitude'), get('longitude')];
      const steps = this.data.signs;
      item.signs = (get('signs') || []).map(([key, right]) => this.put(new Sign(middle, { steps: steps[key], right, interactive: Boolean(get('slot')), className: 'gm-sign gm-sign-' + key })));
    },

    drawLine(item, shape, featureType) {
      const isRiver = featureType === 'river';
      const options = { step: 'river', className: isRiver ? 'gm-river' : 'gm-line', interactive: false };
      item.paths.push(this.put(isRiver ? new River(shape, options) : L.polyline(shape, { ...options, noClip: true })));
    },

    drawArea(item, shape) {
      const get = (name) => this.table.get(name, item.row);
      const isContext = get('role') === 'context';
      const outline = get('outline') ? unpack(get('outline')) : null;
      const step = get('tone') === 'coarse' && get('role') === 'launch_area' ? 'coarse' : STEP_OF_ROLE[get('role')];
      const small = { ring: (get('ring') && this.data.signs[get('ring')]) || '', signs: (get('signs') || []).length };
      const options = { ...small, step, role: get('role'), isOpen: get('edge') === 'open', hideFrom: isContext ? CONTEXT_HIDDEN_FROM_M_PER_PX : Infinity, interactive: Boolean(get('panel')) };
      /* Beside another mark of its place an outcome has its sign alone to be chosen by. */
      if (get('slot')) Object.assign(options, { hollow: 'hide', interactive: false });
      const main = this.put(new Area(isContext && outline ? outline : shape, { ...options, className: this.classes(item.row) + (outline && !isContext ? ' gm-widened' : '') }));
      item.paths.push(main);
      let edge = main;
      if (outline && !isContext) {
        edge = this.put(new Area(outline, { ...options, interactive: false, hollow: 'hide', className: this.classes(item.row) + ' gm-outline' }));
        item.paths.push(edge);
      }
      (get('sides') || []).forEach((lines, i) => {
        const className = this.classes(item.row) + ' gm-flank ' + (i || options.isOpen ? 'gm-ours' : 'gm-theirs');
        item.paths.push(this.put(L.polyline(unpack(lines), { ...options, interactive: false, noClip: true, className })));
      });
      Object.assign(item, { area: main, edge });
      if (get('edge') === 'soft' && !small.signs) addRim(edge);
      if ((get('plate') || []).length) addWash(edge, get('fades_at') && [get('longitude'), get('latitude')], get('fades_at'));
    },

    classes(row) {
      const get = (name) => this.table.get(name, row);
      return (get('slot') ? 'gm-beside ' : '') + 'gm-area gm-' + get('look') + ' gm-tone-' + get('tone') + ' gm-edge-' + get('edge') + ((get('plate') || []).length ? ' gm-claimed' : '');
    },

    panelOf(thing) {
      return this.filled(this.table.get('panel', this.table.rowOf('mark_id', thing.markId)));
    },

    has(thing) {
      return thing.kind === 'mark' && this.table.rowOf('mark_id', thing.markId) >= 0;
    },

    /* What a legend owes to areas that are drawn as signs of fixed size: their role, or the sign. */
    hollowRoles() {
      const isHollow = (item) => item.paths[0] && item.paths[0]._path && item.paths[0]._path.classList.contains('is-hollow');
      const small = this.shown.filter((item) => isHollow(item) && !item.signs.length);
      return small.map((item) => (this.table.get('ring', item.row) || this.table.get('role', item.row)).replace('fell_known', 'fell'));
    },

    labelRequests() {
      return this.shown.map((item) => geomap.requests.ofMark(this, item)).filter(Boolean);
    },
  });

  /* Band, trunk arrows, and the corridor and straight line of what is selected. */
  const Links = Base.extend({
    initialize(id) {
      Base.prototype.initialize.call(this, id);
      this.data.accounts.forEach((view) => (view.links = view.links.map(([id, n, lines]) => ({ id, lines, way: view.ways[n] }))));
    },

    view() {
      return this.data.accounts.find((view) => view.account_id === this.choice.account) || { bands: [], trunks: [], ways: [], links: [] };
    },

    fill() {
      const view = this.view();
      this.trunks = [];
      this.own = [];
      this.drawn = view.bands.map(([shape, axis]) => this.put(new Band(unpack(shape), { axis: unpack(axis)[0] })));
      if (!view.bands.length && view.ways.length <= LINES_SHOWN_MAX) {
        view.ways.forEach((way) => {
          const ends = unpack(way.line)[0];
          this.put(new Straight(ends, { axis: ends }));
        });
      }
      view.trunks.forEach((trunk, index) => {
        const ends = unpack(trunk.line)[0];
        const path = this.put(new Trunk(ends, { axis: [ends[0], ends[ends.length - 1]] }));
        this.trunks.push({ path, trunk });
        this.offer(path, { kind: 'trunk', index, markId: '' }, trunk.label.join('. '));
      });
    },

    showSelection() {
      Base.prototype.showSelection.call(this);
      this.own.forEach((path) => this.removeLayer(path));
      this.own = [];
      new Set(this.chosenLinks().map((link) => link.way)).forEach((way) => {
        const axis = unpack(way.line)[0];
        this.own.push(this.put(new Band(unpack(way.corridor), { axis, step: 'link', className: 'gm-band gm-corridor' })));
        this.own.push(this.put(new Straight(axis, { axis })));
      });
      this.drawn.forEach((band) => band.getElement().classList.toggle('is-faded', this.own.length > 0));
    },

    chosenLinks() {
      const thing = this.choice.selected;
      if (!thing) return [];
      if (thing.kind === 'link') return this.linksOf([thing.trajectoryId]);
      return thing.kind === 'mark' ? this.linksOf(thing.trajectoryIds) : [];
    },

    linksOf(trajectoryIds) {
      return this.view().links.filter((link) => trajectoryIds.includes(link.id));
    },

    has(thing) {
      return thing.kind === 'trunk' || thing.kind === 'link';
    },

    panelOf(thing) {
      if (thing.kind === 'link') {
        const [link] = this.linksOf([thing.trajectoryId]);
        return this.filled({ ...link.way, title_local: '', lines: link.lines });
      }
      const trunk = this.view().trunks[thing.index];
      return { kicker: this.data.title, title: trunk.label[0], title_local: '', lines: trunk.label.slice(1).map((text) => ['fact', text, trunk.claim_ids]) };
    },

    /* The band is an area too: names of places and rivers had better not stand on it. */
    bands() {
      return this.drawn.map((band) => {
        const rings = band.rings();
        return { key: 'band', rings, box: geomap.geometry.boxOf(rings.flat()), weight: this.drawn.length > 1 ? 30 : 8, touch: 0 };
      });
    },

    labelRequests() {
      return this.trunks.map((item) => geomap.requests.ofTrunk(this, item)).filter(Boolean);
    },
  });

  /* What folium's script calls: the kind of layer stands in its data, which comes along where no element holds it. */
  function layer(id, text) {
    if (text) keep(id, text);
    return block(id).kind === 'links' ? new Links(id) : new Marks(id);
  }

  geomap.layers = { Base, Marks, Links };
  geomap.layer = layer;
})((globalThis.geomap = globalThis.geomap || {}));
