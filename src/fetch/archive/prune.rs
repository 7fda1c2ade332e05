//! How long archives are kept.
