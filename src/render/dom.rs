//! What runs in the page on our behalf. All but the silencer runs in a world of its own, which the page's scripts neither
//! see nor change.

/// The name of that world.
pub(super) const WORLD: &str = "duwang";

/// Runs in the page's own world before its scripts: boxes that would wait for a person are answered, nothing is opened, and
/// what would send past the door (UDP) is not there.
pub(super) const SILENCER: &str = "(() => {
  const give = (name, value) => { try { Object.defineProperty(window, name, { value, writable: true, configurable: true }); } catch { /* frozen */ } };
  give('alert', function alert() {});
  give('confirm', function confirm() { return false; });
  give('prompt', function prompt() { return null; });
  give('print', function print() {});
  give('open', function open() { return null; });
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']) give(name, undefined);
})();";

/// Counts what changes in the document; text and elements, not attributes, for carousels never rest.
pub(super) const WATCHER: &str = "(() => {
  globalThis.changes = 0;
  new MutationObserver((list) => { globalThis.changes += list.length; })
    .observe(document, { childList: true, characterData: true, subtree: true });
})();";

/// Something that differs whenever the document changed.
pub(super) const PULSE: &str = "`${globalThis.changes}/${document.getElementsByTagName('*').length}`";

/// Most elements of a document that is worth reading.
const ELEMENTS: usize = 150_000;

/// The document as markup, unless it is beyond the caps: `most` in UTF-16 units. Sizes are added up before anything is
/// written out, so that a monstrous document is not copied.
pub(super) fn serialise(most: usize) -> String {
    format!(
        "(() => {{
  const most = {most}, elements = document.getElementsByTagName('*').length;
  if (elements > {ELEMENTS}) return {{ large: `${{elements}} elements` }};
  if (!document.documentElement) return {{ html: '' }};
  let size = 0;
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) {{
    size += walker.currentNode.length;
    if (size > most) return {{ large: `more than ${{most}} characters` }};
  }}
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  const html = doctype + document.documentElement.outerHTML;
  return html.length > most ? {{ large: `more than ${{most}} characters` }} : {{ html }};
}})()"
    )
}
