/* In a frame whose height is given, as in a notebook: the map never stands higher than the frame, whatever is above it. */
(function (geomap) {
  'use strict';

  const LEAST_PX = 240;
  const EDGE_PX = 12;

  function room(element) {
    return innerHeight - (element.getBoundingClientRect().top + scrollY) - EDGE_PX;
  }

  /* The map gives way; where that leaves too little of it, it comes before title and switch. */
  function fit(element) {
    element.style.height = '';
    document.body.classList.remove('gm-tight');
    if (room(element) < Math.min(LEAST_PX, element.offsetHeight)) document.body.classList.add('gm-tight');
    element.style.height = Math.min(room(element), element.offsetHeight) + 'px';
  }

  const make = geomap.pageMap;
  geomap.pageMap = (id, options) => {
    const element = document.getElementById(id);
    fit(element);
    const map = make(id, options);
    addEventListener('resize', () => {
      fit(element);
      map.invalidateSize({ animate: false });
    });
    return map;
  };
})((globalThis.geomap = globalThis.geomap || {}));
