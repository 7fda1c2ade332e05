//! The CMS families that portals run on, one file each: how a page gives itself away, where its list comes from, how it
//! goes on. A new family is a file here, a line in [`FAMILIES`], and pages under `fixtures/pages/lists`.

mod epoint;
mod generic;
mod gkmlpt;
mod guangyuan;
mod hanweb_jpaas;
mod hanweb_jpage;
mod hanweb_xxgk;
mod liferay;
mod load_more;
mod longxun;
mod mianzhu;
mod scgov_library;
mod sichuan_cluster;
mod static_pages;
mod trs_wcm;
mod truecms;
mod visual_sitebuilder;

pub(in crate::parse) use epoint::settings;

use super::family::Family;

/// The families; the first recognised one names the page, every one adds its addresses.
pub(super) const FAMILIES: &[Family] = &[
    hanweb_jpage::FAMILY,
    hanweb_xxgk::FAMILY,
    hanweb_jpaas::FAMILY,
    trs_wcm::FAMILY,
    gkmlpt::FAMILY,
    epoint::FAMILY,
    truecms::FAMILY,
    longxun::FAMILY,
    mianzhu::FAMILY,
    guangyuan::FAMILY,
    visual_sitebuilder::FAMILY,
    scgov_library::FAMILY,
    sichuan_cluster::FAMILY,
    liferay::FAMILY,
    static_pages::FAMILY,
    load_more::FAMILY,
    generic::FAMILY,
];
