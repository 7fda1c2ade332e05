//! What finds and outlines in a page that which a picture is about.

use super::flags::{HEIGHT, WIDTH};
use crate::model::Sight;

/// Outlines what is meant and brings it into view. Gives whether it was found, whether only its place could be outlined, and
/// the part of the page to be taken: corner and size in CSS pixels.
pub(super) fn outline(sight: &Sight) -> String {
    let meant = serde_json::json!({
        "path": sight.path,
        "snippet": sight.snippet,
        "address": sight.address,
        "text": sight.text,
        "context": sight.context,
        "page": sight.is_page(),
        "width": WIDTH,
        "height": HEIGHT,
    });
    format!("({OUTLINE})({meant})")
}

/// The outline is a box of its own upon the page, so that neither what is around an element nor its own style hides it.
const OUTLINE: &str = r"(meant) => {
  const attempt = (find) => { try { return find() || null; } catch { return null; } };
  const bare = (text) => text.replace(/\s+/g, '');

  // The element that a snippet is of: same tag, same values as far as they were not cut.
  const model = meant.snippet && attempt(() => {
    const inert = new DOMParser().parseFromString(`<template>${meant.snippet}</template>`, 'text/html');
    return inert.querySelector('template').content.firstElementChild;
  });
  const named = meant.snippet && (/^<([a-z][a-z0-9-]*)/i.exec(meant.snippet) || [])[1];
  const alike = (element) => {
    if (!element || (named && element.localName !== named.toLowerCase())) return false;
    if (!model || model.localName !== element.localName) return true;
    return ['id', 'href', 'src', 'name', 'type', 'for'].every((name) => {
      const told = model.getAttribute(name), has = element.getAttribute(name);
      if (told === null || told.includes('*')) return true;
      const cut = told.indexOf('…');
      return has !== null && (cut < 0 ? has === told : has.startsWith(told.slice(0, cut)));
    });
  };
  const byPath = () => [document.querySelector(meant.path)].find(alike);
  const byAddress = () => {
    const plain = (address) => address.split('#')[0];
    const all = [...document.querySelectorAll('[href], [src], [data-src]')].filter((e) => e.localName !== 'link' && e.localName !== 'base');
    const written = (e) => [e.href, e.src, e.getAttribute('href'), e.getAttribute('src'), e.getAttribute('data-src')]
      .filter((a) => typeof a === 'string').map((a) => a.trim());
    return all.find((e) => written(e).includes(meant.address))
      || all.find((e) => written(e).some((a) => a && plain(a) && plain(a) === plain(meant.address)));
  };
  // A range around the text; where it stands more than once, the one that has the same around it.
  const byText = () => {
    const letters = [], places = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode, parent = node.parentElement;
      if (!parent || ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(parent.tagName) || !parent.getClientRects().length) continue;
      for (let n = 0; n < node.length; n++) {
        if (/\s/.test(node.data[n])) continue;
        letters.push(node.data[n]);
        places.push([node, n]);
      }
    }
    const all = letters.join(''), text = bare(meant.text);
    if (!text) return null;
    const found = [];
    for (let at = all.indexOf(text); at >= 0 && found.length < 500; at = all.indexOf(text, at + 1)) found.push(at);
    let at = found.length === 1 ? found[0] : -1;
    if (at < 0 && meant.context) {
      const whole = bare(meant.context).replace(/^…|…$/g, '');
      const lead = whole.indexOf('【') >= 0 ? whole.indexOf('【') : Math.max(0, whole.indexOf(text));
      const around = whole.replace('【', '').replace('】', '');
      const here = around ? all.indexOf(around) : -1;
      if (here >= 0 && all.startsWith(text, here + lead)) at = here + lead;
    }
    if (at < 0) return null;
    const range = document.createRange();
    range.setStart(...places[at]);
    const [node, n] = places[at + text.length - 1];
    range.setEnd(node, n + 1);
    return range;
  };

  const root = document.documentElement;
  const box = (thing) => {
    const r = thing.getBoundingClientRect();
    return { x: r.left + window.scrollX, y: r.top + window.scrollY, w: r.width, h: r.height };
  };
  const visible = (b) => b.w >= 2 && b.h >= 2 && b.x + b.w > 2 && b.y + b.h > 2
    && b.x < Math.max(root.scrollWidth, meant.width) && b.y < Math.max(root.scrollHeight, meant.height);
  // Where something stands that can't be seen: what is next around it, else the lower edge of what is before it.
  const placeOf = (element) => {
    for (let e = element; e && e !== document.body && e !== root; e = e.parentElement) {
      for (let before = e.previousElementSibling; before; before = before.previousElementSibling) {
        const b = box(before);
        if (visible(b)) return { x: b.x, y: b.y + b.h, w: b.w, h: 4 };
      }
      const around = e.parentElement;
      if (around && around !== document.body && around !== root && visible(box(around)) && box(around).h <= meant.height) return box(around);
    }
    return null;
  };

  const thing = meant.page ? null
    : attempt(meant.path ? byPath : meant.address ? byAddress : byText);
  let at = thing && box(thing), place = false;
  if (thing && !visible(at)) {
    at = thing instanceof Element ? placeOf(thing) : null;
    place = true;
  }
  if (!at) {
    window.scrollTo({ left: 0, top: 0, behavior: 'instant' });
    return { found: false, place: false, x: 0, y: 0, width: meant.width, height: meant.height };
  }
  const frame = document.createElement('div');
  const set = (name, value) => frame.style.setProperty(name, value, 'important');
  const put = (x, y) => { set('left', `${x}px`); set('top', `${y}px`); };
  for (const [name, value] of [['all', 'initial'], ['position', 'absolute'], ['display', 'block'], ['box-sizing', 'border-box'],
    ['border', '3px solid #d00'], ['box-shadow', '0 0 0 1px #fff'], ['background', 'transparent'], ['pointer-events', 'none'],
    ['z-index', '2147483647'], ['width', `${at.w + 12}px`], ['height', `${at.h + 12}px`]]) set(name, value);
  put(at.x - 6, at.y - 6);
  root.appendChild(frame);
  // Where the page's root is moved or scaled, the box would be beside it.
  const lies = box(frame);
  put(at.x - 6 + (at.x - 6 - lies.x), at.y - 6 + (at.y - 6 - lies.y));
  const within = (low, value, high) => Math.max(low, Math.min(value, high));
  const width = within(860, at.w + 400, meant.width), height = within(320, at.h + 240, 640);
  const middle = at.h + 240 > 640 ? at.y + 260 : at.y + at.h / 2;
  window.scrollTo({ left: at.x + at.w / 2 - meant.width / 2, top: middle - meant.height / 2, behavior: 'instant' });
  const end = { x: window.scrollX + meant.width - width, y: window.scrollY + meant.height - height };
  return { found: true, place, width, height,
    x: within(window.scrollX, at.x + Math.min(at.w, width) / 2 - width / 2, end.x),
    y: within(window.scrollY, middle - height / 2, end.y) };
}";
