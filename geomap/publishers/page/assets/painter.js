/* Drawing in SVG, in a fixed order of steps. Colours and weights are in map.css, by class. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  const SVG = 'http://www.w3.org/2000/svg';
  const STEPS = ['base', 'coarse', 'river', 'bridge', 'band', 'impact', 'launch', 'event', 'context', 'link', 'trunk', 'sign', 'focus'];
  const HOLLOW_BELOW_PX = 6;
  const RING_BELOW_PX = 10;
  const SIGN_RADIUS_PX = 9;
  const HOLLOW_RADIUS_PX = 6;
  let serial = 0;

  function node(name, attributes, parent) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    if (parent) parent.appendChild(element);
    return element;
  }

  /* Leaflet's renderer with one group for each step, and copies of a path (focus ring, inner rim) kept in step. */
  const Renderer = L.SVG.extend({
    _initContainer() {
      L.SVG.prototype._initContainer.call(this);
      this._container.classList.add('gm-drawing');
      this.defs = node('defs', {}, this._container);
      node('feGaussianBlur', { stdDeviation: 3.5 }, node('filter', { id: this.name('blur'), x: '-10%', y: '-10%', width: '120%', height: '120%' }, this.defs));
      this.steps = new Map(STEPS.map((step) => [step, node('g', { class: 'gm-step-' + step }, this._rootGroup)]));
    },

    name(what) {
      return 'gm' + L.stamp(this) + '-' + what;
    },

    _addPath(layer) {
      if (!this._rootGroup) this._initContainer();
      (this.steps.get(layer.options.step) || this._rootGroup).appendChild(layer._path);
      layer.addInteractiveTarget(layer._path);
    },

    _setPath(layer, d) {
      layer._path.setAttribute('d', d);
      (layer.copies || []).forEach((copy) => copy.setAttribute('d', d));
    },
  });

  function rendererOf(map) {
    if (!map.geomapRenderer) map.geomapRenderer = new Renderer({ padding: 0.3 }).addTo(map);
    return map.geomapRenderer;
  }

  /* An area at its true size on the ground; below 6 px a hollow sign of fixed size. An area of an account has a ring
     below 10 px; one that has a sign of its own gives way to it where it is smaller. */
  const Area = L.Polygon.extend({
    options: { noClip: true, smoothFactor: 0.3, role: 'context', hollow: true, ring: '', signs: 0, hideFrom: Infinity },

    _updatePath() {
      const size = this._rawPxBounds ? this._rawPxBounds.getSize() : { x: 0, y: 0 };
      const isSmall = Math.max(size.x, size.y) < (this.options.signs ? 2 * SIGN_RADIUS_PX : this.options.ring ? RING_BELOW_PX : HOLLOW_BELOW_PX);
      const metres = g.metresPerPx(this._map.getCenter().lat, this._map.getZoom());
      this._path.classList.toggle('is-hidden', metres >= this.options.hideFrom || (isSmall && this.options.hollow === 'hide'));
      this._path.classList.toggle('is-hollow', isSmall && this.options.hollow === true);
      this._path.classList.toggle('is-ring', Boolean(this.options.ring));
      this._path.classList.toggle('is-plate', this.options.signs > 0);
      if (isSmall && this.options.hollow === true) {
        const middle = this._rawPxBounds.getCenter();
        const d = this.options.ring ? g.signPath(this.options.ring, middle.x, middle.y) : g.symbolPath(this.options.signs ? 'event' : this.options.role, middle.x, middle.y, this.hollowRadius());
        this._renderer._setPath(this, d);
      } else {
        L.Polygon.prototype._updatePath.call(this);
      }
    },

    hollowRadius() {
      return this.options.signs || this.options.ring ? SIGN_RADIUS_PX : HOLLOW_RADIUS_PX;
    },

    isHidden() {
      return this._path.classList.contains('is-hidden');
    },

    isHollow() {
      return this._path.classList.contains('is-hollow');
    },

    /* Rings in container pixels, for labels. */
    rings() {
      if (this.isHollow()) {
        const box = this.box();
        return [[box, { x: box.right, y: box.y }, { x: box.right, y: box.bottom }, { x: box.x, y: box.bottom }]];
      }
      return this.trueRings();
    },

    trueRings() {
      return this._rings.map((ring) => ring.map((p) => this._map.layerPointToContainerPoint(p)));
    },

    box() {
      const box = g.boxOf(this.trueRings().flat());
      if (this.isHollow()) return g.grow(g.rect((box.x + box.right) / 2, (box.y + box.bottom) / 2, 0, 0), this.hollowRadius() + 2);
      return box;
    },
  });

  /* The sign of what was stopped, or of debris, at the middle of its area; several of one place stand side by side. */
  const Sign = L.CircleMarker.extend({
    options: { step: 'sign', interactive: false, steps: '', right: 0 },

    _updatePath() {
      this._renderer._setPath(this, g.signPath(this.options.steps, this._point.x + this.options.right, this._point.y));
    },

    box() {
      const point = this._map.latLngToContainerPoint(this.getLatLng());
      return g.grow(g.rect(point.x + this.options.right, point.y, 0, 0), SIGN_RADIUS_PX + 1);
    },
  });

  /* The inner rim of an area without a known edge, cut off at the area itself. */
  function addRim(area) {
    const renderer = area._renderer;
    const id = renderer.name('clip' + serial++);
    const clip = node('path', {}, node('clipPath', { id }, renderer.defs));
    const group = node('g', { 'clip-path': 'url(#' + id + ')' }, area._path.parentNode);
    const rim = node('path', { class: 'gm-rim', filter: 'url(#' + renderer.name('blur') + ')' }, group);
    area.copies = (area.copies || []).concat([clip, rim]);
    area.copies.forEach((copy) => copy.setAttribute('d', area._path.getAttribute('d') || ''));
    area.once('remove', () => {
      group.remove();
      clip.parentNode.remove();
    });
  }

  /* The fill of all claimed origins is one: where they overlap it is not darker, for darker would read as likelier. */
  function addWash(area, start, end) {
    const step = area._renderer.steps.get('coarse');
    const wash = step.querySelector('.gm-wash') || node('g', { class: 'gm-wash' }, step);
    const copy = node('path', { d: area._path.getAttribute('d') || '' }, wash);
    area.copies = (area.copies || []).concat([copy]);
    area.once('remove', () => copy.remove());
    if (end) addFading(area, copy, [start, end]);
  }

  /* A direction has no outer edge: its fill fades from where it starts to nothing. */
  function addFading(area, copy, ends) {
    const fading = gradient(area._renderer, [[geomap.frames.fades_from, 'gm-stop-claimed'], [1, 'gm-stop-faded']], 'radialGradient');
    const draw = area._updatePath;
    area._updatePath = function () {
      draw.call(area);
      const [from, to] = ends.map(([lon, lat]) => area._map.latLngToLayerPoint([lat, lon]));
      Object.entries({ cx: from.x, cy: from.y, r: from.distanceTo(to) }).forEach(([key, value]) => fading.setAttribute(key, value.toFixed(1)));
    };
    area._updatePath();
    copy.style.fill = 'url(#' + fading.id + ')';
    area.once('remove', () => fading.remove());
  }

  /* A river at its true width on the ground, never thinner than it can be seen. */
  const River = L.Polyline.extend({
    options: { noClip: true, smoothFactor: 0.3, widthM: 230, leastPx: 4, interactive: false },

    _updatePath() {
      const metres = g.metresPerPx(this.getBounds().getCenter().lat, this._map.getZoom());
      const width = Math.max(this.options.widthM / metres, this.options.leastPx);
      this._path.style.strokeWidth = width.toFixed(1) + 'px';
      L.Polyline.prototype._updatePath.call(this);
    },
  });

  function gradient(renderer, stops, kind = 'linearGradient') {
    const id = renderer.name('gradient' + serial++);
    const element = node(kind, { id, gradientUnits: 'userSpaceOnUse' }, renderer.defs);
    stops.forEach(([offset, className]) => node('stop', { offset, class: className }, element));
    return element;
  }

  function aim(element, from, to) {
    const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    Object.entries(ends).forEach(([key, value]) => element.setAttribute(key, value.toFixed(1)));
  }

  /* What shares a gradient that runs along an axis: band and corridor, the straight line, the trunk arrow. */
  const alongAxis = {
    onAdd(map) {
      this._renderer = map.getRenderer(this);
      this._gradient = gradient(this._renderer, this.options.stops);
      this.constructor.__super__.onAdd.call(this, map);
      this._path.style[this.options.paint] = 'url(#' + this._gradient.id + ')';
    },
    onRemove(map) {
      this._gradient.remove();
      this.constructor.__super__.onRemove.call(this, map);
    },
    aimAxis() {
      const [from, to] = this.options.axis.map((end) => this._map.latLngToLayerPoint(end));
      aim(this._gradient, from, to);
      return [from, to];
    },
  };

  const BAND_STOPS = [[0, 'gm-stop-launch'], [0.5, 'gm-stop-middle'], [1, 'gm-stop-impact']];
  const Band = L.Polygon.extend({
    ...alongAxis,
    options: { noClip: true, smoothFactor: 0.3, step: 'band', className: 'gm-band', stroke: false, interactive: false, paint: 'fill', stops: BAND_STOPS },
    _updatePath() {
      this.aimAxis();
      L.Polygon.prototype._updatePath.call(this);
    },
    rings() {
      return Area.prototype.trueRings.call(this);
    },
  });

  const LINE_STOPS = [[0, 'gm-stop-none'], [0.22, 'gm-stop-line'], [0.78, 'gm-stop-line'], [1, 'gm-stop-none']];
  const Straight = L.Polyline.extend({
    ...alongAxis,
    options: { noClip: true, step: 'link', className: 'gm-straight', interactive: false, paint: 'stroke', stops: LINE_STOPS },
    _updatePath() {
      this.aimAxis();
      L.Polyline.prototype._updatePath.call(this);
    },
  });

  /* From which area towards which: thick, faded, straight or along a great circle. Not a flight path. */
  const Trunk = L.Polyline.extend({
    ...alongAxis,
    options: { noClip: true, step: 'trunk', className: 'gm-trunk', paint: 'fill', stops: [[0, 'gm-stop-none'], [0.34, 'gm-stop-shaft'], [1, 'gm-stop-head']] },
    _updatePath() {
      this.aimAxis();
      const way = this._latlngs.map((at) => this._map.latLngToLayerPoint(at));
      this._renderer._setPath(this, g.arrowPath(way, this.size()));
    },
    size() {
      return this._map.getSize().x < geomap.frames.phone_limit_px ? { width: 6, head: 20, headWidth: 15 } : { width: 9, head: 30, headWidth: 22 };
    },
    isTooShort() {
      const [from, to] = this.ends();
      return Math.hypot(to.x - from.x, to.y - from.y) < this.size().head * 1.6;
    },
    ends() {
      return this.options.axis.map((end) => this._map.latLngToContainerPoint(end));
    },
    box() {
      return g.boxOf(this.ends());
    },
  });

  /* A ring of white and dark round what has the keyboard's focus, on top of everything. */
  function addFocusRing(path) {
    const renderer = path._renderer;
    const rings = ['gm-ring gm-ring-light', 'gm-ring'].map((name) => node('path', { class: name }, renderer.steps.get('focus')));
    path.copies = (path.copies || []).concat(rings);
    const element = path.getElement();
    element.addEventListener('focus', () => {
      const shown = element.matches(':focus-visible');
      rings.forEach((ring) => {
        ring.setAttribute('d', element.getAttribute('d') || '');
        ring.classList.toggle('is-shown', shown);
      });
    });
    element.addEventListener('blur', () => rings.forEach((ring) => ring.classList.remove('is-shown')));
    path.once('remove', () => {
      rings.forEach((ring) => ring.remove());
      path.copies = path.copies.filter((copy) => !rings.includes(copy));
    });
  }

  geomap.painter = { node, rendererOf, Area, Sign, River, Band, Straight, Trunk, addRim, addWash, addFocusRing };
})((globalThis.geomap = globalThis.geomap || {}));
