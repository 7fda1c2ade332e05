use quick_xml::Reader;
use quick_xml::events::Event;

/// Most addresses one map may hold, by the protocol.
const MOST: usize = 50_000;

/// The addresses in a site map: XML (also an index of maps), or one address a line.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with('<') { from_xml(start) } else { from_lines(start) }
}

fn from_lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|l| l.starts_with("http://") || l.starts_with("https://"))
        .take(MOST)
        .map(str::to_owned)
        .collect()
}

fn from_xml(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut found = Vec::new();
    let mut inside: Option<String> = None;
    while found.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.local_name().as_ref() == "loc" => inside = Some(String::new()),
            Ok(Event::End(end)) if end.local_name().as_ref() == "loc" => {
                if let Some(address) = inside.take() {
                    let address = address.trim();
                    if address.starts_with("http://") || address.starts_with("https://") {
                        found.push(address.to_owned());
                    }
                }
            }
            Ok(Event::Text(piece)) => {
                if let Some(address) = &mut inside {
                    address.push_str(&piece);
                }
            }
            Ok(Event::CData(piece)) => {
                if let Some(address) = &mut inside {
                    address.push_str(&piece);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(address) = &mut inside {
                    address.push_str(match name.as_ref() {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        _ => "",
                    });
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}
