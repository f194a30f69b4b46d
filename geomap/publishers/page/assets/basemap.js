/* The background: what the page carries of land, borders, rivers and towns; each only at scales where it helps. */
(function (geomap) {
  'use strict';

  const g = geomap.geometry;
  /* From and up to how many metres a pixel a layer is drawn. */
  const RANGE_M_PER_PX = { land: [0, Infinity], country: [100, Infinity], admin1: [100, 2500], urban: [120, 900], river: [100, 3000], place: [150, 1500], park: [0, 120], water: [0, 400], minor_road: [0, 30], road: [0, 120], bridge: [0, 120] };
  /* Where a map has no river and quarters of its own, rough ones are better than an empty ground. */
  const NEARER_M_PER_PX = { country: 30, admin1: 60, urban: 40, river: 30, place: 60 };
  const isRoad = (layer) => layer === 'road' || layer === 'bridge';

  /* A road is a line in a wider one; bridges go over the river of the case. */
  function pathsOf(feature, renderer) {
    return isRoad(feature.layer) ? [pathOf(feature, renderer, 'casing'), pathOf(feature, renderer, feature.layer)] : [pathOf(feature, renderer, g.isLine(feature.shape) && feature.layer === 'water' ? 'stream' : feature.layer)];
  }

  function pathOf(feature, renderer, look) {
    const shape = g.unpack(feature.shape);
    const options = { renderer, step: feature.layer === 'bridge' ? 'bridge' : 'base', interactive: false, noClip: false, smoothFactor: 0.6, className: 'gm-base gm-base-' + look };
    return g.isLine(feature.shape) ? L.polyline(shape, options) : L.polygon(shape, options);
  }

  const Basemap = L.Layer.extend({
    initialize(features) {
      this.features = features;
    },

    onAdd(map) {
      const renderer = geomap.painter.rendererOf(map);
      this.towns = this.features.filter((feature) => feature.layer === 'place').map((feature) => ({ ...feature, at: g.unpack(feature.shape) }));
      this.paths = this.features.filter((feature) => feature.layer !== 'place').flatMap((feature) => pathsOf(feature, renderer).map((path) => ({ layer: feature.layer, path })));
      map.on('zoomend', this.draw, this);
      this.draw();
    },

    isShown(layer) {
      const metres = g.metresPerPx(this._map.getCenter().lat, this._map.getZoom());
      const [from, to] = RANGE_M_PER_PX[layer];
      const isEmpty = !this._map.geomapPage.has_own_ground && layer in NEARER_M_PER_PX;
      return metres >= (isEmpty ? NEARER_M_PER_PX[layer] : from) && metres < to;
    },

    draw() {
      this.paths.forEach(({ layer, path }) => {
        if (this.isShown(layer) !== this._map.hasLayer(path)) this.isShown(layer) ? path.addTo(this._map) : path.remove();
      });
    },

    labelRequests() {
      if (!this.isShown('place')) return [];
      const size = this._map.getSize();
      const px = size.x < 600 ? 11 : 12;
      return this.towns
        .map((town) => ({ town, point: this._map.latLngToContainerPoint(town.at) }))
        .filter(({ point }) => point.x > 0 && point.y > 0 && point.x < size.x && point.y < size.y)
        .map(({ town, point }) => ({ key: 'town-' + town.name, kind: 'at', look: 'place', rank: 80 + town.rank, point, variants: [[{ text: town.name, look: 'place', px }]] }));
    },
  });

  geomap.basemap = {
    add(map, features) {
      return new Basemap(features).addTo(map);
    },
  };
})((globalThis.geomap = globalThis.geomap || {}));
