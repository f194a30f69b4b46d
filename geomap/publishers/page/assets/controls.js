/* What stands over the map: the list of layers, the scale, the small map of the country. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;

  function button(className, label, text) {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = className;
    element.textContent = text;
    element.title = label;
    element.setAttribute('aria-label', label);
    return element;
  }

  /* Leaflet's own control writes names as HTML; this one writes text, and opens and closes by keyboard. */
  const LayerList = L.Control.Layers.extend({
    _initLayout() {
      const container = (this._container = L.DomUtil.create('div', 'leaflet-control-layers gm-layers'));
      L.DomEvent.disableClickPropagation(container);
      L.DomEvent.disableScrollPropagation(container);
      this.toggle = button('gm-layers-toggle', this.options.label, '');
      this.toggle.append(geomap.painter.node('svg', { viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' }));
      geomap.painter.node('path', { d: 'M9 2 16.5 6 9 10 1.5 6ZM2.6 8.6 9 12l6.4-3.4M2.6 11.6 9 15l6.4-3.4' }, this.toggle.firstChild);
      this.toggle.setAttribute('aria-expanded', 'false');
      this.toggle.addEventListener('click', () => (this.toggle.getAttribute('aria-expanded') === 'true' ? this.collapse() : this.expand()));
      const section = (this._section = L.DomUtil.create('div', 'leaflet-control-layers-list'));
      this._baseLayersList = L.DomUtil.create('div', '', section);
      this._separator = L.DomUtil.create('div', '', section);
      this._overlaysList = L.DomUtil.create('div', '', section);
      container.append(this.toggle, section);
      container.addEventListener('keydown', (event) => this.key(event));
      section.hidden = true;
      this._map.on('click', this.collapse, this);
    },

    key(event) {
      if (event.key !== 'Escape' || this._section.hidden) return;
      event.preventDefault();
      this.collapse();
      this.toggle.focus();
    },

    expand() {
      this._section.hidden = false;
      this.toggle.setAttribute('aria-expanded', 'true');
      return this;
    },

    collapse() {
      this._section.hidden = true;
      this.toggle.setAttribute('aria-expanded', 'false');
      return this;
    },

    _addItem(item) {
      const label = document.createElement('label');
      const input = document.createElement('input');
      input.type = 'checkbox';
      input.className = 'leaflet-control-layers-selector';
      input.checked = this._map.hasLayer(item.layer);
      input.layerId = L.stamp(item.layer);
      input.addEventListener('click', () => this._onInputClick());
      this._layerControlInputs.push(input);
      const name = document.createElement('bdi');
      name.textContent = item.name;
      label.append(input, name);
      this._overlaysList.append(label);
      return label;
    },
  });

  /* From the opening view to one that shows every event, and back. */
  const Country = L.Control.extend({
    onAdd(map) {
      const bar = L.DomUtil.create('div', 'leaflet-bar gm-country');
      const { words, show } = this.options;
      this.button = button('gm-country-toggle', words.text('country_view'), '');
      this.button.append(geomap.painter.node('svg', { viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' }));
      geomap.painter.node('path', { d: 'M2 6V2h4M12 2h4v4M16 12v4h-4M6 16H2v-4M7 7h4v4H7Z' }, this.button.firstChild);
      this.button.setAttribute('aria-pressed', 'false');
      this.button.addEventListener('click', () => {
        show(this.button.getAttribute('aria-pressed') === 'false');
        map.fire('geomap:view');
      });
      map.on('moveend', this.tell, this);
      L.DomEvent.disableClickPropagation(bar);
      bar.append(this.button);
      return bar;
    },

    /* Pressed as long as the map shows all of the country view. */
    tell() {
      const [west, south, east, north] = this._map.geomapPage.overview.bounds;
      this.button.setAttribute('aria-pressed', String(this._map.getBounds().contains([[south, west], [north, east]])));
    },
  });

  const Scale = L.Control.extend({
    options: { position: 'bottomleft', maxWidth: 110 },

    onAdd(map) {
      this.element = L.DomUtil.create('div', 'gm-scale');
      this.bar = L.DomUtil.create('span', 'gm-scale-bar', this.element);
      this.text = L.DomUtil.create('span', '', this.element);
      map.on('move zoomend', this.draw, this);
      map.whenReady(this.draw, this);
      return this.element;
    },

    draw() {
      const metres = g.metresPerPx(this._map.getCenter().lat, this._map.getZoom());
      const length = g.niceLength(metres * this.options.maxWidth);
      this.bar.style.width = Math.round(length / metres) + 'px';
      const isKm = length >= 1000;
      this.text.textContent = this.options.words.text(isKm ? 'unit_km' : 'unit_m', { value: isKm ? length / 1000 : length });
    },
  });

  /* The country, and where in it this map lies. Not shown where the map shows most of it. */
  class Inset {
    constructor(map, element, data) {
      Object.assign(this, { map, element, data });
      const [west, south, east, north] = data.bounds;
      const points = [L.latLng(north, west), L.latLng(south, east)].map((p) => L.CRS.EPSG3857.latLngToPoint(p, 4));
      const box = g.boxOf(points);
      this.scale = Math.min(118 / (box.right - box.x), 112 / (box.bottom - box.y));
      this.from = { x: box.x - (132 / this.scale - (box.right - box.x)) / 2, y: box.y - (128 / this.scale - (box.bottom - box.y)) / 2 };
      const svg = geomap.painter.node('svg', { viewBox: '0 0 132 128', width: 132, height: 128, 'aria-hidden': 'true' }, element);
      geomap.painter.node('path', { class: 'gm-inset-land', d: this.path(g.unpack(data.shape)) }, svg);
      this.box = geomap.painter.node('rect', { class: 'gm-inset-box' }, svg);
      const name = geomap.painter.node('text', { class: 'gm-inset-name', x: 8, y: 121 }, svg);
      name.textContent = data.name;
      this.city = geomap.painter.node('text', { class: 'gm-inset-city' }, svg);
      this.city.textContent = data.city;
      map.on('moveend', this.draw, this);
      this.draw();
    }

    point(latLng) {
      const p = L.CRS.EPSG3857.latLngToPoint(L.latLng(latLng), 4);
      return { x: (p.x - this.from.x) * this.scale, y: (p.y - this.from.y) * this.scale };
    }

    path(polygons) {
      const ring = (points) => 'M' + points.map((p) => this.point(p)).map((p) => p.x.toFixed(1) + ' ' + p.y.toFixed(1)).join('L') + 'Z';
      return polygons.flat().map(ring).join('');
    }

    draw() {
      const bounds = this.map.getBounds();
      const a = this.point(bounds.getNorthWest());
      const b = this.point(bounds.getSouthEast());
      const width = Math.max(b.x - a.x, 7);
      const height = Math.max(b.y - a.y, 7);
      this.element.hidden = width > 60 || height > 60;
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      const corner = { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
      Object.entries(corner).forEach(([key, value]) => this.box.setAttribute(key, value.toFixed(1)));
      const isLeft = corner.x > 72;
      this.city.setAttribute('x', isLeft ? corner.x - 4 : corner.x + width + 4);
      this.city.setAttribute('text-anchor', isLeft ? 'end' : 'start');
      this.city.setAttribute('y', middle.y + 4);
    }
  }

  /* Puts a control where its corner is on this screen; a frame may get its width after the map was made. */
  function cornered(map, control) {
    const place = () => {
      const corner = map.getSize().x < geomap.frames.phone_limit_px ? 'bottomright' : 'topleft';
      if (control.getPosition() !== corner) control.setPosition(corner);
    };
    place();
    map.on('resize', place);
    return control.addTo(map);
  }

  function layerControl(map, layers, options) {
    const words = map.geomapWords;
    const control = new LayerList({}, {}, { ...options, label: words ? words.text('layers') : 'Layers' });
    layers.forEach((layer) => control.addOverlay(layer, layer.data ? layer.data.title : ''));
    return cornered(map, control);
  }

  geomap.controls = { LayerList, Scale, Country, Inset, cornered };
  geomap.layerControl = layerControl;
})((globalThis.geomap = globalThis.geomap || {}));
