use std::fmt;

/// Who holds leases: a process of a machine, told from another one that got the same number later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    host: String,
    process: u32,
    /// Clock ticks from the machine's start to the process's, where the system tells.
    began: u64,
}

impl Holder {
    /// This process.
    #[must_use]
    pub fn here() -> Self {
        let host = gethostname::gethostname().to_string_lossy().replace('/', "-");
        let process = std::process::id();
        Self { host, process, began: began(process).unwrap_or(0) }
    }

    /// The machine.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.host, self.process, self.began)
    }
}

/// Whether a holder surely is no more: it was a process of this machine, and that has ended. Its leases need not run out.
#[must_use]
pub fn is_gone(holder: &str) -> bool {
    let mut parts = holder.split('/');
    let (Some(host), Some(process), Some(start)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let (Ok(process), Ok(start)) = (process.parse::<u32>(), start.parse::<u64>()) else { return false };
    if start == 0 || host != Holder::here().host {
        return false;
    }
    began(process).is_none_or(|now| now != start)
}

/// When a process of this machine began, in clock ticks since the machine did; `None` when there is none, or no telling.
fn began(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything, so the fields are counted behind its closing bracket: the start is the 22nd of all.
    let fields = stat.rsplit_once(')')?.1;
    let state = fields.split_whitespace().next()?;
    if matches!(state, "Z" | "X") {
        return None;
    }
    fields.split_whitespace().nth(19)?.parse().ok()
}
