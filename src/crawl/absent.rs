use crate::model::absent_scope;
use sha2::{Digest, Sha256};
use url::Url;

/// A surely absent address of the same kind as `url`: same folder and extension, a name that nobody has. Where a
/// parameter names the page, its value is changed instead. The same for the same scope in every run.
pub(super) fn neighbour(url: &Url) -> Url {
    let token = token(&absent_scope(url));
    let mut absent = url.clone();
    absent.set_fragment(None);
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if let Some(at) = pairs.iter().rposition(|(_, v)| v.len() >= 2 && v.chars().any(|c| c.is_ascii_digit())) {
        let mut query = absent.query_pairs_mut();
        query.clear();
        for (i, (name, value)) in pairs.iter().enumerate() {
            let value = if i == at { format!("9{}", token.1) } else { value.clone() };
            query.append_pair(name, &value);
        }
        drop(query);
        return absent;
    }
    let path = url.path();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let ext = file.rsplit_once('.').map_or("html", |(_, e)| e);
    absent.set_path(&format!("{folder}/duwang-absent-{}.{ext}", token.0));
    absent
}

/// A surely absent address at the top of a host.
pub(super) fn at_root(url: &Url) -> Url {
    let mut absent = url.clone();
    absent.set_query(None);
    absent.set_fragment(None);
    absent.set_path("/");
    let token = token(absent.as_str()).0;
    absent.set_path(&format!("/duwang-absent-{token}.html"));
    absent
}

/// A name and a number made of a text.
fn token(text: &str) -> (String, u32) {
    let digest = Sha256::digest(text.as_bytes());
    let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    (format!("{number:08x}"), number % 100_000_000)
}
