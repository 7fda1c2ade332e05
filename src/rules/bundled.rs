/// The JSON schema of packs, for editors. What it can't say (sums, ids, parents) is for `load`.
pub(super) const SCHEMA: &str = include_str!("../../rules/pack.schema.json");

/// The packs that are compiled in: (id, text). The id is the one the text gives itself.
pub(super) static PACKS: &[(&str, &str)] = &[
    ("cn-site-2019", include_str!("../../rules/cn-site-2019.toml")),
    ("cn-disclosure-2019", include_str!("../../rules/cn-disclosure-2019.toml")),
    ("cn-accessibility", include_str!("../../rules/cn-accessibility.toml")),
    ("guangyuan-2023", include_str!("../../rules/guangyuan-2023.toml")),
    ("anyue-2023", include_str!("../../rules/anyue-2023.toml")),
    ("gaoxian-2023", include_str!("../../rules/gaoxian-2023.toml")),
    ("city-template-2023", include_str!("../../rules/city-template-2023.toml")),
    ("pingliang-2023", include_str!("../../rules/pingliang-2023.toml")),
];

/// The lexicons that are compiled in, likewise.
pub(super) static LEXICONS: &[(&str, &str)] = &[("cn-official", include_str!("../../rules/lexicons/cn-official.toml"))];

/// The catalogues that are compiled in, likewise.
pub(super) static CATALOGUES: &[(&str, &str)] = &[
    ("sichuan-30", include_str!("../../rules/catalogues/sichuan-30.toml")),
    ("national-26", include_str!("../../rules/catalogues/national-26.toml")),
    ("statutory-15", include_str!("../../rules/catalogues/statutory-15.toml")),
    ("statutory-county", include_str!("../../rules/catalogues/statutory-county.toml")),
];
