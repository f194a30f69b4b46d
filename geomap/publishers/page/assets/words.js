/* The words of the interface: slots filled in one pass, plural forms by CLDR key, digits 0-9 in every language. */
(function (geomap) {
  'use strict';

  const SLOT = /\{(\w+)\}/g;

  class Words {
    constructor(lang, entries) {
      this.lang = lang;
      this.entries = new Map(Object.entries(entries));
      this.plurals = new Intl.PluralRules(lang);
      this.format = new Intl.NumberFormat(lang, { numberingSystem: 'latn' });
    }

    has(key) {
      return this.entries.has(key);
    }

    number(value) {
      return this.format.format(value);
    }

    /* Braces inside a value stay what they are: the text is walked through once. */
    text(key, slots) {
      let entry = this.entries.get(key);
      if (entry === undefined) throw new Error('no entry ' + key);
      if (typeof entry !== 'string') {
        const form = this.plurals.select(Math.abs(slots.n));
        entry = Object.hasOwn(entry, form) ? entry[form] : entry.other;
      }
      return entry.replace(SLOT, (_, name) => this.fill(key, name, slots || {}));
    }

    fill(key, name, slots) {
      if (!Object.hasOwn(slots, name)) throw new Error(key + ': nothing is given for ' + name);
      const value = slots[name];
      return typeof value === 'number' ? this.number(value) : String(value);
    }
  }

  geomap.Words = Words;
})((globalThis.geomap = globalThis.geomap || {}));
