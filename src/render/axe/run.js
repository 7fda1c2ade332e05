async (wish) => {
  const known = new Set(axe.getRules().map((rule) => rule.ruleId));
  const values = [...new Set([...wish.layout, ...wish.open.map((open) => open.rule)])].filter((rule) => known.has(rule));
  const result = await axe.run(document, {
    runOnly: { type: 'rule', values },
    resultTypes: ['violations', 'incomplete', 'passes'],
    elementRef: true, preload: false, iframes: false, selectors: false, ancestry: false, xpath: false,
  });
  const found = { violations: new Map(), incomplete: new Map(), passes: new Map() };
  for (const kind of Object.keys(found)) for (const rule of result[kind]) found[kind].set(rule.id, rule.nodes);
  const nodes = (kind, rule) => found[kind].get(rule) || [];

  const path = (element) => {
    const steps = [];
    for (let at = element; at && at.nodeType === 1; at = at.parentElement) {
      if (at.id && document.querySelectorAll('#' + CSS.escape(at.id)).length === 1) { steps.unshift('#' + CSS.escape(at.id)); break; }
      const name = at.localName;
      if (at === document.body || at === document.documentElement) { steps.unshift(name); break; }
      const alone = [...at.parentElement.children].filter((other) => other.localName === name).length === 1;
      steps.unshift(alone ? name : `${name}:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    }
    return steps.join(' > ');
  };
  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);
  const tag = (element) => {
    const attributes = [...element.attributes].map((a) => (a.value ? ` ${a.name}="${cut(a.value, 80)}"` : ` ${a.name}`));
    return cut(`<${element.localName}${attributes.join('')}>`, 240);
  };
  const region = (element) => {
    const within = (selector) => element.closest(selector);
    if (within('footer, [role=contentinfo], #footer, #foot, .footer, .foot')) return 'footer';
    if (within('nav, [role=navigation], #nav, .nav, .menu')) return 'nav';
    if (within('header, [role=banner], #header, .header')) return 'header';
    return 'other';
  };
  const WORDS = {
    'color-contrast': ['low-contrast', 'unknown-background'],
    'link-in-text-block': ['no-distinction', 'unknown-distinction'],
    'scrollable-region-focusable': ['not-focusable', 'not-focusable'],
    'target-size': ['too-small', 'unknown-size'],
  };
  const measured = (node) => {
    const data = [...node.any, ...node.all, ...node.none].map((check) => check.data).find((data) => data && typeof data === 'object') || {};
    if (data.contrastRatio && data.fgColor && data.bgColor && data.expectedContrastRatio) {
      return ` ${data.fgColor} / ${data.bgColor} ${data.contrastRatio}:1 < ${data.expectedContrastRatio}`;
    }
    if (data.width && data.height && data.minSize) return ` ${Math.round(data.width)}×${Math.round(data.height)} < ${data.minSize} px`;
    return '';
  };

  const tested = {}, faults = [], more = {};
  for (const rule of wish.layout) {
    const wrong = nodes('violations', rule), unclear = nodes('incomplete', rule);
    const all = wrong.length + unclear.length + nodes('passes', rule).length;
    if (!all) continue;
    tested[rule] = all;
    const listed = [...wrong.map((node) => [node, false]), ...unclear.map((node) => [node, true])].filter(([node]) => node.element);
    for (const [node, open] of listed.slice(0, wish.most)) {
      const element = node.element;
      faults.push({
        rule, open, fault: WORDS[rule][open ? 1 : 0], path: path(element), snippet: tag(element) + (open ? '' : measured(node)), region: region(element),
      });
    }
    if (listed.length > wish.most) more[rule] = listed.length - wish.most;
  }

  const settled = [];
  for (const { rule, path, tag } of wish.open) {
    let element = null;
    try { element = document.querySelector(path); } catch { /* no selector */ }
    if (!element || element.localName !== tag) continue;
    const has = (kind) => nodes(kind, rule).some((node) => node.element === element);
    if (has('violations')) settled.push({ rule, path, violates: true });
    else if (has('passes') && !has('incomplete')) settled.push({ rule, path, violates: false });
  }
  return { tested, faults, more, settled };
}
