/// Ids of the contract that this version does not measure yet. A rule may name them; its outcome is then
/// `cannot-tell`, shown as not yet covered.
pub static PLANNED: &[&str] = &[];
