// What a paper asks, what counts as answered and how answers are fingerprinted: no page, no clock, no storage.
"use strict";

window.Exam = (() => {
  const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?$/i;
  const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
  const LONGEST_NUMBER = 40;

  /** Whether a text is read as a number: the same reading as the reference marker's. */
  function isNumber(text) {
    const plain = text.normalize("NFKC").trim().replace(/[−–]/g, "-");
    return plain.length <= LONGEST_NUMBER && (NUMBER.test(plain) || THOUSANDS.test(plain));
  }

  /** Everything that takes an answer of its own, in order: a case's children stand for the case. */
  function stopsOf(paper) {
    return paper.sections.flatMap((section) =>
      section.items.flatMap((item) =>
        (item.children ?? [item]).map((leaf) => ({
          id: leaf.id, leaf, section, parent: item.children ? item : null,
        }))));
  }

  /** The response at a stop, undefined when there is none. */
  function readResponse(responses, stop) {
    return stop.parent ? responses[stop.parent.id]?.[stop.id] : responses[stop.id];
  }

  /** Puts a response in its place; undefined takes it out, and an empty case with it. */
  function writeResponse(responses, stop, value) {
    const holder = stop.parent ? (responses[stop.parent.id] ??= {}) : responses;
    if (value === undefined) delete holder[stop.id];
    else holder[stop.id] = value;
    if (stop.parent && Object.keys(holder).length === 0) delete responses[stop.parent.id];
  }

  const some = (done, total) => (done === 0 ? "none" : done < total ? "partial" : "full");

  const FILLED = {
    single_choice: () => "full",
    multiple_choice: () => "full",
    true_false: () => "full",
    ordering: () => "full",
    short_answer: () => "full",
    blanks: (leaf, texts) => some(texts.filter((text) => text.trim()).length, leaf.blanks.length),
    numeric: (leaf, given) => (isNumber(given.value) && leaf.units.includes(given.unit) ? "full" : "partial"),
    matching: (leaf, pairs) => some(Object.keys(pairs).length, leaf.premises.length),
  };

  /** `none`, `partial` (begun, or not yet readable as an answer) or `full`. */
  function stateOf(stop, responses) {
    const response = readResponse(responses, stop);
    return response === undefined ? "none" : FILLED[stop.leaf.type](stop.leaf, response);
  }

  /** JSON with sorted keys and no white space: equal answers give equal text. */
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }

  const primes = (count) => {
    const found = [];
    for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime)) found.push(n);
    return found;
  };
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) >>> 0;
  const rotate = (word, by) => (word >>> by) | (word << (32 - by));

  /** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes in hexadecimal; `crypto.subtle` is missing on plain http. */
  function sha256(text) {
    const constants = primes(64).map((prime) => fraction(Math.cbrt(prime)));
    const hash = primes(8).map((prime) => fraction(Math.sqrt(prime)));
    const bytes = new TextEncoder().encode(text);
    const padded = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64));
    bytes.forEach((byte, place) => padded.setUint8(place, byte));
    padded.setUint8(bytes.length, 0x80);
    padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
    padded.setUint32(padded.byteLength - 4, bytes.length << 3);
    for (let block = 0; block < padded.byteLength; block += 64) {
      const words = Array.from({ length: 16 }, (_, place) => padded.getUint32(block + place * 4));
      for (let t = 16; t < 64; t += 1) {
        const [early, late] = [words[t - 15], words[t - 2]];
        const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
        const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
        words.push((words[t - 16] + low + words[t - 7] + high) >>> 0);
      }
      let [a, b, c, d, e, f, g, h] = hash;
      for (let t = 0; t < 64; t += 1) {
        const mix = (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g));
        const first = (h + mix + constants[t] + words[t]) >>> 0;
        const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, place) => { hash[place] = (hash[place] + word) >>> 0; });
    }
    return hash.map((word) => word.toString(16).padStart(8, "0")).join("");
  }

  return { isNumber, stopsOf, readResponse, writeResponse, stateOf, canonical, sha256 };
})();
