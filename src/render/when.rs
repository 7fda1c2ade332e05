use crate::config::RenderMode;
use crate::model::{LinkKind, Page, PageRole, Region};

/// A menu has at least as many links.
const MENU: usize = 3;

/// Whether a page, read without its scripts, is to be drawn in a browser. A firewall's page never is: what keeps visitors
/// out is not to be got round. Nor is a log-in.
#[must_use]
pub fn is_wanted(mode: RenderMode, role: PageRole, page: &Page) -> bool {
    if !matches!(role, PageRole::Home | PageRole::Page) || page.signals.challenge.is_some() || page.signals.login {
        return false;
    }
    match mode {
        RenderMode::Never => false,
        RenderMode::Always => true,
        RenderMode::Auto => is_empty_without_scripts(role, page),
    }
}

fn is_empty_without_scripts(role: PageRole, page: &Page) -> bool {
    if page.signals.redirect.is_some() {
        // It only leads on, and the crawl follows.
        return false;
    }
    // A list whose interface the crawl asks by itself, or whose frame it visits, needs no browser.
    let undrawn = page.script_lists.iter().any(|list| {
        list.sign != "iframe" && !list.interface.as_ref().is_some_and(|interface| is_asked(page, interface))
    });
    page.signals.script_shell || (page.items.is_empty() && undrawn) || (role == PageRole::Home && lacks_menu(page))
}

/// Whether the page links to a list interface, so that the crawl reads its answer.
fn is_asked(page: &Page, interface: &str) -> bool {
    page.links.iter().any(|link| link.kind == LinkKind::ListInterface && link.target == interface)
}

/// A home page that runs scripts and whose markup has no menu.
fn lacks_menu(page: &Page) -> bool {
    let scripts = page.links.iter().any(|link| link.kind == LinkKind::Script);
    let menu = page.links.iter().filter(|link| link.region == Region::Nav && link.kind == LinkKind::Anchor).count();
    let fragments = page.links.iter().any(|link| matches!(link.kind, LinkKind::Fragment | LinkKind::Frame));
    scripts && menu < MENU && !fragments
}

/// Settles what a page says of its scripts once a browser has run them: where nothing was kept from it, lists that scripts
/// draw are drawn, and what still is empty is empty for every visitor.
pub fn settled(page: &mut Page) {
    if page.rendered.as_ref().is_some_and(|rendered| rendered.is_whole()) {
        page.script_lists.retain(|list| list.sign == "iframe");
        page.signals.script_shell = false;
    }
}
