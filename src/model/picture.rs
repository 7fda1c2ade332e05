//! Pictures of what findings are about: which are wanted, and what came of it.

/// What on a page a picture is about: by the first of path, address and text that is given. With none of them the page itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sight {
    /// A CSS selector.
    pub path: Option<String>,
    /// The opening tag of the element there, long values cut with "…": scripts move elements, and another one in its place
    /// is not meant.
    pub snippet: Option<String>,
    /// Where a link leads or a picture comes from: absolute, or as the page writes it.
    pub address: Option<String>,
    /// Text that stands there.
    pub text: Option<String>,
    /// The text with what stands around it, to tell which of several is meant.
    pub context: Option<String>,
}

impl Sight {
    /// Whether the page itself is meant.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.path.is_none() && self.address.is_none() && self.text.is_none()
    }
}

/// A finding of which a picture is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureWanted {
    /// The finding's.
    pub fingerprint: String,
    /// The page on which a person sees it.
    pub url: String,
    /// What on it.
    pub sight: Sight,
}

/// How a picture is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

impl ImageKind {
    /// The ending of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}

/// What is outlined in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlined {
    /// What is meant.
    Meant,
    /// The place where what is meant stands, for itself it can't be seen.
    Place,
    /// Nothing: the page itself is meant.
    Nothing,
}

/// A picture of a part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    /// How it is coded.
    pub kind: ImageKind,
    /// The file's content.
    pub bytes: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What is outlined in it.
    pub outlined: Outlined,
}

/// The picture of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The finding's.
    pub fingerprint: String,
    /// What it shows.
    pub shot: Shot,
}
