/// The packs that are compiled in: (id, text). The id is the one the text gives itself.
pub(super) static PACKS: &[(&str, &str)] = &[
    ("cn-site-2019", include_str!("../../rules/cn-site-2019.toml")),
    ("guangyuan-2023", include_str!("../../rules/guangyuan-2023.toml")),
    ("anyue-2023", include_str!("../../rules/anyue-2023.toml")),
    ("gaoxian-2023", include_str!("../../rules/gaoxian-2023.toml")),
    ("city-template-2023", include_str!("../../rules/city-template-2023.toml")),
    ("pingliang-2023", include_str!("../../rules/pingliang-2023.toml")),
];
