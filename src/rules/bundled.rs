/// The JSON schema of packs, for editors. What it can't say (sums, ids, parents) is for `load`.
pub(super) const SCHEMA: &str = include_str!("../../rules/pack.schema.json");

/// The packs that are compiled in: (id, text). The id is the one the text gives itself.
pub(super) static PACKS: &[(&str, &str)] = &[
    ("cn-accessibility", include_str!("../../rules/cn-accessibility.toml")),
    ("cn-disclosure-2019", include_str!("../../rules/cn-disclosure-2019.toml")),
    ("cn-site-2019", include_str!("../../rules/cn-site-2019.toml")),
    ("gaoxian-2023", include_str!("../../rules/gaoxian-2023.toml")),
];
