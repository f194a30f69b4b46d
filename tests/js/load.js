/* Loads scripts of the page in the order given, as the page does, into one global object. */
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const ASSETS = path.join(__dirname, '..', '..', 'geomap', 'publishers', 'page', 'assets');
const VECTORS = path.join(__dirname, '..', 'vectors');

/* Leaflet is not here: these are its parts that a script needs while it is being read. */
const Nothing = { extend: () => Nothing, prototype: {} };
const L = new Proxy({}, { get: () => new Proxy(Nothing, { get: (target, name) => target[name] || Nothing }) });

function load(...names) {
  const geomap = { frames: JSON.parse(process.env.GEOMAP_FRAMES) };
  const context = vm.createContext({ Intl, L, console, URLSearchParams, geomap });
  for (const name of names) vm.runInContext(fs.readFileSync(path.join(ASSETS, name + '.js'), 'utf8'), context, { filename: name + '.js' });
  return context.geomap;
}

function vectors(name) {
  return JSON.parse(fs.readFileSync(path.join(VECTORS, name + '.json'), 'utf8'));
}

/* Values from the other context, as plain ones of this. */
const plain = (value) => JSON.parse(JSON.stringify(value));

module.exports = { load, vectors, plain };
